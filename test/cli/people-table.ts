/** Persons in the table. */
export const people = 80
/** Names that the table takes turns with. */
export const surnames = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗']
export const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚']

/** A person is in it twice. */
export type Side = 'one' | 'other'

/** One of the two records of a person: of some the other one lacks the telephone. */
export function recordOf(side: Side, person: number): string {
    const second = given[(person * 7 + 3) % 20]
    const name = `${surnames[person % 20]}${second}${given[person % 17]}`
    const day = `19${50 + (person % 45)}-0${1 + (person % 9)}-${10 + (person % 18)}`
    const phone = `139${String(10_000_000 + person * 790_127)}`
    const isLost = side === 'other' && person % 5 === 0
    return [`${side}-${person}`, name, day, isLost ? '' : phone].join(',')
}

/** A file of records. */
export function tableOfRecords(records: readonly string[]): string {
    return `record_id,name,birth_date,phone\n${records.join('\n')}\n`
}

/** A file of all persons, first by one record and then, where asked for, by the other. */
export function tableOf(sides: readonly Side[]): string {
    return tableOfRecords(
        sides.flatMap((side) =>
            Array.from({ length: people }, (_, person) => recordOf(side, person)),
        ),
    )
}

/** Who is who in it. */
export function truthOf(sides: readonly string[]): string {
    const rows = sides.flatMap((side) =>
        Array.from({ length: people }, (_, person) => `${side}-${person},p${person}`),
    )
    return `record_id,entity_id\n${rows.join('\n')}\n`
}

/** A comparison that fits the table, and one that does not. */
export const policyText = `identity: mine
version: 2026-01
comparisons:
    persons:
        fields:
            name: { kind: person_name }
            birth_date: { kind: birth_date }
            phone: { kind: phone }
        blocking: [[phone.number], [name.pinyin], [birth_date.day]]
        sure: { rules: [[phone.number, name.pinyin]], recall: 0.8 }
        thresholds: { accept: 0.95, review: 0.5 }
    companies:
        of: company
        fields:
            firm: { kind: company_name }
        blocking: [[firm.core]]
        sure: { rules: [[firm.core]], recall: 0.8 }
        thresholds: { accept: 0.95, review: 0.5 }
`

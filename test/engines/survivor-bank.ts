import fc from 'fast-check'
import type { RecordSource, SurvivorRule } from '#identity/survivorship/survivorship.ts'

/** A value of a small bank with what is known of it by looking at it. */
export type KnownValue = {
    readonly text: string
    readonly isFiller: boolean
    readonly isChinese: boolean
    readonly isValid: boolean
    /** In characters, without blanks around it. */
    readonly length: number
}

const value = (text: string, length: number, known: Partial<KnownValue> = {}): KnownValue => {
    return { text, length, isFiller: false, isChinese: false, isValid: false, ...known }
}
const filler = { isFiller: true }
const chinese = { isChinese: true }
const valid = { isValid: true }

/** Names, numbers and so on; what is valid is an example of its standard, or differs in a digit. */
export const knownValues = {
    name: [
        value('张伟', 2, chinese),
        value(' 欧阳明华 ', 4, chinese),
        value('陈明', 2, chinese),
        value('ZHANG WEI', 9),
        value('𠮷田', 2, chinese),
        value('无', 1, { ...chinese, ...filler }),
        value('測試', 2, { ...chinese, ...filler }),
        value('张**', 3, { ...chinese, ...filler }),
        value('n/a', 3, filler),
        value('--', 2, filler),
        value("O'Neil", 6),
    ],
    id_number: [
        value('11010519491231002X', 18, valid),
        value('110105 19491231 002x', 20, valid),
        value('110105194912310021', 18),
        value('11010519491331002X', 18),
        value('91350100M000100Y43', 18, valid),
        value('91350100M000100Y44', 18),
        value('G12345678', 9),
        value('000000000000000000', 18, filler),
        value('123456789', 9, filler),
    ],
    phone: [
        value('13912345678', 11, valid),
        value('+86 139-1234-5678', 17, valid),
        value('8613912345678', 13, valid),
        value('0086 13912345678', 16, valid),
        value('010-65551234', 12, valid),
        value('(0755) 8655 1234', 16, valid),
        value('+852 2345 6789', 14, valid),
        value('12912345678', 11),
        value('1391234', 7),
        value('00655512345', 11),
        value('13800000000', 11, filler),
        value('13999999999', 11, valid),
        value('11111111111', 11, filler),
        value('无', 1, filler),
        value('139****5678', 11, filler),
    ],
    email: [value('a@b.cn', 6), value('NULL', 4, filler)],
    address: [
        value('北京市海淀区中关村大街1号', 13, chinese),
        value('海淀区', 3, chinese),
        value('1 Main St', 9),
        value('同上', 2, { ...chinese, ...filler }),
        value('——', 2, filler),
    ],
    birth_date: [
        value('1980-05-06', 10),
        value('1990-01-31', 10),
        value('1900-01-01', 10, filler),
        value('1970-01-01', 10, filler),
    ],
    branch: [value('East', 4), value('West', 4)],
    private_banking_agreement: [value('true', 4), value('false', 5)],
    annual_sales: [value('100.00', 6), value('2000000.50', 10)],
} as const

/** A field of the small bank. */
export type SmallField = keyof typeof knownValues

/** All of them. */
export const smallFields = Object.keys(knownValues) as readonly SmallField[]

/** A record; those of one party share its number. */
export type SurvivorRecord = {
    readonly id: number
    readonly party: number
    readonly source: RecordSource & { readonly entity: string }
    readonly knownSince: string | null
    readonly told: Readonly<Record<SmallField, KnownValue | null>>
}

const sources = [
    { system: 'core', entity: 'customer' },
    { system: 'core', entity: 'staff' },
    { system: "crm's", entity: 'client' },
    { system: 'desk', entity: 'client' },
] as const

/** Places of systems by how far their data reaches; of one nothing is known. */
export const smallRanks: ReadonlyMap<string, number> = new Map([
    ['core', 1],
    ["crm's", 0],
])

const days = ['2020-01-31', '2024-02-29', '1899-12-31', '1850-01-01', '2025-03-31'] as const

/** The party whose founding record is gone. */
const gone = 12

/** Banks of some records, of which some are one party; the founding one may be gone. */
export const survivorBanks: fc.Arbitrary<readonly SurvivorRecord[]> = fc
    .array(
        fc.record({
            source: fc.constantFrom(...sources),
            party: fc.integer({ min: 1, max: gone }),
            knownSince: fc.option(fc.constantFrom(...days)),
            told: fc.record(
                Object.fromEntries(
                    smallFields.map((field) => [
                        field,
                        fc.option(fc.constantFrom<KnownValue>(...knownValues[field])),
                    ]),
                ) as Record<SmallField, fc.Arbitrary<KnownValue | null>>,
            ),
        }),
        { minLength: 1, maxLength: 40, size: 'max' },
    )
    .map((drawn) => drawn.map((one, index) => ({ ...one, id: index + 1 })))
    .map((drawn) => {
        // A party has the id of a record that is there, or was.
        const partyOf = ({ party }: { readonly party: number }): number =>
            party === gone ? 95 : (drawn.find((one) => one.party === party)?.id ?? 0)
        return drawn.map((one) => ({ ...one, party: partyOf(one) }))
    })

const words = {
    common: ['latest_delivered', 'latest_known', 'founding'],
    name: ['not_placeholder', 'chinese', 'longest'],
    id_number: ['valid', 'not_placeholder', 'longest'],
    phone: ['valid', 'not_placeholder'],
    email: ['not_placeholder'],
    address: ['not_placeholder', 'chinese', 'longest'],
    birth_date: ['not_placeholder'],
    branch: [],
    private_banking_agreement: [],
    annual_sales: [],
} as const satisfies Readonly<Record<SmallField | 'common', readonly SurvivorRule['word'][]>>

const orders: fc.Arbitrary<readonly RecordSource[]> = fc.uniqueArray(
    fc.constantFrom<RecordSource>(
        { system: 'core', entity: null },
        { system: 'core', entity: 'staff' },
        { system: "crm's", entity: null },
        { system: 'desk', entity: 'client' },
    ),
    { minLength: 1 },
)

/** Lists of rules that a field may have, each rule once. */
export function rulesArbitrary(field: SmallField): fc.Arbitrary<readonly SurvivorRule[]> {
    const named = [...words.common, ...words[field], 'sources'] as const
    return fc
        .tuple(fc.shuffledSubarray([...named], { minLength: 1 }), orders)
        .map(([chosen, order]) =>
            chosen.map((word) => ({ word, sources: word === 'sources' ? order : [] })),
        )
}

import { joinedForms, type RecordForms } from '../compare-records.ts'
import type { KindId } from '../kinds.ts'
import type { Comparison, FieldForm, PolicyField } from '../policy/identity-policy.ts'

/** The forms of a kind by which records are looked up, alone or with another field. */
const keyForms: Readonly<Record<KindId, readonly string[]>> = {
    address: ['place', 'building'],
    birth_date: ['day'],
    code: ['folded'],
    company_name: ['core', 'pinyin'],
    credit_code: ['number', 'organisation'],
    date: ['day'],
    email: ['address', 'user'],
    employer: ['core'],
    exact: ['folded'],
    full_name: ['starts', 'given', 'family'],
    identity_document: ['number', 'lasting'],
    latin_name: ['folded'],
    permit: ['number', 'lasting'],
    person_name: ['pinyin', 'card'],
    phone: ['number', 'local'],
    postcode: ['folded'],
    resident_id: ['number'],
    sex: [],
    text: ['folded'],
}

/** What is written in too many ways, or is too common, to be looked up alone. */
const pairedForms: Partial<Readonly<Record<KindId, readonly string[]>>> = {
    ...{ birth_date: ['month'], date: ['month'], exact: ['folded'], text: ['folded'] },
    ...{ code: ['folded'], postcode: ['folded'], address: ['road'], latin_name: ['start'] },
    ...{ full_name: ['family_start'], person_name: ['initials'], company_name: ['brand'] },
}

/** Pairs that a key may propose for each record of the table, on average. */
const pairsPerRecordMax = 100
const keysMax = 16

/** A key and the pairs that it would propose in the whole table. */
type MeasuredKey = { readonly key: readonly FieldForm[]; readonly pairs: number }

/** What blocking is measured on: some records of a table of so many. */
export type Sample = { readonly samples: readonly RecordForms[]; readonly rows: number }

/**
 * Keys that propose few enough pairs: each strong form alone where it does, else with one of
 * another field. The number of pairs in the whole table is estimated from the sample.
 */
export function draftBlocking(
    fields: readonly PolicyField[],
    sample: Sample,
): readonly (readonly FieldForm[])[] {
    const measured = (key: readonly FieldForm[]): MeasuredKey => ({
        key,
        pairs: expectedPairs(key, sample),
    })
    const fits = ({ pairs }: MeasuredKey): boolean =>
        pairs > 0 && pairs <= pairsPerRecordMax * sample.rows
    const singles = formsOfFields(fields, (kind) => keyForms[kind])
    const good = singles.filter((one) => fits(measured([one])))
    const weak = formsOfFields(fields, (kind) => pairedForms[kind] ?? [])
        // What a single key finds already is not looked for again.
        .filter((one) => !isAmong(one, good))
    const rarest = weak
        .flatMap((one, at) =>
            weak
                .slice(at + 1)
                .filter((other) => other.field !== one.field)
                .map((other) => measured([one, other])),
        )
        .filter(fits)
        .toSorted((left, right) => left.pairs - right.pairs)
    const keys = [...good.map((one) => [one]), ...rarest.map(({ key }) => key)].slice(0, keysMax)
    // Without any key nothing would be compared at all.
    return keys.length > 0 ? keys : singles.slice(0, 1).map((one) => [one])
}

function formsOfFields(
    fields: readonly PolicyField[],
    formsOf: (kind: KindId) => readonly string[],
): readonly FieldForm[] {
    return fields.flatMap(({ id, kind }) => formsOf(kind).map((form) => ({ field: id, form })))
}

function isAmong(part: FieldForm, others: readonly FieldForm[]): boolean {
    return others.some(({ field, form }) => field === part.field && form === part.form)
}

/**
 * How many pairs of the whole table agree on a key: the share of pairs of the sample that do, of
 * all pairs. A key that no two of the sample share is taken to propose one pair a record.
 */
function expectedPairs(key: readonly FieldForm[], { samples, rows }: Sample): number {
    const counts = new Map<string, number>()
    for (const record of samples) {
        const joined = joinedForms(record, key)
        if (joined !== null) counts.set(joined, (counts.get(joined) ?? 0) + 1)
    }
    if (counts.size === 0) return 0
    const agreeing = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
    const all = (samples.length * (samples.length - 1)) / 2
    if (agreeing === 0 || all === 0) return rows
    return (agreeing / all) * ((rows * (rows - 1)) / 2)
}

const certain: readonly KindId[] = ['resident_id', 'identity_document', 'permit', 'credit_code']

/** A code that proposes fewer pairs than this for each record is one of one's own. */
const ownPairsMax = 3

/**
 * Agreements that hardly ever meet two different parties: a number of one's own, or a name with a
 * birth date. Where a table has neither, the rarest of its keys.
 */
export function draftSure(
    fields: readonly PolicyField[],
    { blocking, sample }: { readonly blocking: Comparison['blocking']; readonly sample: Sample },
): readonly (readonly FieldForm[])[] {
    const all = (kindIds: readonly KindId[], form: string): readonly FieldForm[] =>
        fields.filter(({ kind }) => kindIds.includes(kind)).map(({ id }) => ({ field: id, form }))
    const isOwn = (one: FieldForm): boolean => {
        const pairs = expectedPairs([one], sample)
        return pairs > 0 && pairs <= ownPairsMax * sample.rows
    }
    const numbers = [...all(certain, 'number'), ...all(['code'], 'folded').filter(isOwn)]
    const emails = all(['email'], 'address')
    const names = [
        ...all(['full_name', 'latin_name'], 'folded'),
        ...all(['person_name'], 'simplified'),
        ...all(['company_name'], 'core'),
    ]
    const born = all(['birth_date'], 'day')
    const withName = [...born, ...all(['phone'], 'number'), ...all(['address'], 'place')]
    const rules = [
        ...[...numbers, ...emails].map((one) => [one]),
        ...(names.length === 0 ? [] : withName.map((one) => [...names, one])),
    ]
    if (rules.length > 0) return rules
    return blocking.length === 0 ? [] : [blocking.slice(0, 2).flat()]
}

import type { DraftNote } from '#sources/draft.ts'
import { plainName } from '#sources/draft-words.ts'
import { readRecord } from '../compare-records.ts'
import type { Kind } from '../kind.ts'
import { type KindId, kinds } from '../kinds.ts'
import type { Comparison, PolicyField } from '../policy/identity-policy.ts'
import { draftBlocking, draftSure } from './draft-blocking.ts'
import { draftKind, namePartOf, type SampledColumn } from './draft-kind.ts'

/** A table that nobody has described yet: rows taken at random, and how many there are in all. */
export type SampledTable = {
    readonly columns: readonly SampledColumn[]
    readonly rows: number
}

/** A comparison as it is proposed, with the reasons by column. */
export type DraftedComparison = {
    readonly comparison: Comparison
    readonly notes: readonly { readonly column: string; readonly note: DraftNote }[]
}

/** Levels that say enough where little is known; a kind that is not here has all of its own. */
const draftedLevels: Partial<Readonly<Record<KindId, readonly string[]>>> = {
    birth_date: ['exact', 'day_month_swapped', 'one_digit_off', 'within_month', 'within_year'],
    date: ['exact', 'day_month_swapped', 'one_digit_off', 'within_month', 'within_year'],
}

/**
 * Joined is what is likelier the same than not: no other threshold errs less as a whole, as far as
 * the weights are right. Who fears wrong joins more than missed ones asks for more.
 */
const thresholds = { accept: 0.5, review: 0.1 } as const

/** Kinds of which a rare value says more than a frequent one. */
const byFrequency: readonly KindId[] = [
    ...(['person_name', 'latin_name', 'full_name', 'company_name', 'employer'] as const),
    ...(['address', 'text', 'exact', 'code', 'postcode', 'email', 'phone'] as const),
]

/**
 * Proposes how the records of a table are compared, from headings and samples: what each column
 * holds, which keys find pairs without finding too many, and which agreements are as good as
 * certain. Null where no column is left to compare.
 */
export function draftComparison(table: SampledTable): DraftedComparison | null {
    const read = table.columns.map((column) => ({ column, ...draftKind(column) }))
    const fields: PolicyField[] = []
    for (const { columns, kind } of joinedNames(read)) {
        const id = fieldId(columns, fields)
        const all: Kind = kinds[kind]
        const named = draftedLevels[kind]
        const levels =
            named === undefined ? all.levels : all.levels.filter((one) => named.includes(one.id))
        fields.push({ id, kind, columns, levels, frequency: byFrequency.includes(kind) })
    }
    if (fields.length === 0) return null
    const bare = { id: 'records', of: 'any' as const, fields, never: neverOf(fields) }
    const empty: Comparison = {
        ...bare,
        ...{ blocking: [], sure: { rules: [], recall: 0.8 }, thresholds },
    }
    const samples = rowsOf(table).map((row) => readRecord(row, empty))
    const sample = { samples, rows: table.rows }
    const blocking = draftBlocking(fields, sample)
    return {
        comparison: {
            ...empty,
            blocking,
            sure: { rules: draftSure(fields, { blocking, sample }), recall: 0.8 },
        },
        notes: read.map(({ column, note }) => ({ column: column.name, note })),
    }
}

type KnownColumns = { readonly columns: readonly string[]; readonly kind: KindId }

/** A column of given names and one of surnames, one of each, make one name. */
function joinedNames(
    read: readonly { readonly column: SampledColumn; readonly kind: KindId | null }[],
): readonly KnownColumns[] {
    const known = read.flatMap(({ column, kind }) =>
        kind === null ? [] : [{ columns: [column.name], kind }],
    )
    const parts = (part: 'given' | 'family'): readonly KnownColumns[] =>
        known.filter(({ columns }) => columns.every((one) => namePartOf(one) === part))
    const [given, ...givens] = parts('given')
    const [family, ...families] = parts('family')
    if (given === undefined || family === undefined || givens.length + families.length > 0) {
        return known
    }
    // A Chinese name is read surname first.
    const joined: KnownColumns =
        given.kind === 'latin_name'
            ? { columns: [...given.columns, ...family.columns], kind: 'full_name' }
            : { columns: [...family.columns, ...given.columns], kind: 'person_name' }
    return known.flatMap((one) => {
        if (one === given) return [joined]
        return one === family ? [] : [one]
    })
}

function fieldId([name = '', ...more]: readonly string[], taken: readonly PolicyField[]): string {
    const plain = more.length > 0 ? 'name' : plainName(name)
    const base = plain ?? `field_${taken.length + 1}`
    const isTaken = (id: string): boolean => taken.some((one) => one.id === id)
    let id = base
    for (let count = 2; isTaken(id); count++) id = `${base}_${count}`
    return id
}

function neverOf(fields: readonly PolicyField[]): Comparison['never'] {
    return fields
        .filter(({ kind }) => kinds[kind].forms.some((form) => form === 'proven'))
        .map(({ id }) => ({ field: id, form: 'proven' }))
}

function rowsOf({ columns }: SampledTable): readonly Readonly<Record<string, string>>[] {
    const count = Math.max(0, ...columns.map(({ samples }) => samples.length))
    return Array.from({ length: count }, (_, at) =>
        Object.fromEntries(columns.map(({ name, samples }) => [name, samples[at] ?? ''])),
    )
}

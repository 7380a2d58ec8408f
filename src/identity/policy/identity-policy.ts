import { different, type Level } from '../kind.ts'
import type { KindId } from '../kinds.ts'

/** One field that two records are compared by. */
export type PolicyField = {
    readonly id: string
    readonly kind: KindId
    /** The columns that make its value; several are joined by `columnJoint`. */
    readonly columns: readonly string[]
    /** Best first. A pattern holds an index into them, their number for `different`. */
    readonly levels: readonly Level[]
    /** Whether an agreement on a rare value is worth more than one on a frequent value. */
    readonly frequency: boolean
}

/** A normal form of a field: `name.pinyin` in the file. */
export type FieldForm = { readonly field: string; readonly form: string }

/** What each record of a set is compared by, and what is made of it. */
export type Comparison = {
    readonly id: string
    readonly of: RecordsOf
    readonly fields: readonly PolicyField[]
    /** Two records are compared where all forms of one key are known and the same. */
    readonly blocking: readonly (readonly FieldForm[])[]
    /**
     * Pairs that agree on all forms of a rule are taken for matches when the share of matches
     * among all pairs is estimated; `recall` is the share of all matches that the rules find.
     */
    readonly sure: {
        readonly rules: readonly (readonly FieldForm[])[]
        readonly recall: number
    }
    /** Forms that, known on both sides and different, forbid that two records are one party. */
    readonly never: readonly FieldForm[]
    /** Match probabilities from which a pair is joined, and from which people look at it. */
    readonly thresholds: { readonly accept: number; readonly review: number }
}

/** Which records a comparison is for. */
export const recordsOf = ['person', 'company', 'any'] as const

/** One of {@link recordsOf}. */
export type RecordsOf = (typeof recordsOf)[number]

/** A file of `policies/identity/`: which records are one, by what and from which evidence on. */
export type IdentityPolicy = {
    readonly id: string
    /** `2026-01`: one file a version, unchanged once it is published. */
    readonly version: string
    readonly comparisons: readonly Comparison[]
}

/** Writes a form as files name it. */
export function formatFieldForm({ field, form }: FieldForm): string {
    return `${field}.${form}`
}

/** A field as learning knows it: its levels by id, best first, `different` last. */
export function levelIdsOf({ levels }: Pick<PolicyField, 'levels'>): readonly string[] {
    return [...levels.map(({ id }) => id), different]
}

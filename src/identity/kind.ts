/**
 * The normal forms of one value by name, such as `pinyin` or `first_14`: what values are compared
 * and blocked by. A form is null where the value does not have it.
 */
export type Forms = Readonly<Record<string, string | null>>

/**
 * What two values have to be to each other. It speaks of forms only, so that SQL over a table of
 * forms can say the same.
 */
export type LevelTest =
    /** Known on both sides and the same. */
    | { readonly equal: string }
    /** The same, or unknown on both sides. */
    | { readonly alike: string }
    /** Not known to differ: the same, or unknown on one side. */
    | { readonly agree: string }
    /** Known on both sides and not the same. */
    | { readonly differ: string }
    /** Known on one side at least. */
    | { readonly some: string }
    /** Known on both sides. */
    | { readonly both: string }
    /** Known on one side and unknown on the other. */
    | { readonly lone: string }
    /** One side's first form is the other side's second. */
    | { readonly crossed: readonly [string, string] }
    /** Each side's first form is the other side's second. */
    | { readonly swapped: readonly [string, string] }
    /**
     * So many edits apart at most (insert, delete, substitute, transpose neighbours), counted in
     * characters; the longer has at least `from` of them.
     */
    | { readonly edits: string; readonly max: number; readonly from?: number }
    /** Of a Jaro–Winkler similarity of at least `min`, 0 to 1. */
    | { readonly similar: string; readonly min: number }
    /** Whole numbers that differ by `max` at most. */
    | { readonly within: string; readonly max: number }
    | { readonly all: readonly LevelTest[] }
    | { readonly any: readonly LevelTest[] }

/** One level of agreement between two values. */
export type Level = {
    readonly id: string
    readonly when: LevelTest
    /** The form whose frequency says how much an agreement is worth; null where none does. */
    readonly frequency: string | null
}

/** The level of two known values that agree on nothing. */
export const different = 'different'

/** How values of one kind are read and compared. */
export type Kind = {
    /** Every form that {@link Kind.read} returns, in the order of the columns of a look-up. */
    readonly forms: readonly string[]
    /** The forms of a text; null where it tells nothing: blank, masked, or made up. */
    readonly read: (text: string) => Forms | null
    /** All levels there are, the best first. */
    readonly levels: readonly Level[]
    /** How many columns may make one value; they are joined by {@link columnJoint}. */
    readonly columnsMax: number
}

/** Stands between the columns that make one value. */
export const columnJoint = '\u001f'

/** A level without a frequency, for short tables. */
export function level(id: string, when: LevelTest, frequency: string | null = null): Level {
    return { id, when, frequency }
}

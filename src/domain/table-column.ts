/**
 * How the values of a column are written for people: a `count` with its groups, an `amount` to the
 * cent, a `share` in per cent, a `number` with the digits that it has, a plain `whole` number such
 * as a year, a `month` (yyyymm), a `day` (`2026-01-31`), everything else as `text`. An `id` is a
 * number that nobody adds up, and too long for a spreadsheet to keep: it is written as text.
 */
export type ValueKind =
    | 'text'
    | 'id'
    | 'count'
    | 'whole'
    | 'amount'
    | 'number'
    | 'share'
    | 'month'
    | 'day'

/** A column of a table that leaves Tong, in the words of whoever will read it. */
export type TableColumn = {
    readonly title: string
    readonly kind: ValueKind
    /** What people say for a code, by the code (`true` and `false` among them); empty: as it is. */
    readonly words: ReadonlyMap<string, string>
}

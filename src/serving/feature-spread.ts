/** How a feature's values are spread over the parties of one month. */
export type SpreadCounts = {
    readonly parties: number
    /** Parties whose value is unknown. */
    readonly unknown: number
    /** Parties whose value is 0. */
    readonly zero: number
    /** Parties by bin of a number: one more than there are edges. */
    readonly counts: readonly number[]
    /** Exact text; of a date the days from it to the end of the month. Null where none is known. */
    readonly median: string | null
    /** Parties by value of a kind, the most frequent first. */
    readonly kinds: readonly { readonly value: string; readonly parties: number }[]
}

/** The spread of one feature in a month, beside that of the month before in the same bins. */
export type FeatureSpread = {
    readonly feature: string
    /** Upper edges of the bins, rising; of a date in days to the end of the month. */
    readonly edges: readonly number[]
    /** The value that this share of the known ones does not exceed, as exact text. */
    readonly quantiles: readonly { readonly share: number; readonly value: string | null }[]
    readonly now: SpreadCounts
    /** Null where the month before is not built. */
    readonly before: SpreadCounts | null
}

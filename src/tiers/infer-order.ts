/** How many rows of one tier lie in one bucket of the measure. */
export type TierCount = { readonly tier: string; readonly bucket: number; readonly count: number }

/** A tier of the old system in its place: its word, its rows and the bucket of its median. */
export type OrderedTier = {
    readonly tier: string
    readonly rows: number
    readonly median: number
}

/** The order of tiers by their median measure, lowest first; ties go by the word. */
export function inferOrder(counts: readonly TierCount[]): readonly OrderedTier[] {
    const tiers = [...new Set(counts.map(({ tier }) => tier))]
    return tiers
        .map((tier) => ({ tier, ...medianOf(counts.filter((one) => one.tier === tier)) }))
        .sort((left, right) => left.median - right.median || (left.tier < right.tier ? -1 : 1))
}

function medianOf(counts: readonly TierCount[]): { rows: number; median: number } {
    const rows = counts.reduce((sum, { count }) => sum + count, 0)
    let seen = 0
    for (const { bucket, count } of counts.toSorted((left, right) => left.bucket - right.bucket)) {
        seen += count
        if (seen * 2 >= rows) return { rows, median: bucket }
    }
    return { rows, median: 0 }
}

/**
 * How far a feature's values have moved from one month to the next: the population stability
 * index. Source of the index and of both thresholds: N. Siddiqi, *Credit Risk Scorecards*, Wiley
 * 2006, ch. 8 (below 0.1 no significant change, up to 0.25 a small one, above it a large one).
 */
export const driftThresholds = { shifted: 0.1, jumped: 0.25 } as const

/** A bin without anybody counts as this share: the index knows no logarithm of zero. */
export const shareFloor = 0.0001

/** Below so many parties in one of the months the index is mostly chance: nothing is judged. */
export const partiesJudged = 100

/** What is said of a drift; `few`: too few parties to say anything. */
export type DriftLevel = 'stable' | 'shifted' | 'jumped' | 'few'

/** Parties by bin in two months, the bins in the same order. */
export type BinCounts = { readonly before: readonly number[]; readonly now: readonly number[] }

/**
 * Σ (now − before) · ln(now ÷ before) over the shares of the bins, each at least
 * {@link shareFloor}; bins that are empty in both months say nothing. Null where a month has
 * nobody.
 */
export function populationStability({ before, now }: BinCounts): number | null {
    const [all, allNow] = [before, now].map((counts) => counts.reduce((sum, one) => sum + one, 0))
    if (!all || !allNow) return null
    return before.reduce((sum, count, bin) => {
        const countNow = now[bin] ?? 0
        if (count === 0 && countNow === 0) return sum
        const share = Math.max(count / all, shareFloor)
        const shareNow = Math.max(countNow / allNow, shareFloor)
        return sum + (shareNow - share) * Math.log(shareNow / share)
    }, 0)
}

/** What an index means, of so many parties in the smaller month. */
export function driftLevel(index: number, parties: number): DriftLevel {
    if (parties < partiesJudged) return 'few'
    if (index >= driftThresholds.jumped) return 'jumped'
    return index >= driftThresholds.shifted ? 'shifted' : 'stable'
}

/** Parties of one month by the edges of the bins: each counts all up to and with its edge. */
export type EdgeCounts = {
    readonly parties: number
    /** Those whose value is known. */
    readonly known: number
    /** By edge, rising; null where no edge is known, for nobody had a value. */
    readonly upTo: readonly number[]
}

/**
 * The bins between the deciles of the month before, with the unknown as a bin of their own.
 * Deciles that fall together, as with many zeros, make one bin.
 */
export function binsBetween(before: EdgeCounts, now: EdgeCounts): BinCounts {
    const edges = before.upTo.flatMap((count, index) =>
        count > (before.upTo[index - 1] ?? 0) ? [index] : [],
    )
    const bins = ({ parties, known, upTo }: EdgeCounts): readonly number[] => {
        const sums = [...edges.map((edge) => upTo[edge] ?? 0), known]
        return [parties - known, ...sums.map((sum, index) => sum - (sums[index - 1] ?? 0))]
    }
    return { before: bins(before), now: bins(now) }
}

/** Parties by value; null is unknown. */
export type ValueCounts = ReadonlyMap<string | null, number>

/** A feature with more values than this has the rest of them, the rarer ones, in one bin. */
export const kindsMax = 20

/** A bin for each of the most frequent values of the month before, one for all others. */
export function binsByValue(before: ValueCounts, now: ValueCounts): BinCounts {
    const frequent = [...before]
        .toSorted(([left, many], [right, more]) => more - many || compareTexts(left, right))
        .slice(0, kindsMax)
        .map(([value]) => value)
    const bins = (counts: ValueCounts): readonly number[] => {
        const own = frequent.map((value) => counts.get(value) ?? 0)
        const all = [...counts.values()].reduce((sum, one) => sum + one, 0)
        return [...own, all - own.reduce((sum, one) => sum + one, 0)]
    }
    return { before: bins(before), now: bins(now) }
}

function compareTexts(left: string | null, right: string | null): number {
    if (left === right) return 0
    return (left ?? '') < (right ?? '') ? -1 : 1
}

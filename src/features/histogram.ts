/** The ends between which a histogram lies, outliers left out; `isWhole`: of whole numbers. */
export type HistogramRange = {
    readonly low: number
    readonly high: number
    readonly isWhole: boolean
}

/** No more bins than a line of a terminal or a small picture shows. */
export const binsMax = 12

/** From this ratio of the largest to a hundredth of the range on, bins grow by decades. */
const decades = 4

/**
 * The upper edges of a histogram's bins, rising, at round numbers; each value belongs to the first
 * bin whose edge it does not exceed, larger ones to one more bin. Few whole numbers get a bin each.
 * Where values reach over zero or far, as amounts do, bins grow by the steps 1, 10, 100.
 */
export function histogramEdges({ low, high, isWhole }: HistogramRange): readonly number[] {
    if (high <= low) return [low]
    if (isWhole && high - low < binsMax) {
        return Array.from({ length: high - low }, (_, place) => low + place)
    }
    const largest = Math.max(Math.abs(low), Math.abs(high))
    if (largest >= 1000 && low <= 0 && high >= 0) return decadeEdges({ low, high })
    if (low > 0 && high / low >= 10 ** (decades - 1)) return decadeEdges({ low, high })
    return evenEdges({ low, high })
}

function decadeEdges({ low, high }: { readonly low: number; readonly high: number }): number[] {
    const largest = Math.max(Math.abs(low), Math.abs(high))
    const top = Math.ceil(Math.log10(largest)) - 1
    const powers = Array.from({ length: decades }, (_, place) => 10 ** (top - decades + 1 + place))
    const above = powers.flatMap((power) => (high > power ? [power, ...middle(power, high)] : []))
    const below = powers.flatMap((power) => (low < -power ? [-power] : []))
    return [...below.reverse(), 0, ...above].filter((edge) => edge >= low && edge < high)
}

/** Amounts are dense between 1 and 10 of the largest decades: 3 stands halfway on their scale. */
function middle(power: number, high: number): readonly number[] {
    return high > 3 * power ? [3 * power] : []
}

const niceSteps = [1, 2, 2.5, 5, 10]

function evenEdges({ low, high }: { readonly low: number; readonly high: number }): number[] {
    const least = (high - low) / (binsMax - 2)
    const power = 10 ** Math.floor(Math.log10(least))
    const step = (niceSteps.find((one) => one * power >= least) ?? 10) * power
    const first = Math.floor(low / step) + 1
    const count = Math.ceil(high / step) - first
    return Array.from({ length: Math.max(count, 0) }, (_, place) =>
        // Written out, or 0.1 + 0.2 would be an edge.
        Number(((first + place) * step).toPrecision(12)),
    )
}

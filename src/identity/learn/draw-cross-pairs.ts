import { type DrawnPairs, numbersBelow } from './draw-pairs.ts'

/** What is drawn: pairs out of tables that hold so many records each, positions counted through. */
export type CrossPairDraw = {
    readonly sizes: readonly number[]
    readonly wanted: number
    readonly seed: number
}

/** A table with its positions, and the pairs that its records make with those of later tables. */
type Span = { readonly from: number; readonly until: number; readonly pairs: number }

/** How many pairs there are of records of different tables. */
export function countCrossPairs(sizes: readonly number[]): number {
    return spansOf(sizes).reduce((sum, { pairs }) => sum + pairs, 0)
}

/**
 * Pairs of records of different tables without regard to their values, as {@link drawPairs} draws
 * them of one: where only such pairs may match, it is they whose chance agreement counts.
 */
export function drawCrossPairs({ sizes, wanted, seed }: CrossPairDraw): DrawnPairs {
    const spans = spansOf(sizes)
    const records = spans.at(-1)?.until ?? 0
    const all = countCrossPairs(sizes)
    const left = new Uint32Array(Math.min(all, wanted))
    const right = new Uint32Array(left.length)
    const below = numbersBelow(seed)
    let place = 0
    for (let pair = 0; pair < left.length; pair++) {
        // All of them one after another, or any of them; from where it lies in that order.
        let at = all <= wanted ? place++ : below(all)
        for (const { from, until, pairs } of spans) {
            if (at < pairs) {
                const later = records - until
                left[pair] = from + Math.floor(at / later)
                right[pair] = until + (at % later)
                break
            }
            at -= pairs
        }
    }
    return { left, right }
}

function spansOf(sizes: readonly number[]): readonly Span[] {
    const records = sizes.reduce((sum, size) => sum + size, 0)
    let until = 0
    return sizes.map((size) => {
        const from = until
        until += size
        return { from, until, pairs: size * (records - until) }
    })
}

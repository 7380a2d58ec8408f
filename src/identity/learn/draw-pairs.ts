/** Two lists of positions of records, from 0 on, that make pairs place by place; left < right. */
export type DrawnPairs = { readonly left: Uint32Array; readonly right: Uint32Array }

/** What is drawn: pairs out of so many records. The seed is a whole number below 2^32. */
export type PairDraw = {
    readonly records: number
    readonly wanted: number
    readonly seed: number
}

/**
 * Pairs of records without regard to their values, to learn how pairs compare by chance. Where
 * there are no more pairs than wanted, it is each of them once; otherwise they are drawn, the same
 * for the same seed on every machine, and a pair may come twice.
 */
export function drawPairs({ records, wanted, seed }: PairDraw): DrawnPairs {
    const all = records < 2 ? 0 : (records * (records - 1)) / 2
    if (all <= wanted) return allPairs(records, all)
    const below = numbersBelow(seed)
    const left = new Uint32Array(wanted)
    const right = new Uint32Array(wanted)
    for (let pair = 0; pair < wanted; pair++) {
        const one = below(records)
        // One of the others: the last stands in for the record itself.
        const drawn = below(records - 1)
        const other = drawn === one ? records - 1 : drawn
        left[pair] = Math.min(one, other)
        right[pair] = Math.max(one, other)
    }
    return { left, right }
}

function allPairs(records: number, all: number): DrawnPairs {
    const left = new Uint32Array(all)
    const right = new Uint32Array(all)
    let pair = 0
    for (let one = 0; one < records; one++) {
        for (let other = one + 1; other < records; other++) {
            left[pair] = one
            right[pair] = other
            pair++
        }
    }
    return { left, right }
}

/**
 * Draws whole numbers from 0 to one less than a bound of at most 2^53: sfc32, in 32-bit steps. The
 * same seed, a whole number below 2^32, gives the same numbers on every machine.
 */
export function numbersBelow(seed: number): (bound: number) => number {
    let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1]
    const next = (): number => {
        const mixed = (((a + b) | 0) + counter) | 0
        counter = (counter + 1) | 0
        a = b ^ (b >>> 9)
        b = (c + (c << 3)) | 0
        c = (((c << 21) | (c >>> 11)) + mixed) | 0
        return mixed >>> 0
    }
    for (let warm = 0; warm < 16; warm++) next()
    return (bound) => {
        // 53 bits make a fraction that a double holds exactly.
        const fraction = ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 2 ** 53
        return Math.floor(fraction * bound)
    }
}

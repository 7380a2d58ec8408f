import { chanceOfWeight } from '../learn/match-model.ts'

/** Pairs of about one weight that the same keys propose. */
export type WeightCount = {
    /** A bit for each blocking key, the first key the lowest. */
    readonly keys: number
    /** Whole bits, rounded down. */
    readonly bits: number
    readonly pairs: number
}

/** What a model itself expects of all pairs from a weight on; nobody has labelled anything. */
export type ThresholdEstimate = {
    /** In thousandths of a bit. */
    readonly weight: number
    readonly pairs: number
    /** The share of them that is right, and the share of all matches that is among them; in ppm. */
    readonly precision: number
    readonly recall: number
}

/** A whole bit is judged by its middle. */
const chanceOf = ({ bits }: WeightCount): number => chanceOfWeight(bits * 1000 + 500)

const lowestBits = -10
const highestBits = 30

/**
 * Precision and recall that a model expects, by the weight from which on pairs are joined: a pair
 * of chance p is p of a match. `matches` is how many there are in all by the prior; those that no
 * key proposes are missed at every weight.
 */
export function estimateThresholds(
    counts: readonly WeightCount[],
    matches: number,
): readonly ThresholdEstimate[] {
    const expected = counts.reduce((sum, one) => sum + one.pairs * chanceOf(one), 0)
    const all = Math.max(matches, expected, 1e-9)
    return Array.from({ length: highestBits - lowestBits + 1 }, (_, at) => lowestBits + at).map(
        (bits) => {
            const above = counts.filter((one) => one.bits >= bits)
            const pairs = above.reduce((sum, one) => sum + one.pairs, 0)
            const right = above.reduce((sum, one) => sum + one.pairs * chanceOf(one), 0)
            return {
                ...{ weight: bits * 1000, pairs },
                precision: pairs === 0 ? 1_000_000 : millionths(right / pairs),
                recall: millionths(right / all),
            }
        },
    )
}

/** What blocking keys find of the matches that are expected. */
export type KeyEstimate = {
    /** Matches that each key proposes, and that no other proposes; to the nearest whole one. */
    readonly keys: readonly { readonly matches: number; readonly alone: number }[]
    readonly matches: number
    /** Matches that no key proposes, by how many are found once and twice only. */
    readonly missed: number
}

/**
 * What each key finds, and what all of them miss: from the matches that one key alone found and
 * those that two did, as a catch tells of the fish that are left (Chao 1987, the bias-corrected
 * lower bound). Keys that often find the same make the estimate too small.
 */
export function estimateKeys(counts: readonly WeightCount[], keys: number): KeyEstimate {
    const found = Array.from({ length: keys }, () => ({ matches: 0, alone: 0 }))
    let all = 0
    const times = [0, 0, 0]
    for (const count of counts) {
        const matches = count.pairs * chanceOf(count)
        const by = found.filter((_, key) => Math.floor(count.keys / 2 ** key) % 2 === 1)
        if (by.length === 0) continue
        all += matches
        for (const one of by) {
            one.matches += matches
            if (by.length === 1) one.alone += matches
        }
        if (by.length < 3) times[by.length] = (times[by.length] ?? 0) + matches
    }
    const [, once = 0, twice = 0] = times
    return {
        keys: found.map((one) => ({
            matches: Math.round(one.matches),
            alone: Math.round(one.alone),
        })),
        matches: Math.round(all),
        missed: Math.round((once * Math.max(once - 1, 0)) / (2 * (twice + 1))),
    }
}

function millionths(share: number): number {
    return Math.round(share * 1_000_000)
}

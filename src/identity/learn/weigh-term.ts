import { milliBits } from './match-model.ts'

/** A value on which both records of a pair agree, and the level at which they do. */
export type AgreedTerm = {
    /** Records that hold the value, and records that hold any value of the field. */
    readonly holders: number
    readonly known: number
    /** Matching partners that a record has on average. */
    readonly partners: number
    /** The chance that matches agree at the level, and what the level weighs on average. */
    readonly m: number
    readonly weight: number
}

/** The most that a rare value adds to the weight of its level: in thousandths of a bit. */
const mostAdded = 12_000

/**
 * What agreement on this very value adds to the weight of its level (less than 0 for a frequent
 * one), in thousandths of a bit: u is replaced by the chance that another one's record holds the
 * value (Winkler 2000; Splink's term-frequency adjustment). The pair's own records and the
 * partners a record has anyway do not count: four records of one person make no name frequent. A
 * value that nobody else holds is given half a record.
 * With it, agreement never speaks against a match, and adds at most 12 bits.
 */
export function weighTerm({ holders, known, partners, m, weight }: AgreedTerm): number {
    const others = Math.max(holders - 1 - partners * m, 0.5)
    const full = milliBits((m * known) / others)
    const lowest = Math.min(weight, 0)
    return Math.min(Math.max(full, lowest) - weight, mostAdded)
}

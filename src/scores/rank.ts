import { roundHalfUp, whole } from './score-number.ts'
import type { TieRule } from './scorecard.ts'

/** Where a value stands among those of its population, as `scores.break_points` has it. */
export type Rank = {
    /** Parties with a smaller value. */
    readonly below: number
    /** Parties with the same value; 0 for one that nobody has. */
    readonly equal: number
    /** Parties with any value. */
    readonly parties: number
    /** The party's place by id among those with the same value, from 1; only `first` asks. */
    readonly place: number
}

/** The other way round, where less is better: among equals the lower id still comes first. */
export function inverseRank({ below, equal, parties, place }: Rank): Rank {
    return { below: parties - below - equal, equal, parties, place }
}

/**
 * The exact mid-rank percentile in millionths: (below + equal / 2) ÷ parties, rounded half up; null
 * where nobody has a value. Ties share one number.
 */
export function percentileOf({ below, equal, parties }: Rank): number | null {
    return roundHalfUp(BigInt(whole) * BigInt(2 * below + equal), BigInt(2 * parties))
}

/** Writes the same over the columns of a rank. */
export function writePercentile(rank: RankColumns): string {
    const { below, equal, parties } = rank
    const middle = `${whole} * (2 * ${below} + ${equal}) + ${parties}`
    return `{{ idiv(${middle}, 2 * ${parties}) }}`
}

/** SQL of the parts of a rank. */
export type RankColumns = Readonly<Record<keyof Rank, string>>

/** The columns of an inverse rank. */
export function writeInverse({ below, equal, parties, place }: RankColumns): RankColumns {
    return { below: `(${parties} - ${below} - ${equal})`, equal, parties, place }
}

/**
 * The fifth of the population that a rank lies in, 5 being the highest: ⌈5 · rank ÷ parties⌉ in
 * whole numbers, where the tie rule says what the rank of equals is; with `midpoint`
 * 1 + ⌊5 · (below + equal / 2) ÷ parties⌋. Null where nobody has a value.
 */
export function fifthOf(rank: Rank, ties: TieRule): number | null {
    const { below, equal, parties, place } = rank
    if (parties === 0) return null
    const over = {
        average: 5 * (2 * below + equal) + 4,
        midpoint: 5 * (2 * below + equal),
        min: 2 * (5 * below + 4),
        first: 2 * (5 * (below + place) - 1),
    }[ties]
    // A value above all that the population has would come after the last fifth.
    return Math.min(5, 1 + Math.floor(over / (2 * parties)))
}

/** Writes the same over the columns of a rank. */
export function writeFifth({ below, equal, parties, place }: RankColumns, ties: TieRule): string {
    const over = {
        average: `5 * (2 * ${below} + ${equal}) + 4`,
        midpoint: `5 * (2 * ${below} + ${equal})`,
        min: `2 * (5 * ${below} + 4)`,
        first: `2 * (5 * (${below} + ${place}) - 1)`,
    }[ties]
    return `cast(1 + {{ idiv(${over}, 2 * ${parties}) }} as integer)`
}

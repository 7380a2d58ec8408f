import type { Pattern } from './pattern.ts'

/** One level of a field with what it says about a pair. */
export type WeighedLevel = {
    readonly id: string
    /** The chance that a match compares so, and that a pair of two different ones does. */
    readonly m: number
    readonly u: number
    /** log2(m / u) in thousandths of a bit, a whole number; 0 where nothing was ever seen. */
    readonly weight: number
}

/** A field with its levels, best first. */
export type WeighedField = { readonly id: string; readonly levels: readonly WeighedLevel[] }

/** How one session of learning went: the pairs of one blocking key. */
export type SessionCard = {
    readonly key: string
    readonly leaves: readonly string[]
    readonly pairs: number
    /** Matches expected among the pairs, to the nearest whole one. */
    readonly matches: number
    readonly iterations: number
    readonly change: number
    readonly isConverged: boolean
    /** Whether it taught enough to be used. */
    readonly isUsed: boolean
}

/** What is doubtful in a model. Fields, levels and keys by id, weights in thousandths of a bit. */
export type ModelWarning =
    | { readonly kind: 'never_compared' | 'no_variation' | 'unlearned'; readonly field: string }
    | { readonly kind: 'level_unseen'; readonly field: string; readonly level: string }
    | {
          readonly kind: 'levels_out_of_order'
          readonly field: string
          /** The level that stands before the other and weighs less. */
          readonly better: string
          readonly worse: string
      }
    | { readonly kind: 'not_converged' | 'few_matches'; readonly key: string }
    | ({ readonly kind: 'dependent' } & Dependence)

/** Two fields that do not err independently among matches, and where it shows most. */
export type Dependence = {
    readonly field: string
    readonly other: string
    /** What the fields know of each other, in thousandths of a bit a match. */
    readonly shared: number
    /** The two levels that meet most above or below expectation. */
    readonly level: string
    readonly otherLevel: string
    /** Matches with both levels, observed and expected from independence; whole numbers. */
    readonly observed: number
    readonly expected: number
}

/** What was learned without labels: weights, how they came about, and what to doubt. */
export type MatchModel = {
    readonly fields: readonly WeighedField[]
    /** The chance that any two records match, and its log odds in thousandths of a bit. */
    readonly prior: number
    readonly priorWeight: number
    /** Matching partners that a record has on average; it takes a value's own out of its count. */
    readonly partners: number
    readonly sessions: readonly SessionCard[]
    /** How often u was cleaned of matches and m learned anew, and whether that came to rest. */
    readonly rounds: number
    readonly isSettled: boolean
    readonly warnings: readonly ModelWarning[]
}

/** log2 of a ratio in thousandths of a bit, rounded half up. */
export function milliBits(ratio: number): number {
    // Adding zero turns −0 into 0: both are the same weight.
    return Math.round(Math.log2(ratio) * 1000) + 0
}

/**
 * The weight of a pair in thousandths of a bit: the prior and one weight a field, none where a side
 * is unknown. Term frequencies are added by the caller ({@link MatchModel.partners}).
 */
export function weighPattern(model: MatchModel, pattern: Pattern): number {
    let weight = model.priorWeight
    for (const [field, level] of pattern.entries()) {
        weight += model.fields[field]?.levels[level]?.weight ?? 0
    }
    return weight
}

/** The chance that a pair of this weight matches: odds of one to one at weight 0. */
export function chanceOfWeight(weight: number): number {
    return 1 / (1 + 2 ** (-weight / 1000))
}

/** The least weight whose chance is at or above one between 0 and 1, both left out. */
export function weightOfChance(chance: number): number {
    return milliBits(chance / (1 - chance))
}

import type { Month } from '#domain/month.ts'
import type { Condition } from '#features/condition.ts'
import type { FeatureType } from '#features/feature.ts'
import type { Names } from '#features/parse-names.ts'

/** What a file of rules for scores can be. */
export const scorecardKinds = ['value_score', 'rfm', 'behaviour'] as const
export type ScorecardKind = (typeof scorecardKinds)[number]

/** One version of the rules by which scores are given, in force from a month on. */
export type Scorecard = ValueCard | RfmCard | BehaviourCard

/** What all scorecards say of themselves. */
export type CardHead = {
    readonly version: string
    readonly name: Names
    /** The first month scored by it; the first version of all also serves the months before. */
    readonly effectiveFrom: Month
    /** Who is scored and compared with one another; null: every party. */
    readonly population: Condition | null
}

/** The parts of the value score, each a column of `scores.value_scores`. */
export const partIds = ['loyalty', 'spending', 'credit'] as const
export type PartId = (typeof partIds)[number]

/** Bands of the composite, the highest first; whoever reaches none of the others is ordinary. */
export const bandIds = ['high', 'middle', 'ordinary'] as const
export type BandId = (typeof bandIds)[number]

/** Weighted parts of weighted features, each put on a scale from 0 to 100. */
export type ValueCard = CardHead & {
    readonly scorecard: 'value_score'
    /** Least share of weight that has to be present, in millionths. */
    readonly presentMin: number
    /** At least one, each id once. */
    readonly parts: readonly ScorePart[]
    /** The least composite of a band, in ten-thousandths of a point. */
    readonly bands: { readonly high: number; readonly middle: number }
}

/** One part of the value score. */
export type ScorePart = {
    readonly id: PartId
    /** A whole number, as against the weights of the other parts. */
    readonly weight: number
    /** At least one, each feature once. */
    readonly features: readonly ScoredFeature[]
}

/** A feature that can be put on a scale: an amount, a number, a date or a yes or no. */
export type RankedFeature = {
    readonly feature: string
    readonly type: Exclude<FeatureType, 'text'>
    /** Digits after the point that its values keep: see `scaleOf`. */
    readonly scale: 0 | 2 | 6
    /** Whether less is better. */
    readonly isInverse: boolean
}

/** A feature with its weight in a part, a whole number. */
export type ScoredFeature = RankedFeature & {
    readonly weight: number
    readonly normaliser: Normaliser
}

/**
 * How a value becomes points: by its place in the population, along a curve, or by steps.
 * A curve has rising knots and is straight between them.
 */
export type Normaliser =
    | { readonly kind: 'percentile' }
    | { readonly kind: 'linear' | 'log'; readonly knots: readonly Knot[] }
    | { readonly kind: 'steps'; readonly below: number; readonly knots: readonly Knot[] }

/** At this value, in whole units of the feature, so many ten-thousandths of a point. */
export type Knot = { readonly at: bigint; readonly points: number }

/**
 * How equal values share a rank: the mean of their ranks, the middle of their places, the lowest
 * of their ranks, or each its own in the order of party ids.
 */
export const tieRules = ['average', 'midpoint', 'min', 'first'] as const
export type TieRule = (typeof tieRules)[number]

/** Fifths of the population by recency, frequency and monetary value. */
export type RfmCard = CardHead & {
    readonly scorecard: 'rfm'
    readonly ties: TieRule
    readonly recency: RankedFeature
    readonly frequency: RankedFeature
    readonly monetary: RankedFeature
}

/** Kinds of behaviour that a card can tell apart; whoever fits none is `other`. */
export const behaviourKinds = ['steady', 'fast_growing', 'consuming'] as const
export type BehaviourKind = (typeof behaviourKinds)[number] | 'other'

/** Conditions in order: the first that is true says how a party behaves. */
export type BehaviourCard = CardHead & {
    readonly scorecard: 'behaviour'
    readonly kinds: readonly { readonly kind: BehaviourKind; readonly when: Condition }[]
}

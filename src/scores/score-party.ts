import { evaluateCondition, type Fact, type Facts, factOf } from '#features/evaluate-condition.ts'
import { pointsBySteps, pointsOnCurve } from './curve.ts'
import { unitsOf } from './feature-units.ts'
import { percentileOf, type Rank } from './rank.ts'
import { roundHalfUp, whole } from './score-number.ts'
import type { BandId, PartId, ScoredFeature, ScorePart, ValueCard } from './scorecard.ts'

/** Where a party's value of a feature stands in the population; null where nobody has one. */
export type RankOf = (feature: string, units: bigint) => Rank | null

/** One feature of one party on its scale. */
export type FeaturePoints = {
    readonly feature: string
    readonly value: Fact
    /** Ten-thousandths of a point, 0 to 1,000,000; null where the value is unknown. */
    readonly points: number | null
    readonly weight: number
}

/** A weighted mean with the share of weight, in millionths, that stands behind it. */
export type Weighed = { readonly points: number | null; readonly present: number }

/** A part of a party's value score. */
export type PartPoints = Weighed & {
    readonly id: PartId
    readonly weight: number
    readonly features: readonly FeaturePoints[]
}

/** The value score of one party with all that it is made of. */
export type ValueScore = Weighed & {
    readonly parts: readonly PartPoints[]
    readonly band: BandId | null
}

/**
 * Scores one party alone by its facts and the stored break points of its population; null where
 * it does not belong to the population. `writeValueScores` says the same of the whole base.
 */
export function scoreParty(card: ValueCard, facts: Facts, rankOf: RankOf): ValueScore | null {
    const { population, presentMin } = card
    if (population !== null && evaluateCondition(population, facts) !== true) return null
    const parts = card.parts.map((part) => scorePart(part, { facts, rankOf, presentMin }))
    const scored = parts.filter(({ points }) => points !== null)
    const all = sumOf(parts, ({ weight }) => weight)
    const behind = sumOf(scored, ({ weight, present }) => weight * present)
    const present = roundHalfUp(BigInt(behind), BigInt(all)) ?? 0
    const points = present < presentMin ? null : meanOf(scored)
    return { parts, present, points, band: bandOf(card, points) }
}

type Scoring = {
    readonly facts: Facts
    readonly rankOf: RankOf
    readonly presentMin: number
}

function scorePart(
    { id, weight, features }: ScorePart,
    { facts, rankOf, presentMin }: Scoring,
): PartPoints {
    const scored = features.map((one) => {
        const value = factOf(facts, one.feature)
        return { ...one, value, points: pointsOf(one, { value, rankOf }) }
    })
    const known = scored.filter(({ points }) => points !== null)
    const weightOf = (one: { readonly weight: number }): number => one.weight
    const behind = BigInt(whole) * BigInt(sumOf(known, weightOf))
    const present = roundHalfUp(behind, BigInt(sumOf(scored, weightOf))) ?? 0
    const shown = scored.map(({ feature, value, points, weight: own }) => ({
        feature,
        value,
        points,
        weight: own,
    }))
    return {
        id,
        weight,
        features: shown,
        present,
        points: present < presentMin ? null : meanOf(known),
    }
}

/** The points of one value; null where it is unknown. */
function pointsOf(
    { feature, normaliser, isInverse, ...kind }: ScoredFeature,
    { value, rankOf }: { readonly value: Fact; readonly rankOf: RankOf },
): number | null {
    const units = unitsOf(value, kind)
    if (units === null) return null
    const points = pointsUpwards(normaliser, { units, rank: () => rankOf(feature, units) })
    if (points === null) return null
    return isInverse ? whole - points : points
}

function pointsUpwards(
    normaliser: ScoredFeature['normaliser'],
    { units, rank }: { readonly units: bigint; readonly rank: () => Rank | null },
): number | null {
    switch (normaliser.kind) {
        case 'percentile': {
            const found = rank()
            return found === null ? null : percentileOf(found)
        }
        case 'steps':
            return pointsBySteps(normaliser, units)
        default:
            return pointsOnCurve(normaliser.knots, units)
    }
}

type Weighted = { readonly points: number | null; readonly weight: number }

/** Σ weight · points ÷ Σ weight, rounded half up; null where there is none. */
function meanOf(parts: readonly Weighted[]): number | null {
    const sum = sumOf(parts, ({ weight, points }) => weight * (points ?? 0))
    return roundHalfUp(BigInt(sum), BigInt(sumOf(parts, ({ weight }) => weight)))
}

function sumOf<T>(parts: readonly T[], figure: (part: T) => number): number {
    return parts.reduce((sum, part) => sum + figure(part), 0)
}

function bandOf({ bands }: ValueCard, points: number | null): BandId | null {
    if (points === null) return null
    if (points >= bands.high) return 'high'
    return points >= bands.middle ? 'middle' : 'ordinary'
}

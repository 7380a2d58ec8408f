import type { Decimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import { type Condition, featuresOf } from '#features/condition.ts'
import type { Names } from '#features/parse-names.ts'

/** When a review is due: at every close, or at those of March, June, September and December. */
export type Review = 'monthly' | 'quarterly'

/** One version of a ladder's rules, in force from a close on, unchangeable once published. */
export type Policy = {
    readonly ladder: string
    readonly version: string
    /** The first close under these rules. */
    readonly effectiveFrom: Month
    readonly name: Names
    /** The bank's base currency, that of every amount, as three letters. */
    readonly currency: string
    /** Who has a tier on this ladder; null: every party. */
    readonly population: Condition | null
    readonly measure: Measure
    /** Lowest first, at least two; the first is the base tier. A tier's level is its index. */
    readonly tiers: readonly Tier[]
    readonly upgrade: UpgradeRule
    readonly downgrade: DowngradeRule
    /** Ends protection where it is true. */
    readonly dropAtOnce: Condition | null
    /** Closes after entry without a downgrade. */
    readonly grace: number
    /** Reviews without a measure that a tier is kept. */
    readonly missingKeep: number
    /** The month that a tier serves: the one after the close, or the one closed. */
    readonly effective: 'next_month' | 'same_month'
    readonly near: NearBand | null
    /** Members of a household are measured together; null: everyone alone. */
    readonly pool: Pool | null
    /** Tiers that a few days in a row give for a while; none of two for the same tier. */
    readonly express: readonly ExpressRule[]
    /** Lowest tiers that facts alone give, in the order of the file. */
    readonly floors: readonly Floor[]
    /** Highest tiers that facts allow, in the order of the file. */
    readonly caps: readonly Cap[]
    /** What becomes of the state that the version before left. */
    readonly onChange: OnChange
    /** Whether the customer may be told everything that decides, confidential caps apart. */
    readonly isPublic: boolean
}

/** Consenting adults of a household are measured by the higher of their own and its sum. */
export type Pool = { readonly by: 'household' }

/** The measure of the day at the tier's threshold on so many days in a row grants the tier. */
export type ExpressRule = { readonly tier: string; readonly days: number }

/** Raises to a tier whoever has one and meets the condition; unknown is no. */
export type Floor = {
    readonly id: string
    readonly when: Condition
    readonly atLeast: string
    readonly reason: Names
}

/** Lowers to a tier whoever meets the condition. */
export type Cap = {
    readonly id: string
    readonly when: Condition
    readonly atMost: string
    /** No override lifts it, and it also holds where its condition is unknown. */
    readonly isHard: boolean
    /** Only compliance may see that it applied. */
    readonly isConfidential: boolean
    readonly reason: Names
}

/** How a version takes over the state of the one before it. */
export type OnChange = {
    /** Ids that the version before had, and the ids that take their place. */
    readonly replaces: Readonly<Record<string, string>>
    /** Whether the reviews counted below a tier go on counting. */
    readonly below: 'keep' | 'reset'
    /** The version's first closes in which counts run but nobody falls by review. */
    readonly grandfather: number
}

/** A weighted sum of money features, at scale 6. */
export type Measure = {
    readonly parts: readonly MeasurePart[]
    /** `missing`: one unknown part makes the measure unknown; `zero`: only all of them do. */
    readonly nullParts: 'missing' | 'zero'
}

/** One feature of a measure; its weight has at most four digits after the point. */
export type MeasurePart = { readonly feature: string; readonly weight: Decimal }

/** One step of a ladder. */
export type Tier = {
    readonly id: string
    readonly name: Names
    /** The threshold of the measure, inclusive; null for the base tier, which always holds. */
    readonly atLeast: Decimal | null
    /** What the measure needs beside it; null: nothing. */
    readonly requires: Condition | null
    /** Other ways to the tier, numbered from 1. */
    readonly routes: readonly Condition[]
    /** Reviews below the tier at which it is lost. */
    readonly wait: number
    /** A yes or no without which the tier does not count; null: none is asked. */
    readonly enrolment: string | null
}

/** When a party rises. */
export type UpgradeRule = {
    readonly review: Review
    /** Reviews above the tier, in a row, at which it rises. */
    readonly after: number
    /** How many tiers one upgrade may climb; null: any number. */
    readonly maxSteps: number | null
}

/** When a party falls, beside the wait of its tier. */
export type DowngradeRule = {
    readonly review: Review
    /** Where a fall ends: the level of that review, or the best one since the count began. */
    readonly to: 'current' | 'best_of_wait'
}

/** How near a threshold is near, as parts of one: 0.2 for 20 %. */
export type NearBand = { readonly up: Decimal; readonly down: Decimal }

/** The most reviews, closes or steps that a policy may count: five years of closes. */
export const policyCountMax = 60

/** The level of a tier id; null where the ladder has no such tier. */
export function levelOf(policy: Policy, tier: string | null): number | null {
    const level = policy.tiers.findIndex(({ id }) => id === tier)
    return level === -1 ? null : level
}

/** The tier at a level. Throws where the ladder has no such level. */
export function tierAt(policy: Policy, level: number): Tier {
    const tier = policy.tiers[level]
    if (tier === undefined) throw new RangeError(`${policy.ladder} has no level ${level}`)
    return tier
}

/** The features that a policy reads, each once: what a party's facts have to hold. */
export function policyFeatures(policy: Policy): readonly string[] {
    const conditions = [
        policy.population,
        policy.dropAtOnce,
        ...policy.floors.map(({ when }) => when),
        ...policy.caps.map(({ when }) => when),
        ...policy.tiers.flatMap(({ requires, routes }) => [requires, ...routes]),
    ]
    const features = [
        ...policy.measure.parts.map(({ feature }) => feature),
        ...conditions.flatMap((one) => (one === null ? [] : featuresOf(one))),
        ...policy.tiers.flatMap(({ enrolment }) => (enrolment === null ? [] : [enrolment])),
    ]
    return [...new Set(features)]
}

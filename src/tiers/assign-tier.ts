import { atScale, compareDecimal, type Decimal } from '#domain/decimal.ts'
import { endsQuarter, type Month } from '#domain/month.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Assignment, EarnedCause, TierState } from './assignment.ts'
import { type Judgement, judgeFacts, measureScale } from './judge-facts.ts'
import { nearOf, reviewsLeftOf } from './outlook.ts'
import { levelOf, type Policy, type Review, tierAt } from './policy.ts'

/** One party at one close. */
export type Closing = {
    readonly policy: Policy
    /** The facts of the month closed; null where the party is not among the month's parties. */
    readonly facts: Facts | null
    /** What the close of the month before left; null where there was no row. */
    readonly before: TierState | null
    readonly month: Month
}

/**
 * Assigns one party its tier at one close, by rules 1 to 6 of a month close in their order; the
 * same as `models/tiers/assignments.sql` does for all. Null where the party gets no row: it is
 * not in the population, and was not at the last close.
 */
export function assignTier({ policy, facts, before, month }: Closing): Assignment | null {
    const state = before === null || before.earnedCause === 'left' ? null : stateOf(policy, before)
    const judged = facts === null ? null : judgeFacts(policy, facts)
    const frame = { policy, month, judged }
    if (judged === null || judged.inPopulation === false) {
        return state === null ? null : assignmentOf(frame, cleared('left', null))
    }
    const levels = state ?? neverSeen
    const settled = settleRaw({ policy, month, judged, state: levels })
    return assignmentOf(frame, closeLevels({ policy, month, judged, state: levels, settled }))
}

/** The state in levels of the policy in force: what the rules compute with. */
type LevelState = Omit<TierState, 'earnedTier' | 'earnedCause' | 'belowTierMax' | 'upTierMin'> & {
    readonly earned: number | null
    readonly belowMax: number | null
    readonly upMin: number | null
}

/** The state after a close, with the cause and the raw level that led to it. */
type Closed = LevelState & { readonly cause: EarnedCause; readonly raw: number | null }

const noCounts = { belowCount: 0, belowMax: null, upCount: 0, upMin: null } as const
const neverSeen: LevelState = { ...noCounts, earned: null, staleCount: 0, closesSinceEntry: 0 }

function stateOf(policy: Policy, before: TierState): LevelState {
    return {
        ...before,
        earned: levelOf(policy, before.earnedTier),
        belowMax: levelOf(policy, before.belowTierMax),
        upMin: levelOf(policy, before.upTierMin),
    }
}

function cleared(cause: 'left' | 'untiered', raw: null): Closed {
    return { ...neverSeen, cause, raw }
}

type Judged = {
    readonly policy: Policy
    readonly month: Month
    readonly judged: Judgement
    readonly state: LevelState
}

type Settled = { readonly raw: number | null; readonly staleCount: number }

/** Rule 2: the raw level where it is sure or has to be taken as known; null: a missing close. */
function settleRaw({ policy, month, judged, state }: Judged): Settled {
    const { rawLow, measure } = judged
    const sure = sureLevel(judged, state.earned)
    if (sure !== null) return { raw: sure, staleCount: 0 }
    const isPartlyKnown = measure !== null || rawLow > 0
    if (state.earned === null) return { raw: isPartlyKnown ? rawLow : null, staleCount: 0 }
    const step = isDue(policy.downgrade.review, month) ? 1 : 0
    const staleCount = Math.min(state.staleCount + step, policy.missingKeep + 1)
    const isPatienceOver = staleCount > policy.missingKeep
    return { raw: isPartlyKnown && isPatienceOver ? rawLow : null, staleCount }
}

/** The level that holds whatever the unknown tests would say; null where they matter. */
function sureLevel(judged: Judgement, earned: number | null): number | null {
    const { inPopulation, rawLow, rawHigh } = judged
    if (inPopulation === null) return null
    if (rawLow === rawHigh) return rawLow
    if (earned === null) return null
    if (rawLow > earned) return rawLow
    return rawHigh < earned ? rawHigh : null
}

/** Rules 3 to 5: entry, drop at once, upgrade review, downgrade review. */
function closeLevels(closing: Judged & { readonly settled: Settled }): Closed {
    const { policy, judged, state } = closing
    const { raw, staleCount } = closing.settled
    if (raw === null) {
        if (state.earned === null || staleCount > policy.missingKeep)
            return cleared('untiered', raw)
        const closesSinceEntry = state.closesSinceEntry + 1
        return { ...state, staleCount, closesSinceEntry, cause: 'stale', raw }
    }
    if (state.earned === null) return { ...neverSeen, earned: raw, cause: 'entered', raw }
    const kept = { ...state, staleCount, closesSinceEntry: state.closesSinceEntry + 1, raw }
    if (judged.isDroppedAtOnce && raw < state.earned) {
        return { ...kept, ...noCounts, earned: raw, cause: 'downgraded' }
    }
    return review({ ...closing, kept: { ...kept, earned: state.earned } })
}

type Kept = LevelState & { readonly earned: number; readonly raw: number }

/** Rule 5: each review at its own rhythm; counts change only at their own review. */
function review({ policy, month, kept }: Judged & { readonly kept: Kept }): Closed {
    const { raw, earned } = kept
    const isUpgradeDue = isDue(policy.upgrade.review, month)
    const isDowngradeDue = isDue(policy.downgrade.review, month)
    const counted = {
        ...kept,
        ...(isUpgradeDue ? countUp(kept) : {}),
        ...(isDowngradeDue ? countBelow(kept) : {}),
    }
    if (raw === earned) return { ...counted, cause: 'unchanged' }
    if (raw > earned) {
        if (!isUpgradeDue) return { ...counted, cause: 'unreviewed' }
        if (counted.upCount < policy.upgrade.after) return { ...counted, cause: 'rising' }
        const steps = policy.upgrade.maxSteps ?? policy.tiers.length
        const risen = Math.min(counted.upMin ?? raw, earned + steps)
        return { ...counted, ...noCounts, earned: risen, cause: 'upgraded' }
    }
    if (!isDowngradeDue) return { ...counted, cause: 'unreviewed' }
    const isWaitOver = counted.belowCount >= tierAt(policy, earned).wait
    if (!isWaitOver || kept.closesSinceEntry <= policy.grace) {
        return { ...counted, cause: 'protected' }
    }
    const best = policy.downgrade.to === 'best_of_wait' ? counted.belowMax : null
    return { ...counted, ...noCounts, earned: best ?? raw, cause: 'downgraded' }
}

function countUp({ raw, earned, upCount, upMin }: Kept): Pick<LevelState, 'upCount' | 'upMin'> {
    if (raw <= earned) return { upCount: 0, upMin: null }
    return { upCount: upCount + 1, upMin: Math.min(upMin ?? raw, raw) }
}

function countBelow(kept: Kept): Pick<LevelState, 'belowCount' | 'belowMax'> {
    const { raw, earned, belowCount, belowMax } = kept
    if (raw >= earned) return { belowCount: 0, belowMax: null }
    return { belowCount: belowCount + 1, belowMax: Math.max(belowMax ?? raw, raw) }
}

/** Whether a review falls on the close of a month. */
export function isDue(rhythm: Review, month: Month): boolean {
    return rhythm === 'monthly' || endsQuarter(month)
}

type Frame = Pick<Closing, 'policy' | 'month'> & { readonly judged: Judgement | null }

/** Writes levels as tier ids and adds what follows from them: gaps, protection, near. */
function assignmentOf({ policy, month, judged }: Frame, closed: Closed): Assignment {
    const { raw, earned } = closed
    const idAt = (level: number | null): string | null =>
        level === null ? null : tierAt(policy, level).id
    const isLeft = closed.cause === 'left'
    const measure = isLeft || judged === null ? null : judged.measure
    const route = raw === null ? null : raw === judged?.rawLow ? judged.routeLow : judged?.routeHigh
    const qualified = raw === null ? null : (judged?.qualifiedLevel ?? null)
    const next = raw === null || raw + 1 === policy.tiers.length ? null : raw + 1
    const gapTo = (level: number): Decimal | null =>
        gapOf({ measure, atLeast: tierAt(policy, level).atLeast })
    const isBelow = raw !== null && earned !== null && raw < earned
    return {
        ladder: policy.ladder,
        month,
        measure,
        rawTier: idAt(raw),
        route: route ?? null,
        earnedTier: idAt(earned),
        earnedCause: closed.cause,
        tier: idAt(earned),
        cause: 'earned',
        belowCount: closed.belowCount,
        belowTierMax: idAt(closed.belowMax),
        upCount: closed.upCount,
        upTierMin: idAt(closed.upMin),
        staleCount: closed.staleCount,
        closesSinceEntry: closed.closesSinceEntry,
        reviewsLeft: isBelow ? reviewsLeftOf({ ...closed, earned, policy, month }) : null,
        nextTier: idAt(next),
        nextGap: next === null ? null : gapTo(next),
        keepGap: isBelow ? gapTo(earned) : null,
        near: raw === null || route != null ? null : nearOf({ policy, raw, measure }),
        qualifiedFor:
            qualified !== null && raw !== null && qualified > raw ? idAt(qualified) : null,
    }
}

/** What a measure lacks to a threshold, never below 0; null where one of them is unknown. */
function gapOf(gap: {
    readonly measure: Decimal | null
    readonly atLeast: Decimal | null
}): Decimal | null {
    const { measure, atLeast } = gap
    if (measure === null || atLeast === null) return null
    if (compareDecimal(measure, atLeast) >= 0) return { units: 0n, scale: measureScale }
    const whole = atScale(atLeast, measureScale).units
    return { units: whole - atScale(measure, measureScale).units, scale: measureScale }
}

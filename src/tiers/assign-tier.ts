import type { Month } from '#domain/month.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type {
    Assignment,
    EarnedCause,
    Grant,
    Household,
    Override,
    PartyChange,
    TierState,
} from './assignment.ts'
import { type LevelState, neverSeen, noCounts, takeOverState } from './carried-state.ts'
import { giveTier } from './give-tier.ts'
import { type Judgement, judgeFacts } from './judge-facts.ts'
import { type Policy, tierAt } from './policy.ts'
import { closesOfGrandfather, isDue } from './review-calendar.ts'

/** One party at one close. What is left out does not exist for it. */
export type Closing = {
    readonly policy: Policy
    /** The facts of the month closed; null where the party is not among the month's parties. */
    readonly facts: Facts | null
    /** What the close of the month before left; null where there was no row. */
    readonly before: TierState | null
    readonly month: Month
    /** What identity did to the party since then; `before` is what came of it (mergeStates). */
    readonly changed?: PartyChange['kind'] | null
    /** What its household holds, for a policy with a pool. */
    readonly household?: Household | null
    /** Those that hold on the first day of the service month, by the express rule too. */
    readonly grants?: readonly Grant[]
    /** The override of the service month, or that it ended with the month before. */
    readonly override?: Override | null
}

/**
 * Assigns one party its tier at one close, by the rules of a month close in their order; the
 * same as `models/tiers/assignments.sql` does for all. Null where the party gets no row: it is
 * not in the population, and was not at the last close.
 */
export function assignTier(closing: Closing): Assignment | null {
    const { policy, facts, before, month, household = null } = closing
    const isKnown = before !== null && before.earnedCause !== 'left'
    const judged = facts === null ? null : judgeFacts(policy, facts, household)
    if (facts === null || judged === null || judged.inPopulation === false) {
        return isKnown ? leftRow(closing) : null
    }
    const state = isKnown ? takeOverState(before, { policy, month }) : neverSeen
    const settled = settleRaw({ policy, month, judged, state })
    const closed = closeLevels({ policy, month, judged, state, settled })
    return assignmentOf({ ...closing, facts, judged }, closed)
}

/** The state after a close, with the cause and the raw level that led to it. */
type Closed = LevelState & { readonly cause: EarnedCause; readonly raw: number | null }

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
            return { ...neverSeen, cause: 'untiered', raw }
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
    const isGrandfathered = closesOfGrandfather(policy, month) > 0
    if (!isWaitOver || kept.closesSinceEntry <= policy.grace || isGrandfathered) {
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

/** What identity did shows only where the reviews left the tier as it was. */
const quietCauses: readonly EarnedCause[] = ['unchanged', 'protected', 'rising', 'unreviewed']

type JudgedClosing = Closing & { readonly facts: Facts; readonly judged: Judgement }

/** Writes levels as tier ids and adds what is given. */
function assignmentOf(closing: JudgedClosing, closed: Closed): Assignment {
    const { policy, month, judged, changed = null } = closing
    const { raw, cause } = closed
    const idAt = (level: number | null): string | null =>
        level === null ? null : tierAt(policy, level).id
    const route = raw === null ? null : raw === judged.rawLow ? judged.routeLow : judged.routeHigh
    const qualified = judged.qualifiedLevel
    const isQualified = raw !== null && qualified !== null && qualified > raw
    const earned = idAt(closed.earned)
    const given = giveTier({ ...closing, earned })
    return {
        ladder: policy.ladder,
        month,
        measure: judged.measure,
        rawTier: idAt(raw),
        route,
        earnedTier: earned,
        earnedCause: quietCauses.includes(cause) ? (changed ?? cause) : cause,
        belowCount: closed.belowCount,
        belowTierMax: idAt(closed.belowMax),
        upCount: closed.upCount,
        upTierMin: idAt(closed.upMin),
        staleCount: closed.staleCount,
        closesSinceEntry: closed.closesSinceEntry,
        qualifiedFor: isQualified ? idAt(qualified) : null,
        tier: given.tier,
        cause: given.cause,
        rule: given.rule,
        isRestricted: given.isRestricted,
    }
}

/** The last row of a party: it has no tier, and nothing is given to it. */
function leftRow({ policy, month }: Closing): Assignment {
    return {
        ladder: policy.ladder,
        month,
        measure: null,
        rawTier: null,
        route: null,
        earnedTier: null,
        earnedCause: 'left',
        belowCount: 0,
        belowTierMax: null,
        upCount: 0,
        upTierMin: null,
        staleCount: 0,
        closesSinceEntry: 0,
        qualifiedFor: null,
        tier: null,
        cause: 'earned',
        rule: null,
        isRestricted: false,
    }
}

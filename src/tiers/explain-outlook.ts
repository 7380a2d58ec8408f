import { atScale, type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Assignment } from './assignment.ts'
import { amountTerm, gapTerm, type Sentence, thresholdTerm } from './explanation.ts'
import { measureScale } from './judge-facts.ts'
import { levelOf, type Policy, type Tier, tierAt } from './policy.ts'

/** What the sentences about the time to come are made from. */
export type OutlookFacts = {
    readonly assignment: Assignment
    readonly facts: Facts
    readonly policy: Policy
}

/** What the next tier takes, what keeping this one takes, and what would lower it. */
export function outlookSentences(outlook: OutlookFacts): readonly Sentence[] {
    const { assignment, policy } = outlook
    const { nextTier, nextGap, earnedTier, keepGap, rawTier } = assignment
    const isBelow = keepGap !== null && earnedTier !== null
    return [
        ...(isBelow ? gapSentences('keep', { policy, tier: earnedTier, gap: keepGap }) : []),
        // Below the earned tier the next one above raw is often that very tier: said once.
        ...(nextTier !== null && nextGap !== null && !(isBelow && nextTier === earnedTier)
            ? gapSentences('next', { policy, tier: nextTier, gap: nextGap })
            : []),
        ...qualifiedSentences(outlook),
        ...nearSentences(outlook),
        ...(rawTier !== null && !isBelow ? lowerSentences(outlook) : []),
    ]
}

function gapSentences(
    about: 'keep' | 'next',
    {
        policy,
        tier,
        gap,
    }: { readonly policy: Policy; readonly tier: string; readonly gap: Decimal },
): readonly Sentence[] {
    const wanted = tierNamed(policy, tier)
    if (wanted?.atLeast == null) return []
    const named = { tier }
    if (gap.units > 0n) {
        const terms = { tier: named, threshold: thresholdTerm(wanted.atLeast), gap: gapTerm(gap) }
        return [{ key: about, terms }]
    }
    if (wanted.requires === null) return []
    const condition = { condition: wanted.requires }
    return [{ key: `${about}_requires`, terms: { tier: named, condition } }]
}

function qualifiedSentences({ assignment, policy }: OutlookFacts): readonly Sentence[] {
    const { qualifiedFor } = assignment
    const enrolment = tierNamed(policy, qualifiedFor)?.enrolment ?? null
    if (qualifiedFor === null || enrolment === null) return []
    const terms = { tier: { tier: qualifiedFor }, feature: { features: [enrolment] } }
    return [{ key: 'qualified', terms }]
}

function nearSentences({ assignment, policy }: OutlookFacts): readonly Sentence[] {
    const { near, nextTier, rawTier, measure } = assignment
    if (near === 'up' && nextTier !== null && policy.near !== null) {
        const band = { text: percentText(policy.near.up) }
        return [{ key: 'near_up', terms: { tier: { tier: nextTier }, band } }]
    }
    const atLeast = tierNamed(policy, rawTier)?.atLeast ?? null
    if (near !== 'down' || rawTier === null || atLeast === null || measure === null) return []
    const units = measure.units - atScale(atLeast, measureScale).units
    const gap = amountTerm({ units, scale: measureScale })
    return [{ key: 'near_down', terms: { tier: { tier: rawTier }, gap } }]
}

/** By what the tier earned would be lost, for who stands at it or above. */
function lowerSentences({ assignment, policy }: OutlookFacts): readonly Sentence[] {
    const earned = tierNamed(policy, assignment.earnedTier)
    if (earned?.atLeast == null || assignment.route !== null) return []
    const wait = { count: earned.wait }
    const lower = { key: 'lower', terms: { threshold: thresholdTerm(earned.atLeast), wait } }
    if (policy.dropAtOnce === null) return [lower]
    const condition = { condition: policy.dropAtOnce }
    return [lower, { key: 'lower_at_once', terms: { condition } }]
}

function tierNamed(policy: Policy, id: string | null): Tier | null {
    const level = levelOf(policy, id)
    return level === null ? null : tierAt(policy, level)
}

/** 20 for { units: 2000n, scale: 4 }. */
function percentText({ units, scale }: Decimal): string {
    return formatDecimal({ units, scale: scale - 2 }).replace(/\.?0+$/, '')
}

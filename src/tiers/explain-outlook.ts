import { atScale, type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Assignment, Outlook } from './assignment.ts'
import { type Way, waysTo } from './cheapest-way.ts'
import { closeOfReview } from './explain-cause.ts'
import { amountTerm, gapTerm, type Sentence, thresholdTerm } from './explanation.ts'
import { measureScale } from './judge-facts.ts'
import { outlookOf } from './outlook.ts'
import { levelOf, type Policy, type Tier, tierAt } from './policy.ts'

/** What the sentences about the time to come are made from. */
export type OutlookFacts = {
    readonly assignment: Assignment
    readonly outlook: Outlook
    readonly facts: Facts
    readonly policy: Policy
}

/** A tier to keep or to reach, and every way there, the cheapest first. */
export type TierAhead = {
    readonly about: 'keep' | 'next'
    readonly tier: Tier
    readonly ways: readonly Way[]
}

/** The tier earned while raw is below it, then the next one above raw where it is another. */
export function tiersAhead(outlook: OutlookFacts): readonly TierAhead[] {
    const { assignment, policy, facts } = outlook
    const { measure } = assignment
    const isBelow = outlook.outlook.reviewsLeft !== null
    const next = tierNamed(policy, outlook.outlook.nextTier)
    const kept = isBelow ? tierNamed(policy, assignment.earnedTier) : null
    const ahead = (about: TierAhead['about'], tier: Tier | null): readonly TierAhead[] =>
        tier === null ? [] : [{ about, tier, ways: waysTo({ policy, tier, facts, measure }) }]
    // Below the earned tier the next one above raw is often that very tier: said once.
    return [...ahead('keep', kept), ...ahead('next', next?.id === kept?.id ? null : next)]
}

/** What the next tier takes, what keeping this one takes, and what would lower it. */
export function outlookSentences(outlook: OutlookFacts): readonly Sentence[] {
    const isBelow = outlook.outlook.reviewsLeft !== null
    return [
        ...tiersAhead(outlook).flatMap((ahead, index) => aheadSentences(ahead, index === 0)),
        ...qualifiedSentences(outlook),
        ...nearSentences(outlook),
        ...(outlook.assignment.rawTier !== null && !isBelow ? lowerSentences(outlook) : []),
    ]
}

/** In which product the money may come is said once, for the tier that matters first. */
function aheadSentences({ about, tier, ways }: TierAhead, isFirst: boolean): readonly Sentence[] {
    const byMeasure = ways.find(({ route }) => route === null)
    const [cheapest] = ways
    if (byMeasure === undefined || tier.atLeast === null) return []
    const named = { tier: tier.id }
    const { gap, amounts, unmet, enrolment } = byMeasure
    const isShort = gap !== null && gap.units > 0n
    const isChoice = amounts.length > 1 || amounts.some(({ weight }) => !isOne(weight))
    const byRoute = cheapest === undefined || cheapest.route === null ? null : cheapest
    const terms = { tier: named, threshold: thresholdTerm(tier.atLeast) }
    return [
        ...(isShort ? [{ key: about, terms: { ...terms, gap: gapTerm(gap) } }] : []),
        ...(isFirst && isShort && isChoice
            ? [{ key: 'ways', terms: { amounts: { amounts } } }]
            : []),
        ...(unmet.length === 0
            ? []
            : [
                  {
                      key: `${about}_${isShort ? 'also' : 'requires'}`,
                      terms: { tier: named, unmet: { unmet } },
                  },
              ]),
        // Who has all but the signature is told so by name.
        ...(enrolment === null || (!isShort && unmet.length === 0)
            ? []
            : [
                  {
                      key: 'also_enrolment',
                      terms: { tier: named, feature: { features: [enrolment] } },
                  },
              ]),
        ...(byRoute === null
            ? []
            : [{ key: 'way_by_route', terms: { tier: named, unmet: { unmet: byRoute.unmet } } }]),
    ]
}

function isOne(weight: Decimal): boolean {
    return Number(formatDecimal(weight)) === 1
}

function qualifiedSentences({ assignment, policy }: OutlookFacts): readonly Sentence[] {
    const { qualifiedFor } = assignment
    const enrolment = tierNamed(policy, qualifiedFor)?.enrolment ?? null
    if (qualifiedFor === null || enrolment === null) return []
    const terms = { tier: { tier: qualifiedFor }, feature: { features: [enrolment] } }
    return [{ key: 'qualified', terms }]
}

function nearSentences({ assignment, outlook, policy }: OutlookFacts): readonly Sentence[] {
    const { rawTier, measure } = assignment
    const { near, nextTier } = outlook
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

/** By what the tier earned would be lost, and when, for who stands at it or above. */
function lowerSentences({ assignment, policy }: OutlookFacts): readonly Sentence[] {
    const { month, route, rawTier } = assignment
    const level = levelOf(policy, assignment.earnedTier)
    if (level === null) return []
    const earned = tierAt(policy, level)
    if (earned.atLeast === null) return []
    // How long it would last from here if it were below the tier from now on.
    const below = { ...assignment, rawTier: tierAt(policy, 0).id, route: null }
    const count = outlookOf(policy, below).reviewsLeft ?? earned.wait
    const close = { month: closeOfReview({ policy, month, count }) }
    const tier = { tier: earned.id }
    const way = route === null || rawTier !== earned.id ? undefined : earned.routes[route - 1]
    const condition = way ?? earned.requires
    const terms = { tier, threshold: thresholdTerm(earned.atLeast), wait: { count }, close }
    const lower =
        way === undefined
            ? { key: earned.requires === null ? 'lower' : 'lower_requires', terms }
            : { key: 'lower_route', terms }
    const named = condition === null ? terms : { ...terms, condition: { condition } }
    const first = { ...lower, terms: named }
    if (policy.dropAtOnce === null) return [first]
    return [first, { key: 'lower_at_once', terms: { condition: { condition: policy.dropAtOnce } } }]
}

function tierNamed(policy: Policy, id: string | null): Tier | null {
    const level = levelOf(policy, id)
    return level === null ? null : tierAt(policy, level)
}

/** 20 for { units: 2000n, scale: 4 }. */
function percentText({ units, scale }: Decimal): string {
    return formatDecimal({ units, scale: scale - 2 }).replace(/\.?0+$/, '')
}

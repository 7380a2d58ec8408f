import { describe, expect, it } from 'vitest'
import { parseDecimal } from '#domain/decimal.ts'
import { addMonths } from '#domain/month.ts'
import { valueOrThrow } from '#domain/result.ts'
import { createSay } from '#domain/say.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import features from '#locales/en/features.json' with { type: 'json' }
import tiers from '#locales/en/tiers.json' with { type: 'json' }
import { assignTier, type Closing } from './assign-tier.ts'
import {
    type Assignment,
    earnedCauses,
    type Grant,
    givenCauses,
    type Override,
} from './assignment.ts'
import { explainAssignment, sayExplanation } from './explain-assignment.ts'
import type { ExplainedChange } from './explain-cause.ts'
import { nothingGiven, type ToldGrant, type ToldOverride } from './explain-given.ts'
import { giveTier } from './give-tier.ts'
import { outlookOf } from './outlook.ts'
import { parsePolicy } from './parse-policy.ts'
import type { Policy } from './policy.ts'

const text = `ladder: wealth
version: 2026-01
name: { zh-CN: 财富等级, zh-TW: 財富等級, en: Wealth }
effective_from: 2026-01
measure:
    sum: [{ feature: deposit_avg_month, weight: 1 }]
    null_parts: missing
tiers:
    - { id: mass, name: { zh-CN: 大众, zh-TW: 大眾, en: Mass } }
    - { id: gold, name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }, at_least: 50000 CNY }
    - { id: platinum, name: { zh-CN: 白金, zh-TW: 白金, en: Platinum }, at_least: 500000 CNY }
upgrade: { review: monthly, after: 1 }
downgrade: { review: monthly, wait: 3, to: current }
drop_at_once: { feature: accounts_open, op: "=", value: 0 }
missing: { keep: 2 }
effective: next_month
pool: { by: household }
express: [{ tier: gold, days: 5 }]
floors:
    - id: staff
      when: { feature: product_categories, op: ">=", value: 9 }
      at_least: platinum
      reason: { zh-CN: 员工, zh-TW: 員工, en: Staff of the bank }
caps:
    - id: dispute
      when: { feature: active_days_month, op: "=", value: 13 }
      at_most: gold
      reason: { zh-CN: 纠纷, zh-TW: 糾紛, en: In dispute with the bank }
    - id: blacklist
      when: { feature: importance, op: "=", value: black }
      at_most: mass
      hard: true
      confidential: true
      reason: { zh-CN: 黑名单, zh-TW: 黑名單, en: On the black list }
`

function policyWith(edits: Readonly<Record<string, string>> = {}): Policy {
    let edited = text
    for (const [from, to] of Object.entries(edits)) {
        if (!edited.includes(from)) throw new Error(`the policy has no "${from}"`)
        edited = edited.replace(from, to)
    }
    return valueOrThrow(parsePolicy(edited, { file: 'wealth.yaml', baseCurrency: 'CNY' }))
}

const usual: Facts = {
    deposit_avg_month: parseDecimal('60000.00'),
    accounts_open: 2,
    product_categories: 1,
    active_days_month: 4,
    importance: 'ordinary',
}

/** One close of a story: its facts, and what people and identity did for it. */
type Chapter = Partial<Pick<Closing, 'household' | 'changed'>> & {
    readonly facts?: Facts | null
    readonly grants?: readonly Grant[]
    readonly override?: Override
    readonly changes?: readonly ExplainedChange[]
    readonly told?: { readonly override?: ToldOverride; readonly grants?: readonly ToldGrant[] }
}

const say = createSay('en', { ...features, ...tiers })

/** Closes from January 2026 on, and explains the last: its row, and what is said of it. */
function tell(
    chapters: readonly Chapter[],
    { policy = policyWith(), first = 202601 }: { policy?: Policy; first?: number } = {},
): { readonly row: Assignment; readonly said: string } {
    let before: Assignment | null = null
    let told: { row: Assignment; said: string } | null = null
    chapters.forEach((chapter, index) => {
        const facts = chapter.facts === null ? null : { ...usual, ...chapter.facts }
        const month = addMonths(first, index)
        const { grants = [], override = null, household = null, changed = null } = chapter
        const closing = { policy, facts, before, month, grants, override, household, changed }
        const row = assignTier(closing)
        if (row === null) throw new Error('there is no row to explain')
        const given =
            facts === null
                ? nothingGiven
                : {
                      steps: giveTier({ policy, facts, earned: row.earnedTier, grants, override })
                          .steps,
                      override: chapter.told?.override ?? null,
                      grants: chapter.told?.grants ?? [],
                  }
        const explanation = explainAssignment({
            assignment: row,
            outlook: outlookOf(policy, row),
            before,
            facts,
            policy,
            household,
            given,
            changes: chapter.changes ?? [],
        })
        const sentences = sayExplanation(explanation, { policy, language: 'en', say })
        told = { row, said: sentences.join(' ') }
        before = row
    })
    if (told === null) throw new Error('there is no close to explain')
    return told
}

const deposit = (amount: string | null): Facts => ({
    deposit_avg_month: amount === null ? null : parseDecimal(amount),
})
const gold = deposit('60000.00')
const mass = deposit('40000.00')
const platinum = deposit('600000.00')
const quarterly = policyWith({ 'upgrade: { review: monthly': 'upgrade: { review: quarterly' })
const afterTwo = policyWith({ 'after: 1': 'after: 2' })
const merged: ExplainedChange = { kind: 'merged', partyId: '7', name: 'berka:client:7' }
const split: ExplainedChange = { kind: 'split', partyId: '7', name: 'berka:client:7' }

const earnedStories: Readonly<
    Record<Assignment['earnedCause'], readonly [readonly Chapter[], Policy, string]>
> = {
    entered: [[{ facts: gold }], policyWith(), 'First tier given: Gold. Gold serves 2026-02.'],
    upgraded: [
        [{ facts: gold }, { facts: platinum }],
        policyWith(),
        'Upgraded from Gold to Platinum. Platinum serves 2026-03.',
    ],
    rising: [
        [{ facts: gold }, { facts: platinum }],
        afterTwo,
        'Still Gold: one review above it so far, 2 are needed for an upgrade; the next is at the ' +
            'close of 2026-03.',
    ],
    downgraded: [
        [{ facts: gold }, { facts: mass }, { facts: mass }, { facts: mass }],
        policyWith(),
        'Downgraded from Gold to Mass.',
    ],
    protected: [
        [{ facts: gold }, { facts: mass }],
        policyWith(),
        'falls to Mass after 2 more reviews, at the close of 2026-04.',
    ],
    unchanged: [[{ facts: gold }, { facts: gold }], policyWith(), 'The tier stays Gold.'],
    unreviewed: [
        [{ facts: gold }, { facts: platinum }],
        quarterly,
        'No review was due this month; the tier stays Gold though Platinum was reached. The next ' +
            'review is at the close of 2026-03.',
    ],
    stale: [
        [{ facts: gold }, { facts: deposit(null) }],
        policyWith(),
        'Data is missing, so Gold is kept (1 of at most 2 reviews in a row).',
    ],
    untiered: [
        [{ facts: deposit(null) }],
        policyWith(),
        'There is no tier until the data is there.',
    ],
    merged: [
        [{ facts: gold }, { facts: gold, changed: 'merged', changes: [merged] }],
        policyWith(),
        'Now one customer with berka:client:7: of their tiers the highest goes on, with its ' +
            'counts. The tier is Gold, taken over in the merger.',
    ],
    split: [
        [{ facts: gold }, { facts: gold, changed: 'split', changes: [split] }],
        policyWith(),
        'Was one customer with others (berka:client:7) until now; each of them keeps the tier. ' +
            'The tier stays Gold after the separation; its counts begin again.',
    ],
    left: [
        [{ facts: gold }, { facts: null }],
        policyWith(),
        'From 2026-02 on no longer in the population of this ladder; the tier has ended.',
    ],
}

describe('the tier earned', () => {
    it.each(earnedCauses)('is told where it was %s', (cause) => {
        const [chapters, policy, expected] = earnedStories[cause]
        const { row, said } = tell(chapters, { policy })
        expect(row.earnedCause).toBe(cause)
        expect(said).toContain(expected)
    })
})

const override: Override = {
    overrideId: 12,
    mode: 'at_least',
    tier: 'platinum',
    lifts: null,
    serves: true,
}
const toldOverride: ToldOverride = {
    overrideId: 12,
    mode: 'at_least',
    tier: 'platinum',
    lifts: null,
    fromMonth: 202602,
    untilMonth: 202606,
    reason: 'sold a house',
    requestedBy: 'wang',
    approvedBy: 'li',
}
const toldGrant: ToldGrant = {
    grantId: 17,
    tier: 'platinum',
    campaign: 'Spring 2026',
    fromDay: '2026-02-01',
    untilDay: '2026-03-15',
    reason: 'a taste',
    approvedBy: 'li',
}
const onList = { importance: 'black' }

const givenStories: Readonly<Record<Assignment['cause'], readonly [Chapter, string]>> = {
    earned: [{ facts: gold }, 'First tier given: Gold. Gold serves 2026-02.'],
    floored: [
        { facts: { ...gold, product_categories: 9 } },
        'Raised from Gold to Platinum: Staff of the bank. Platinum serves 2026-02.',
    ],
    granted: [
        {
            facts: gold,
            grants: [{ grantId: 17, tier: 'platinum' }],
            told: { grants: [toldGrant] },
        },
        'Raised from Gold to Platinum on trial until 2026-03-15: Spring 2026; approved by li.',
    ],
    overridden: [
        { facts: gold, override, told: { override: toldOverride } },
        'Set from Gold to Platinum by a person through 2026-06: sold a house; approved by li.',
    ],
    capped: [
        { facts: { ...platinum, ...onList } },
        'Lowered from Platinum to Mass: On the black list. Confidential: the customer and others ' +
            'must not learn of it. Mass serves 2026-02.',
    ],
    override_expired: [
        {
            facts: gold,
            override: { ...override, serves: false },
            told: { override: { ...toldOverride, untilMonth: 202601 } },
        },
        'A person had set Platinum through 2026-01; that has ended. Gold serves 2026-02.',
    ],
}

describe('the tier given', () => {
    it.each(givenCauses)('is told where it was %s', (cause) => {
        const [chapter, expected] = givenStories[cause]
        const { row, said } = tell([chapter])
        expect(row.cause).toBe(cause)
        expect(said).toContain(expected)
    })

    it('is told step by step, in their order', () => {
        const facts = { ...gold, product_categories: 9, active_days_month: 13 }
        const { row, said } = tell([{ facts }])
        expect(row).toMatchObject({ tier: 'gold', cause: 'capped', rule: 'dispute' })
        expect(said).toContain(
            'Raised from Gold to Platinum: Staff of the bank. ' +
                'Lowered from Platinum to Gold: In dispute with the bank. Gold serves 2026-02.',
        )
    })

    it('says which rule an override lifts, and that an exact one changed nothing', () => {
        const lifting = { ...override, mode: 'exactly', lifts: 'dispute' } as const
        const told = { override: { ...toldOverride, mode: 'exactly', lifts: 'dispute' } as const }
        const facts = { ...platinum, active_days_month: 13 }
        const { row, said } = tell([{ facts, override: lifting, told }])
        expect(row).toMatchObject({ tier: 'platinum', cause: 'overridden' })
        expect(said).toContain(
            'Held at Platinum by a person through 2026-06: sold a house; approved by li. ' +
                'The override lifts this rule: In dispute with the bank.',
        )
    })

    it('says how many days in a row were enough, and until when it is lent', () => {
        const { row, said } = tell([{ facts: mass, grants: [{ grantId: null, tier: 'gold' }] }])
        expect(row).toMatchObject({ cause: 'granted', rule: 'express' })
        expect(said).toContain(
            'Raised from Mass to Gold through 2026-02: assets reached the threshold on 5 days ' +
                'in a row.',
        )
    })

    it('tells compliance of a confidential rule that lowers nothing', () => {
        const { row, said } = tell([{ facts: { ...mass, ...onList } }])
        expect(row).toMatchObject({ tier: 'mass', cause: 'earned', isRestricted: true })
        expect(said).toContain('A confidential rule holds for this customer: On the black list.')
    })
})

describe('the household', () => {
    it('is said with its sum, its members and what is unknown of them', () => {
        const household = { sum: parseDecimal('90000.00'), members: 3, unknown: 1 }
        const { row, said } = tell([{ facts: mass, household }])
        expect(row.rawTier).toBe('gold')
        expect(said).toContain(
            'Measured with the household: 3 members hold CNY 90,000.00 together, CNY 40,000.00 ' +
                "of it this customer's own. One member's assets are unknown and count as 0.",
        )
    })

    it('is said where it adds nothing, and where one has it alone', () => {
        const alike = { sum: parseDecimal('60000.00'), members: 2, unknown: 0 }
        expect(tell([{ facts: gold, household: alike }]).said).toContain('adds nothing: 2 members')
        const alone = { sum: parseDecimal('60000.00'), members: 1, unknown: 0 }
        expect(tell([{ facts: gold, household: alone }]).said).not.toContain('household')
    })

    it('is a lower bound where one does not know oneself', () => {
        const household = { sum: parseDecimal('700000.00'), members: 2, unknown: 1 }
        const { row, said } = tell([{ facts: gold }, { facts: deposit(null), household }])
        expect(row).toMatchObject({ earnedTier: 'platinum', measure: null })
        expect(said).toContain('the household holds at least CNY 700,000.00 (2 members, 1 of them')
    })
})

describe('a new version', () => {
    it('says what a tier has become, and until when nobody falls', () => {
        const change = 'on_change: { replaces: { silver: gold }, grandfather: 3 }\npool:'
        const policy = policyWith({ 'pool:': change })
        const month = 202601
        const before: Assignment = { ...tell([{ facts: gold }]).row, earnedTier: 'silver' }
        const facts = { ...usual, ...mass }
        const row = assignTier({ policy, facts, before, month })
        if (row === null) throw new Error('there is no row to explain')
        const explanation = explainAssignment({
            assignment: row,
            outlook: outlookOf(policy, row),
            before,
            facts,
            policy,
            household: null,
            given: nothingGiven,
            changes: [],
        })
        const said = sayExplanation(explanation, { policy, language: 'en', say }).join(' ')
        expect(row).toMatchObject({ earnedTier: 'gold', earnedCause: 'protected' })
        expect(said).toContain('Under the rules of version 2026-01 silver has become Gold.')
        // The version's first three closes are those of January to March.
        expect(said).toContain('(2026-01) nobody falls by review up to the close of 2026-03.')
        expect(said).toContain('falls to Mass after 3 more reviews, at the close of 2026-04.')
    })
})

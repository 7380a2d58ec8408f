import { describe, expect, it } from 'vitest'
import { parseDecimal } from '#domain/decimal.ts'
import { assignTier } from '#tiers/assign-tier.ts'
import type { Outlook } from '#tiers/assignment.ts'
import { outlookOf } from '#tiers/outlook.ts'
import type { Policy } from '#tiers/policy.ts'
import {
    type Close,
    closes,
    gone,
    policyWith,
    repeat,
    type StoryCase,
    story,
} from './close-story.ts'
import {
    afterTwo,
    bestOfWait,
    dropWithoutAccounts,
    enrolment,
    graceOf,
    loyaltyForDiamond,
    poor,
    quarterlyFalls,
    quarterlyRises,
} from './policy-edits.ts'

const company = { party_kind: 'company' }
const noAccounts = { accounts_open: 0 }
const signed = { private_banking_agreement: true }
const unknownKind = { party_kind: null }
const corners: readonly StoryCase[] = [
    ['a cent below', {}, ['49999.99', '50000.00'], 'mass entered, gold upgraded'],
    [
        'one step a time',
        { 'after: 1': 'after: 1, max_steps: 1' },
        ['40k', '7m', '7m', '600k'],
        'mass entered, gold upgraded, platinum upgraded, platinum unchanged',
    ],
    [
        'two steps after two reviews, at the lower of the two',
        { 'after: 1': 'after: 2, max_steps: 2' },
        ['40k', '7m', '2.5m', '7m', '7m'],
        'mass entered, mass rising, platinum upgraded, platinum rising, private upgraded',
    ],
    [
        'a fall breaks the run upwards',
        afterTwo,
        ['60k', '600k', '40k', '600k', '600k'],
        'gold entered, gold rising, gold protected, gold rising, platinum upgraded',
    ],
    [
        'an upgrade clears the run below',
        {},
        ['600k', '60k', '60k', '2.5m', '60k', '60k', '60k'],
        'platinum entered, platinum protected, platinum protected, diamond upgraded, ' +
            'diamond protected, diamond protected, gold downgraded',
    ],
    [
        'best of wait forgets what came before a reset',
        bestOfWait,
        ['7m', '2.5m', '7m', ...repeat('60k', 6)],
        [
            'private entered, private protected, private unchanged',
            ...repeat('private protected', 5),
            'gold downgraded',
        ].join(', '),
    ],
    [
        'drop at once beats wait and grace',
        {
            ...graceOf(9),
            'missing:': dropWithoutAccounts['effective:'].replace('effective:', 'missing:'),
        },
        ['600k', { measure: '0', facts: noAccounts }],
        'platinum entered, mass downgraded',
    ],
    [
        'drop at once does nothing to who stands where he should',
        dropWithoutAccounts,
        ['600k', { measure: '600k', facts: noAccounts }],
        'platinum entered, platinum unchanged',
    ],
    [
        'drop at once unknown is false, and is not looked at when missing',
        dropWithoutAccounts,
        [
            '600k',
            { measure: '0', facts: { accounts_open: null } },
            { measure: null, facts: noAccounts },
        ],
        'platinum entered, platinum protected, platinum stale',
    ],
    [
        'leaves the population and comes back as never seen',
        {},
        [
            '600k',
            '60k',
            { measure: '60k', facts: company },
            { measure: '60k', facts: company },
            '60k',
        ],
        'platinum entered, platinum protected, - left, ., gold entered',
    ],
    [
        'leaves the month altogether',
        {},
        ['600k', gone, gone, '7m'],
        'platinum entered, - left, ., private entered',
    ],
    ['leaves while untiered', {}, [null, gone, gone], '- untiered, - left, .'],
    ['never in the population', {}, [{ measure: '7m', facts: company }, gone], '., .'],
    [
        'unknown membership is a missing close, whatever the measure',
        {},
        ['600k', { measure: '7m', facts: unknownKind }, '600k'],
        'platinum entered, platinum stale, platinum unchanged',
    ],
    [
        'patience over with a known measure: what is known holds, until a close is sure',
        loyaltyForDiamond,
        [
            '2.5m',
            ...repeat({ measure: '600k', facts: poor }, 2),
            ...repeat({ measure: '2.5m', facts: poor }, 5),
            '2.5m',
        ],
        'diamond entered, diamond protected, diamond protected, diamond stale, diamond stale, ' +
            'platinum downgraded, platinum unchanged, platinum unchanged, diamond upgraded',
    ],
    [
        'enters with what is known',
        loyaltyForDiamond,
        [
            { measure: '2.5m', facts: poor },
            { measure: null, facts: {} },
        ],
        'platinum entered, platinum stale',
    ],
    [
        'unknown but surely lower',
        loyaltyForDiamond,
        ['7m', { measure: '2.5m', facts: poor }],
        'private entered, private protected',
    ],
    [
        'a failed requirement does not bar the tier above',
        loyaltyForDiamond,
        [
            { measure: '2.5m', facts: { loyalty_score: 10 } },
            { measure: '7m', facts: { loyalty_score: 10 } },
        ],
        'platinum entered, private upgraded',
    ],
    [
        'signing raises, an agreement that ends protects',
        enrolment,
        ['7m', { measure: '7m', facts: signed }, ...repeat('7m', 6)],
        [
            'diamond entered',
            'private upgraded',
            ...repeat('private protected', 5),
            'diamond downgraded',
        ].join(', '),
    ],
    [
        'one unknown part',
        { 'null_parts: missing': 'null_parts: zero' },
        ['600k', { measure: null, facts: { fund_avg_month: parseDecimal('60000.00') } }],
        'platinum entered, platinum protected',
    ],
    [
        'keep nothing',
        { 'keep: 2': 'keep: 0' },
        ['600k', null, null],
        'platinum entered, - untiered, - untiered',
    ],
]

describe('corners of a close', () => {
    for (const [name, edits, months, expected] of corners) {
        it(name, () => {
            expect(story(policyWith(edits), months)).toBe(expected)
        })
    }

    it('weighs wealth products by 1.2, exactly', () => {
        const product = { wealth_product_avg_month: parseDecimal('41666.67') }
        const [row] = closes(policyWith(), [{ measure: '0', facts: product }])
        expect(row).toMatchObject({
            rawTier: 'gold',
            measure: { units: 50_000_004_000n, scale: 6 },
        })
    })

    it('counts stale reviews only where the downgrade review is due', () => {
        const policy = policyWith(quarterlyFalls)
        const rows = closes(policy, ['600k', ...repeat(null, 9)], 202503)
        expect(rows.map((row) => row?.staleCount)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 0])
        expect(rows.at(-1)).toMatchObject({ earnedCause: 'untiered', earnedTier: null })
    })

    it('rises by quarters while falls are monthly', () => {
        const policy = policyWith(quarterlyRises)
        expect(story(policy, ['60k', '600k', '600k', '60k', '7m', '7m'], 202501)).toBe(
            'gold entered, gold unreviewed, platinum upgraded, platinum protected, ' +
                'platinum unreviewed, private upgraded',
        )
    })

    it('says how many reviews are left, with wait and grace', () => {
        const left = (edits: Record<string, string>, first: number): readonly unknown[] => {
            const policy = policyWith(edits)
            const rows = closes(policy, ['600k', ...repeat('60k', 4)], first)
            return rows.map((row) => (row === null ? null : outlookOf(policy, row).reviewsLeft))
        }
        expect(left({}, 202501)).toEqual([null, 2, 1, null, null])
        expect(left(graceOf(5), 202501)).toEqual([null, 5, 4, 3, 2])
        expect(left(quarterlyFalls, 202503)).toEqual([null, 2, 2, 1, 1])
    })

    it('measures gaps and nearness on the unrounded measure', () => {
        const months = ['399999.99', '400k', '549999.99', '550k', '60k', '7m']
        const outlooks = outlooksOf(policyWith(), months)
        expect(outlooks.map(({ near }) => near)).toEqual([null, 'up', 'down', null, null, null])
        expect(outlooks[1]).toMatchObject({
            nextTier: 'platinum',
            nextGap: { units: 100_000_000_000n },
        })
        expect(outlooks[4]).toMatchObject({
            nextTier: 'platinum',
            nextGap: { units: 440_000_000_000n, scale: 6 },
            keepGap: { units: 440_000_000_000n, scale: 6 },
        })
        expect(outlooks[5]).toMatchObject({ nextTier: null, nextGap: null, keepGap: null })
    })

    it('lacks nothing where only a requirement is unmet', () => {
        const [outlook] = outlooksOf(policyWith(loyaltyForDiamond), [
            { measure: '2.5m', facts: { loyalty_score: 10 } },
        ])
        expect(outlook).toMatchObject({ nextTier: 'diamond', nextGap: { units: 0n, scale: 6 } })
    })

    it('throws on facts that lack a feature: that is a bug', () => {
        const closing = { policy: policyWith(), facts: { party_kind: 'person' }, before: null }
        expect(() => assignTier({ ...closing, month: 202501 })).toThrow('deposit_avg_month')
    })
})

function outlooksOf(policy: Policy, months: readonly Close[]): readonly Outlook[] {
    return closes(policy, months).flatMap((row) => (row === null ? [] : [outlookOf(policy, row)]))
}

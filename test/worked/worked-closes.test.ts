import { describe, expect, it } from 'vitest'
import { outlookOf } from '#tiers/outlook.ts'
import { closes, givenStory, policyWith, repeat, type StoryCase, story } from './close-story.ts'
import {
    afterTwo,
    bestOfWait,
    blackList,
    enrolment,
    goldDropped,
    goldForStaff,
    graceOf,
    loyaltyForDiamond,
    mortgage,
    mortgageRoute,
    poor,
    quarterlyFalls,
} from './policy-edits.ts'

const workedCloses: readonly StoryCase[] = [
    ['up at once', {}, ['40k', '600k'], 'mass entered, platinum upgraded'],
    ['inclusive', {}, ['50k'], 'gold entered'],
    [
        'three below',
        {},
        ['2.5m', '400k', '300k', '450k'],
        'diamond entered, diamond protected, diamond protected, gold downgraded',
    ],
    [
        'reset',
        {},
        ['2.5m', '400k', '400k', '2.0m', '400k', '400k', '400k'],
        'diamond entered, diamond protected, diamond protected, diamond unchanged, ' +
            'diamond protected, diamond protected, gold downgraded',
    ],
    [
        'partly below',
        {},
        ['2.5m', '600k', '40k', '700k'],
        'diamond entered, diamond protected, diamond protected, platinum downgraded',
    ],
    [
        'best of wait',
        bestOfWait,
        ['2.5m', '600k', '40k', '60k'],
        'diamond entered, diamond protected, diamond protected, platinum downgraded',
    ],
    [
        'private waits six',
        {},
        ['7m', ...repeat('1m', 6)],
        ['private entered', ...repeat('private protected', 5), 'platinum downgraded'].join(', '),
    ],
    [
        'up while protected',
        {},
        ['2.5m', '400k', '7m'],
        'diamond entered, diamond protected, private upgraded',
    ],
    [
        'two in a row',
        afterTwo,
        ['60k', '600k', '2.5m'],
        'gold entered, gold rising, platinum upgraded',
    ],
    [
        'rising broken',
        afterTwo,
        ['60k', '600k', '60k', '600k', '600k'],
        'gold entered, gold rising, gold unchanged, gold rising, platinum upgraded',
    ],
    [
        'missing keeps',
        {},
        ['600k', null, null, null],
        'platinum entered, platinum stale, platinum stale, - untiered',
    ],
    [
        'comes back',
        {},
        ['600k', null, null, null, '60k'],
        'platinum entered, platinum stale, platinum stale, - untiered, gold entered',
    ],
    [
        'missing does not reset',
        {},
        ['2.5m', '400k', null, '400k', '400k'],
        'diamond entered, diamond protected, diamond stale, diamond protected, gold downgraded',
    ],
    [
        'null requirement',
        loyaltyForDiamond,
        ['600k', { measure: '2.5m', facts: poor }],
        'platinum entered, platinum stale',
    ],
    [
        'unknown but surely higher',
        loyaltyForDiamond,
        ['60k', { measure: '2.5m', facts: poor }],
        'gold entered, platinum upgraded',
    ],
    [
        'route known, measure not',
        mortgageRoute,
        ['2.5m', { measure: null, facts: mortgage }],
        'diamond entered, diamond stale',
    ],
    ['route', mortgageRoute, [{ measure: '10k', facts: mortgage }], 'platinum entered'],
    [
        'grace',
        graceOf(4),
        ['600k', ...repeat('40k', 5)],
        ['platinum entered', ...repeat('platinum protected', 4), 'mass downgraded'].join(', '),
    ],
    ['private unsigned', enrolment, ['7m'], 'diamond entered'],
]

const black = { importance: 'black' }
const toPlatinum = { overrideId: 7, mode: 'at_least', tier: 'platinum', lifts: null } as const
const toGold = { ...toPlatinum, tier: 'gold', serves: true }

/** The tier given at each close: the rules that come after what is earned. */
const workedGivings: readonly StoryCase[] = [
    ['hard cap', blackList, [{ measure: '7m', facts: black }], 'mass capped black_list'],
    [
        'floor under a cap',
        { ...goldForStaff, ...blackList },
        [{ measure: '7m', facts: { ...black, accounts_open: 9 } }],
        'mass capped black_list',
    ],
    [
        'override and end',
        {},
        [
            '60k',
            ...repeat({ measure: '60k', override: { ...toPlatinum, serves: true } }, 2),
            { measure: '60k', override: { ...toPlatinum, serves: false } },
        ],
        'gold earned, platinum overridden 7, platinum overridden 7, gold override_expired',
    ],
    ['override on untiered', {}, [{ measure: null, override: toGold }], 'gold overridden 7'],
    [
        'grant',
        {},
        ['10k', { measure: '10k', grants: [{ grantId: 3, tier: 'gold' }] }, '10k'],
        'mass earned, gold granted 3, mass earned',
    ],
]

describe('worked closes of the contract', () => {
    for (const [name, edits, months, expected] of workedCloses) {
        it(name, () => {
            expect(story(policyWith(edits), months)).toBe(expected)
        })
    }

    it('quarterly, wait 2: reviews June and September', () => {
        const policy = policyWith({ ...quarterlyFalls, ', wait: 6': '' })
        expect(story(policy, ['2.5m', ...repeat('400k', 6)], 202503)).toBe(
            [
                'diamond entered',
                ...['diamond unreviewed', 'diamond unreviewed', 'diamond protected'],
                ...['diamond unreviewed', 'diamond unreviewed', 'gold downgraded'],
            ].join(', '),
        )
    })

    it('joins in April, quarterly: entry at once, one review below', () => {
        const policy = policyWith(quarterlyFalls)
        expect(story(policy, ['600k', '40k', '40k'], 202504)).toBe(
            'platinum entered, platinum unreviewed, platinum protected',
        )
    })

    for (const [name, edits, months, expected] of workedGivings) {
        it(name, () => {
            expect(givenStory(policyWith(edits), months)).toBe(expected)
        })
    }

    it('hard cap: the tier earned stays what it is', () => {
        const [row] = closes(policyWith(blackList), [{ measure: '7m', facts: black }])
        expect(row).toMatchObject({ earnedTier: 'private', tier: 'mass', isRestricted: true })
    })

    it('grant: earned mass throughout', () => {
        const granted = { measure: '10k', grants: [{ grantId: 3, tier: 'gold' }] }
        expect(story(policyWith(), ['10k', granted, '10k'])).toBe(
            'mass entered, mass unchanged, mass unchanged',
        )
    })

    it('tier dropped: what was gold is platinum, and protected there', () => {
        const under = policyWith(goldDropped)
        expect(story(policyWith(), ['60k', { measure: '60k', under }])).toBe(
            'gold entered, platinum protected',
        )
    })

    it('names the route, and the tier that only lacks a signature', () => {
        const [byRoute] = closes(policyWith(mortgageRoute), [{ measure: '10k', facts: mortgage }])
        expect(byRoute).toMatchObject({ rawTier: 'platinum', route: 1 })
        const [byMeasure] = closes(policyWith(mortgageRoute), [
            { measure: '600k', facts: mortgage },
        ])
        expect(byMeasure).toMatchObject({ rawTier: 'platinum', route: null })
        const [unsigned] = closes(policyWith(enrolment), ['7m'])
        expect(unsigned).toMatchObject({ rawTier: 'diamond', qualifiedFor: 'private' })
    })

    it('says nothing of the month at a missing close', () => {
        const policy = policyWith(enrolment)
        const missing = closes(policy, ['7m', null])[1] ?? null
        expect(missing).toMatchObject({
            earnedTier: 'diamond',
            rawTier: null,
            route: null,
            qualifiedFor: null,
        })
        expect(missing === null ? null : outlookOf(policy, missing)).toEqual({
            reviewsLeft: null,
            nextTier: null,
            nextGap: null,
            keepGap: null,
            near: null,
        })
    })
})

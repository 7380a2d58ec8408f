import { describe, expect, it } from 'vitest'
import { closes, policyWith, repeat, type StoryCase, story } from './close-story.ts'
import {
    afterTwo,
    bestOfWait,
    enrolment,
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

    it('names the route, and the tier that only lacks a signature', () => {
        const [byRoute] = closes(policyWith(mortgageRoute), [{ measure: '10k', facts: mortgage }])
        expect(byRoute).toMatchObject({ rawTier: 'platinum', route: 1, near: null })
        const [byMeasure] = closes(policyWith(mortgageRoute), [
            { measure: '600k', facts: mortgage },
        ])
        expect(byMeasure).toMatchObject({ rawTier: 'platinum', route: null })
        const [unsigned] = closes(policyWith(enrolment), ['7m'])
        expect(unsigned).toMatchObject({ rawTier: 'diamond', qualifiedFor: 'private' })
    })

    it('says nothing of the month at a missing close', () => {
        const [, missing] = closes(policyWith(enrolment), ['7m', null])
        expect(missing).toMatchObject({
            earnedTier: 'diamond',
            rawTier: null,
            route: null,
            qualifiedFor: null,
            nextTier: null,
            near: null,
        })
    })
})

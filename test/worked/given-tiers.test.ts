import { describe, expect, it } from 'vitest'
import type { Override } from '#tiers/assignment.ts'
import {
    closes,
    givenStory,
    gone,
    policyWith,
    repeat,
    type StoryCase,
    story,
} from './close-story.ts'
import { blackList, caps, floors, goldForStaff, rule, withAccounts } from './policy-edits.ts'

// Rule 7 of a close: from the tier earned to the tier given.

const raise: Override = {
    overrideId: 7,
    mode: 'at_least',
    tier: 'platinum',
    lifts: null,
    serves: true,
}
const set: Override = { ...raise, mode: 'exactly' }
const isOver: Override = { ...raise, serves: false }
const staff = { accounts_open: 9 }
const black = { importance: 'black' }
const company = { party_kind: 'company' }
const importance = (list: string): string => `feature: importance, op: "=", value: ${list}`

/** Soft: gold at most for who holds one account, platinum at most for the red list. */
const softCaps = caps(
    rule('single', withAccounts(1), 'at_most: gold'),
    rule('red_list', importance('red'), 'at_most: platinum'),
)
const both = { accounts_open: 1, importance: 'red' }
const liftsSingle: Override = { ...raise, tier: 'mass', lifts: 'single' }

const givings: readonly StoryCase[] = [
    [
        'a floor raises who stands below it',
        goldForStaff,
        [{ measure: '10k', facts: staff }],
        'gold floored staff',
    ],
    [
        'a floor does nothing for who stands at it or above',
        goldForStaff,
        [
            { measure: '60k', facts: staff },
            { measure: '600k', facts: staff },
        ],
        'gold earned, platinum earned',
    ],
    [
        'a floor that is unknown does not hold',
        goldForStaff,
        [{ measure: '10k', facts: { accounts_open: null } }],
        'mass earned',
    ],
    [
        'the higher of two floors counts',
        floors(
            rule('staff', withAccounts(9), 'at_least: gold'),
            rule('red_list', importance('red'), 'at_least: platinum'),
        ),
        [{ measure: '10k', facts: { ...staff, importance: 'red' } }],
        'platinum floored red_list',
    ],
    [
        'the first of two floors for one tier names it',
        floors(
            rule('staff', withAccounts(9), 'at_least: gold'),
            rule('red_list', importance('red'), 'at_least: gold'),
        ),
        [{ measure: '10k', facts: { ...staff, importance: 'red' } }],
        'gold floored staff',
    ],
    [
        'floors and grants never act on no tier',
        goldForStaff,
        [{ measure: null, facts: staff, grants: [{ grantId: 1, tier: 'gold' }] }],
        '- earned',
    ],
    [
        'the highest grant counts, the oldest of those for one tier',
        {},
        [
            {
                measure: '10k',
                grants: [
                    { grantId: 5, tier: 'platinum' },
                    { grantId: 2, tier: 'gold' },
                    { grantId: 3, tier: 'platinum' },
                ],
            },
        ],
        'platinum granted 3',
    ],
    [
        'express counts where it is higher than the grants',
        {},
        [
            {
                measure: '10k',
                grants: [
                    { grantId: null, tier: 'gold' },
                    { grantId: 2, tier: 'gold' },
                ],
            },
            {
                measure: '10k',
                grants: [
                    { grantId: null, tier: 'platinum' },
                    { grantId: 2, tier: 'gold' },
                ],
            },
        ],
        'gold granted 2, platinum granted express',
    ],
    [
        'a grant not above the floor leaves the floor as the last step',
        goldForStaff,
        [
            { measure: '10k', facts: staff, grants: [{ grantId: 1, tier: 'gold' }] },
            { measure: '10k', facts: staff, grants: [{ grantId: 1, tier: 'platinum' }] },
        ],
        'gold floored staff, platinum granted 1',
    ],
    [
        'a grant below the tier earned does nothing',
        {},
        [{ measure: '600k', grants: [{ grantId: 1, tier: 'gold' }] }],
        'platinum earned',
    ],
    [
        'an override that only raises does nothing for who stands above',
        {},
        [{ measure: '2.5m', override: raise }],
        'diamond earned',
    ],
    ['an exact override lowers', {}, [{ measure: '2.5m', override: set }], 'platinum overridden 7'],
    [
        'an exact override of the tier earned counts as a step',
        {},
        [{ measure: '600k', override: set }],
        'platinum overridden 7',
    ],
    [
        'an override goes beyond a grant, and a grant beyond an override',
        {},
        [
            { measure: '10k', override: raise, grants: [{ grantId: 1, tier: 'gold' }] },
            { measure: '10k', override: raise, grants: [{ grantId: 1, tier: 'diamond' }] },
        ],
        'platinum overridden 7, diamond granted 1',
    ],
    [
        'a floor that goes on is told, not the override that ended',
        goldForStaff,
        [{ measure: '10k', facts: staff, override: isOver }],
        'gold floored staff',
    ],
    [
        'an override that ended is told to who has no tier either',
        {},
        [{ measure: null, override: isOver }],
        '- override_expired',
    ],
    [
        'nothing is given to who leaves, whatever was decided',
        {},
        [
            '600k',
            {
                measure: '600k',
                facts: company,
                override: set,
                grants: [{ grantId: 1, tier: 'gold' }],
            },
        ],
        'platinum earned, - earned',
    ],
    [
        'the lower of two caps counts',
        softCaps,
        [{ measure: '7m', facts: both }],
        'gold capped single',
    ],
    [
        'the first of two caps for one tier names it',
        caps(
            rule('single', withAccounts(1), 'at_most: gold'),
            rule('red_list', importance('red'), 'at_most: gold'),
        ),
        [{ measure: '7m', facts: both }],
        'gold capped single',
    ],
    [
        'a cap does nothing for who stands at it or below',
        softCaps,
        [{ measure: '60k', facts: both }],
        'gold earned',
    ],
    [
        'a soft cap that is unknown does not hold',
        softCaps,
        [{ measure: '7m', facts: { accounts_open: null } }],
        'private earned',
    ],
    [
        'a hard cap that is unknown holds',
        blackList,
        [{ measure: '7m', facts: { importance: null } }],
        'mass capped black_list',
    ],
    [
        'an override lifts the cap that it names, not the next one',
        softCaps,
        [
            { measure: '7m', facts: { accounts_open: 1 }, override: liftsSingle },
            { measure: '7m', facts: both, override: liftsSingle },
        ],
        'private earned, platinum capped red_list',
    ],
    [
        'an override that has ended lifts nothing',
        softCaps,
        [{ measure: '7m', facts: both, override: { ...liftsSingle, serves: false } }],
        'gold capped single',
    ],
    [
        'an override that names a hard cap does not lift it',
        blackList,
        [{ measure: '7m', facts: black, override: { ...raise, lifts: 'black_list' } }],
        'mass capped black_list',
    ],
    [
        'a cap also lowers what an override gave to who has no tier',
        blackList,
        [{ measure: null, facts: black, override: raise }],
        'mass capped black_list',
    ],
]

describe('the tier given', () => {
    for (const [name, edits, months, expected] of givings) {
        it(name, () => {
            expect(givenStory(policyWith(edits), months)).toBe(expected)
        })
    }

    it('changes nothing about the tier earned: counts run under a cap as without it', () => {
        const months = ['2.5m', ...repeat('400k', 3)].map((measure) => ({ measure, facts: black }))
        expect(story(policyWith(blackList), months)).toBe(
            'diamond entered, diamond protected, diamond protected, gold downgraded',
        )
    })

    it('is restricted by a confidential cap that lowers nothing, and by nothing else', () => {
        const restricted = (policy: ReturnType<typeof policyWith>, facts: object) =>
            closes(policy, [{ measure: '10k', facts }])[0]?.isRestricted
        expect(restricted(policyWith(blackList), black)).toBe(true)
        expect(restricted(policyWith(blackList), { importance: null })).toBe(true)
        expect(restricted(policyWith(blackList), {})).toBe(false)
        expect(restricted(policyWith(softCaps), both)).toBe(false)
    })

    it('stays restricted where the override lifts the confidential cap', () => {
        const soft = caps(rule('watched', importance('black'), 'at_most: mass, confidential: true'))
        const lifted = { measure: '7m', facts: black, override: { ...raise, lifts: 'watched' } }
        const [row] = closes(policyWith(soft), [lifted])
        expect(row).toMatchObject({ tier: 'private', cause: 'earned', isRestricted: true })
    })

    it('of who left is restricted no more: there is nothing to hide', () => {
        const [, left] = closes(policyWith(blackList), [{ measure: '7m', facts: black }, gone])
        expect(left).toMatchObject({ earnedCause: 'left', tier: null, isRestricted: false })
    })
})

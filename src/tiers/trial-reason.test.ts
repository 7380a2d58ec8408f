import { expect, it } from 'vitest'
import type { MoverReason, TrialMover, TrialTier } from './trial.ts'
import { reasonOfMove } from './trial-reason.ts'

const name = { 'zh-CN': '级', 'zh-TW': '級', en: 'Tier' }
const tiers: readonly TrialTier[] = [
    { id: 'mass', name, atLeast: null },
    { id: 'gold', name, atLeast: '60000' },
]
const after = { versions: [], tiers, isStored: false }

const at = (tier: string | null, more: Partial<MoverReason> = {}): MoverReason => ({
    tier,
    earnedTier: tier,
    earnedCause: 'unchanged',
    cause: 'earned',
    rule: null,
    rawTier: tier,
    route: null,
    measure: '55000.000000',
    ...more,
})
const nowhere = at(null, { earnedCause: null, cause: null, rawTier: null, measure: null })
const gold = at('gold')
const mass = at('mass')

// What each policy says of a party, and what tells them apart.
it.each<[string, readonly [MoverReason, MoverReason], string]>([
    ['below the threshold', [gold, mass], 'fell_below'],
    ['at the threshold', [mass, at('gold', { measure: '60000.000000' })], 'reached'],
    ['by a route', [mass, at('gold', { route: 1 })], 'by_route'],
    ['a cap', [gold, at('mass', { earnedTier: 'gold', cause: 'capped', rule: 'black' })], 'given'],
    ['a cap no more', [at('mass', { cause: 'capped', rule: 'black' }), gold], 'given_before'],
    ['out of the population', [gold, nowhere], 'no_longer_asked'],
    ['into the population', [nowhere, mass], 'newly_asked'],
    ['untiered', [gold, at(null, { earnedCause: 'untiered' })], 'untiered'],
    ['untiered so far', [at(null, { earnedCause: 'untiered' }), gold], 'untiered_before'],
    ['a month without data', [gold, at('mass', { rawTier: null, measure: null })], 'earlier'],
    [
        'longer protection',
        [mass, at('gold', { earnedCause: 'protected', rawTier: 'mass' })],
        'kept',
    ],
    [
        'a longer run asked',
        [gold, at('mass', { earnedCause: 'rising', rawTier: 'gold', measure: '70000.000000' })],
        'rising',
    ],
    ['another requirement', [gold, at('mass', { measure: '70000.000000' })], 'requirement'],
    [
        'another rhythm',
        [gold, at('mass', { earnedCause: 'unreviewed', rawTier: 'gold', measure: '70000.000000' })],
        'reviews',
    ],
])('%s', (_, [before, tried], code) => {
    const rank = ({ tier }: MoverReason): number => [null, 'mass', 'gold'].indexOf(tier)
    const direction = rank(tried) > rank(before) ? 'up' : 'down'
    const mover: TrialMover = {
        partyId: '1',
        recordKey: 'x:y:1',
        name: null,
        branch: null,
        sums: { assets: null },
        direction,
        before,
        after: tried,
    }
    const reason = reasonOfMove(mover, { after })
    expect(reason.code).toBe(code)
    if (code === 'fell_below' || code === 'reached') {
        expect(reason).toMatchObject({ tier: 'gold', threshold: '60000' })
    }
})

it('says that a tier is no more', () => {
    const mover: TrialMover = {
        partyId: '1',
        recordKey: 'x:y:1',
        name: null,
        branch: null,
        sums: { assets: null },
        direction: 'down',
        before: at('silver'),
        after: mass,
    }
    expect(reasonOfMove(mover, { after })).toMatchObject({ code: 'no_such_tier', tier: 'silver' })
})

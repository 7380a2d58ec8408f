import { describe, expect, it } from 'vitest'
import type { Assignment, Override, TierState } from '#tiers/assignment.ts'
import { mergeStates } from '#tiers/merge-states.ts'
import { outlookOf } from '#tiers/outlook.ts'
import { type Close, closes, givenStory, policyWith, repeat, story } from './close-story.ts'
import { dropWithoutAccounts, goldDropped, graceOf, versionFrom } from './policy-edits.ts'

// What a new version does to the state before it; states that another system left.

const version = (month: string, onChange: string, edits: Record<string, string> = {}) =>
    policyWith({ ...versionFrom(month, onChange), ...edits })

const opened = (tier: string, edits: Partial<TierState> = {}): TierState => ({
    earnedTier: tier,
    earnedCause: 'unchanged',
    belowCount: 0,
    belowTierMax: null,
    upCount: 0,
    upTierMin: null,
    staleCount: 0,
    closesSinceEntry: 60,
    ...edits,
})

/** The same measures under a version from the fourth close on. */
function storyUnder(under: ReturnType<typeof policyWith>, measures: readonly string[]): string {
    const months = measures.map(
        (measure, index): Close => (index === 3 ? { measure, under } : measure),
    )
    return story(policyWith(), months)
}

describe('a new version', () => {
    const falls = ['2.5m', '400k', '400k', '400k', '400k', '400k', '400k']

    it('goes on counting what was counted', () => {
        expect(storyUnder(version('04', 'below: keep'), falls.slice(0, 4))).toBe(
            'diamond entered, diamond protected, diamond protected, gold downgraded',
        )
    })

    it('counts anew from its first close on where it says reset, and only there', () => {
        expect(storyUnder(version('04', 'below: reset'), falls.slice(0, 6))).toBe(
            'diamond entered, diamond protected, diamond protected, ' +
                'diamond protected, diamond protected, gold downgraded',
        )
    })

    it('lets nobody fall in its grandfather closes, while counts run on', () => {
        expect(storyUnder(version('04', 'grandfather: 3'), falls)).toBe(
            ['diamond entered', ...repeat('diamond protected', 5), 'gold downgraded'].join(', '),
        )
    })

    it('says how many reviews are left with its grandfather closes', () => {
        const under = version('04', 'grandfather: 3')
        const months = falls.map(
            (measure, index): Close => (index === 3 ? { measure, under } : measure),
        )
        const left = closes(policyWith(), months)
            .slice(3, 6)
            .map((row) => (row === null ? null : outlookOf(under, row).reviewsLeft))
        expect(left).toEqual([3, 2, 1])
    })

    it('ends protection at once in its grandfather closes too', () => {
        const under = version('02', 'grandfather: 3', dropWithoutAccounts)
        const months = ['600k', { measure: '0', facts: { accounts_open: 0 }, under }]
        expect(story(policyWith(), months)).toBe('platinum entered, mass downgraded')
    })

    it('lets everybody rise in its grandfather closes', () => {
        const under = version('02', 'grandfather: 3')
        expect(story(policyWith(), ['60k', { measure: '600k', under }])).toBe(
            'gold entered, platinum upgraded',
        )
    })

    it('raises who reaches a tier that it has put between two others', () => {
        const under = version('02', '', {
            ' at_least: 500000 CNY }':
                ' at_least: 500000 CNY }\n' +
                '    - { id: ruby, name: { zh-CN: 红, zh-TW: 紅, en: Ruby }, at_least: 1000000 CNY }',
        })
        expect(story(policyWith(), ['1.5m', { measure: '1.5m', under }])).toBe(
            'platinum entered, ruby upgraded',
        )
    })

    it('that makes one tier of two ends a run that touched the tier held', () => {
        // Platinum twice below, at gold: both are platinum now, so that nothing has been below.
        const under = policyWith(goldDropped)
        const months = ['600k', '60k', { measure: '10k', under }, '10k', '10k']
        expect(story(policyWith(), months, 202412)).toBe(
            'platinum entered, platinum protected, platinum protected, platinum protected, ' +
                'mass downgraded',
        )
    })

    it('that makes one tier of two ends a rise to the tier held', () => {
        const slow = { 'after: 1': 'after: 2' }
        const under = policyWith({ ...goldDropped, ...slow })
        const months = ['60k', '600k', { measure: '2.5m', under }, '2.5m']
        expect(story(policyWith(slow), months, 202412)).toBe(
            'gold entered, gold rising, platinum rising, diamond upgraded',
        )
    })

    it('reads an override or a grant of a dropped tier as what replaces it', () => {
        const override: Override = {
            overrideId: 7,
            mode: 'at_least',
            tier: 'gold',
            lifts: null,
            serves: true,
        }
        const months = [
            { measure: '10k', override },
            { measure: '10k', grants: [{ grantId: 1, tier: 'gold' }] },
        ]
        expect(givenStory(policyWith(goldDropped), months)).toBe(
            'platinum overridden 7, platinum granted 1',
        )
    })
})

describe('an opening state', () => {
    it('goes on with its tier and its count', () => {
        const before = opened('diamond', { belowCount: 2, belowTierMax: 'mass' })
        expect(story(policyWith(), [{ measure: '400k', before }])).toBe('gold downgraded')
    })

    it('has the base tier as the best of what it counted', () => {
        const before = opened('diamond', { belowCount: 2, belowTierMax: 'mass' })
        const best = policyWith({ 'to: current': 'to: best_of_wait' })
        const [row] = closes(best, [{ measure: '10k', before }])
        expect(row).toMatchObject({ earnedTier: 'mass', earnedCause: 'downgraded' })
    })

    it('is no newcomer, unless it says so', () => {
        const fallen = { belowCount: 2, belowTierMax: 'mass' }
        const policy = policyWith(graceOf(4))
        const tell = (closesSinceEntry: number): string =>
            story(policy, [
                { measure: '400k', before: opened('diamond', { ...fallen, closesSinceEntry }) },
            ])
        expect(tell(60)).toBe('gold downgraded')
        expect(tell(3)).toBe('diamond protected')
        expect(tell(4)).toBe('gold downgraded')
    })
})

describe('identity changes', () => {
    const policy = policyWith()
    const merge = (partyId: string, states: Record<string, TierState>, by: 'merged' | 'split') =>
        mergeStates(
            Object.entries(states).map(([id, state]) => ({
                partyId: id,
                state,
                by: id === partyId && by === 'merged' ? null : by,
            })),
            { policy, partyId },
        )
    const closeOf = (merged: ReturnType<typeof merge>, measure: string | null): Assignment | null =>
        closes(policy, [
            { measure, before: merged?.before ?? null, changed: merged?.changed ?? null },
        ])[0] ?? null

    it('give the survivor the higher tier with that party’s counts', () => {
        const high = opened('diamond', { belowCount: 2, belowTierMax: 'gold' })
        const merged = merge('9', { '9': opened('gold', { upCount: 1 }), '4': high }, 'merged')
        expect(merged).toEqual({ before: high, changed: 'merged' })
        expect(closeOf(merged, '400k')).toMatchObject({
            earnedTier: 'gold',
            earnedCause: 'downgraded',
        })
    })

    it('leave the survivor its own counts among equals', () => {
        const own = opened('gold', { belowCount: 1, belowTierMax: 'mass' })
        const merged = merge('9', { '4': opened('gold'), '9': own }, 'merged')
        expect(merged?.before).toBe(own)
    })

    it('take the counts of the lowest id among equals that are not its own', () => {
        const lowest = opened('gold', { belowCount: 1, belowTierMax: 'mass' })
        const states = { '12': opened('gold'), '3': lowest, '9': opened('mass') }
        expect(merge('9', states, 'merged')?.before).toBe(lowest)
    })

    it('prefer a tier to none, and take nothing from who had left', () => {
        const untiered = opened('mass', { earnedTier: null, earnedCause: 'untiered' })
        const left = opened('private', { earnedTier: null, earnedCause: 'left' })
        const mass = opened('mass')
        expect(merge('9', { '9': untiered, '4': mass }, 'merged')?.before).toBe(mass)
        expect(merge('9', { '9': mass, '4': left }, 'merged')).toEqual({
            before: mass,
            changed: null,
        })
        expect(merge('9', { '4': left }, 'merged')).toBeNull()
    })

    it('show only where the reviews changed nothing', () => {
        const states = { '9': opened('gold'), '4': opened('platinum') }
        const merged = merge('9', states, 'merged')
        const causes = ['600k', '60k', '7m', null].map(
            (measure) => closeOf(merged, measure)?.earnedCause,
        )
        expect(causes).toEqual(['merged', 'merged', 'upgraded', 'stale'])
    })

    it('give each part of a divided party its tier without counts, but not as a newcomer', () => {
        const state = opened('diamond', {
            ...{ belowCount: 2, belowTierMax: 'gold', upCount: 1, upTierMin: 'private' },
            ...{ staleCount: 1, closesSinceEntry: 7 },
        })
        const part = merge('11', { '9': state }, 'split')
        expect(part).toEqual({
            before: opened('diamond', { closesSinceEntry: 7 }),
            changed: 'split',
        })
        expect(closeOf(part, '400k')).toMatchObject({
            earnedTier: 'diamond',
            earnedCause: 'split',
            belowCount: 1,
            closesSinceEntry: 8,
        })
    })
})

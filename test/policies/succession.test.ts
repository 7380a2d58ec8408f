import { describe, expect, it } from 'vitest'
import { checkPolicyFile } from '#tiers/check-policy-file.ts'
import { checkSuccession } from '#tiers/check-succession.ts'
import { type Edits, file, placed, soundPolicy, textWith } from './sound-policy.ts'

const before = soundPolicy({
    'version: 2026-01': 'version: 2025-01',
    'effective_from: 2026-01': 'effective_from: 2025-01',
    'id: gold': 'id: silver',
    '{ tier: gold, days: 5 }': '{ tier: silver, days: 5 }',
    'at_least: gold': 'at_least: silver',
    'at_most: gold': 'at_most: silver',
    'replaces: { silver: gold }, ': '',
})

const swapped = {
    'id: gold': 'id: first',
    'id: platinum': 'id: gold',
    'id: first': 'id: platinum',
}

function faultsAfter(edits: Edits): readonly string[] {
    const text = textWith(edits)
    const { failures, policy } = checkPolicyFile(text, { file, baseCurrency: 'CNY', before })
    expect(policy).not.toBeNull()
    return placed(failures, text)
}

describe('a version after another one', () => {
    it('takes over every tier', () => expect(faultsAfter({})).toEqual([]))

    const wrong: readonly (readonly [string, Edits, readonly string[]])[] = [
        [
            'dropped tier',
            { 'replaces: { silver: gold }, ': '' },
            ['tiers.tier_dropped @ - { id: ma'],
        ],
        [
            'replaced tier that was not there',
            { 'silver: gold': 'silver: gold, sliver: gold' },
            ['tiers.replaced_tier_unknown @ gold }, be'],
        ],
        [
            'version of the same name',
            { 'version: 2026-01': 'version: 2025-01' },
            ['tiers.version_twice @ 2025-01'],
        ],
        [
            'version in force from the same month',
            { 'effective_from: 2026-01': 'effective_from: 2025-01' },
            ['tiers.version_not_later @ 2025-01'],
        ],
        [
            'version in force from an earlier month',
            { 'effective_from: 2026-01': 'effective_from: 2024-12' },
            ['tiers.version_not_later @ 2024-12'],
        ],
        [
            // Platinum's holders stay above those of silver, whatever the tiers are called.
            'changed order',
            { ...swapped, 'at_most: gold': 'at_most: platinum' },
            ['tiers.tiers_reordered @ - { id: ma'],
        ],
    ]
    for (const [name, edits, expected] of wrong) {
        it(`is refused for a ${name}`, () => expect(faultsAfter(edits)).toEqual(expected))
    }

    it('names every fault at once', () => {
        const edits = {
            'version: 2026-01': 'version: 2025-01',
            'effective_from: 2026-01': 'effective_from: 2025-01',
            'silver: gold': 'bronze: gold',
        }
        expect(faultsAfter(edits)).toEqual([
            'tiers.version_twice @ 2025-01',
            'tiers.version_not_later @ 2025-01',
            'tiers.replaced_tier_unknown @ gold }, be',
            'tiers.tier_dropped @ - { id: ma',
        ])
    })

    it('has nothing to replace where it is the first', () => {
        const codes = (edits: Edits): readonly string[] =>
            checkSuccession({ before: null, after: soundPolicy(edits) }).map(({ code }) => code)
        expect(codes({})).toEqual(['tiers.replaced_tier_unknown'])
        expect(codes({ 'replaces: { silver: gold }, ': '' })).toEqual([])
    })
})

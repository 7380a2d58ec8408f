import fc from 'fast-check'
import { expect, it } from 'vitest'
import { catalogue } from '#features/catalogue.ts'
import { parseCondition } from '#features/parse-condition.ts'
import { managementModes, type Stage, stageReasons, stages } from '#features/stage-words.ts'
import type { YamlPart } from '#features/yaml-part.ts'
import { mayFollow } from './stage-transitions.ts'

/** The pairs that no customer can go through, written out once more by what they mean. */
function isBug(before: Stage, after: Stage): boolean {
    if (before === after) return false
    const wasAway = before === 'dormant' || before === 'lost'
    switch (after) {
        case 'potential':
            return true
        case 'new':
            return before !== 'potential'
        case 'won_back':
            return !wasAway
        case 'lost':
            return false
        default:
            return before === 'potential'
    }
}

it('allows a pair of stages unless it is a bug', () => {
    for (const before of stages) {
        for (const after of stages) {
            expect([before, after, mayFollow(before, after)]).toEqual([
                before,
                after,
                !isBug(before, after),
            ])
        }
    }
})

it('lets the first month be any', () => {
    fc.assert(fc.property(fc.constantFrom(...stages), (stage) => mayFollow(null, stage)))
})

it('has the words that the catalogue knows', () => {
    const values = (id: string): readonly string[] | null => catalogue.get(id)?.values ?? null
    expect(values('lifecycle_stage')).toEqual(stages)
    expect(values('lifecycle_reason')).toEqual(stageReasons)
    expect(values('management_mode')).toEqual(managementModes)
})

it('decides no tier: a condition of one may not name it', () => {
    const condition = { feature: 'lifecycle_stage', op: '=', value: 'dormant' }
    const placeOf = () => ({ file: 'policy.yaml', line: 1, column: 1 })
    const codesFor = (purpose: 'tier' | 'segment'): readonly string[] => {
        const part: YamlPart = { value: condition, path: [], placeOf, faults: [] }
        parseCondition(part, { catalogue, baseCurrency: 'CNY', purpose })
        return part.faults.map(({ code }) => code)
    }
    expect(codesFor('tier')).toEqual(['features.feature_lifecycle'])
    expect(codesFor('segment')).toEqual([])
})

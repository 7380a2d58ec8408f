import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileComparison, readRecord, type TextRow } from '#identity/compare-records.ts'
import { type KindId, kindIds, kinds } from '#identity/kinds.ts'
import { learnModel } from '#identity/learn/learn-model.ts'
import { weighPattern } from '#identity/learn/match-model.ts'
import { patternFields } from '#identity/learn/pattern.ts'
import { levelOfTexts } from '#identity/level-of.ts'
import { allKinds, rowOfAllKinds } from './all-kinds.ts'
import { countPatterns } from './link-rows.ts'
import { mangled } from './text-of-kind.ts'

const compare = compileComparison(allKinds)
const patternOf = (a: TextRow, b: TextRow) =>
    compare({ a: readRecord(a, allKinds), b: readRecord(b, allKinds) })

describe('comparing', () => {
    it.each([...kindIds])('%s is the same from either side', (kind: KindId) => {
        const met = new Set<string | null>()
        fc.assert(
            fc.property(mangled(kind), mangled(kind), (a, b) => {
                const level = levelOfTexts(kind, { a, b })
                met.add(level)
                expect(levelOfTexts(kind, { a: b, b: a })).toBe(level)
            }),
            { numRuns: 600, seed: 1 },
        )
        // Texts that are all the same or all different would prove nothing.
        const { length } = kinds[kind].levels
        expect(met).toContain('exact')
        const known = [...met].filter((level) => level !== null)
        expect(known.length).toBeGreaterThanOrEqual(Math.min(length + 1, 3))
    })

    it('two records on all kinds is the same from either side', () => {
        fc.assert(
            fc.property(rowOfAllKinds, rowOfAllKinds, (a, b) => {
                expect(patternOf(b, a)).toEqual(patternOf(a, b))
            }),
        )
    })
})

describe('an unknown value', () => {
    it('of either side leaves all other fields as they are, and weighs nothing', () => {
        const rows = fc.sample(rowOfAllKinds, { numRuns: 40, seed: 7 })
        const patterns = countPatterns(
            rows.flatMap((a, at) => rows.slice(at + 1).map((b) => patternOf(a, b))),
        )
        const fields = patternFields(allKinds)
        const learned = learnModel({
            ...{ fields, random: patterns, candidates: patterns, records: 40, rules: null },
            keys: [{ key: 'all', leaves: [], counts: patterns }],
        })
        if (!learned.ok) throw new Error('nothing was learned')
        const model = learned.value
        fc.assert(
            fc.property(rowOfAllKinds, rowOfAllKinds, fc.constantFrom(...kindIds), (a, b, kind) => {
                const place = kindIds.indexOf(kind)
                const pattern = patternOf(a, b)
                const without = pattern.with(place, -1)
                const unknown = { ...a, [kind]: null }
                expect(patternOf(unknown, b)).toEqual(without)
                expect(patternOf(b, unknown)).toEqual(without)
                const own = model.fields[place]?.levels[pattern[place] ?? -1]?.weight ?? 0
                expect(weighPattern(model, without)).toBe(weighPattern(model, pattern) - own)
            }),
            { numRuns: 50 },
        )
    })
})

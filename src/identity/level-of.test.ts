import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnJoint, different, type LevelTest } from './kind.ts'
import { type KindId, kindIds, kinds } from './kinds.ts'
import { formsOf, levelOf, levelOfTexts } from './level-of.ts'
import { compileTest } from './level-test.ts'

/** Letters, digits and signs of which values of all kinds are made, so that many nearly agree. */
const alphabet = [
    ...'张張章偉伟卫未末单善海市区路号栋室司有限公厂分无上杭州',
    ...'AbZ王0123198-/(（）). @+x*',
    ...['有限公司', '分公司', '1990', '13', '138', '杭州市', '😀', columnJoint],
]
const value = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 14 })
const pairOf = fc.oneof(
    fc.record({ a: value, b: value }),
    // Two values that share most of what they have.
    fc
        .record({ one: value, two: value, middle: value })
        .map(({ one, two, middle }) => ({ a: `${one}${middle}`, b: `${two}${middle}` })),
)
const kind = fc.constantFrom(...kindIds)

describe('the level of two values', () => {
    it('is the same from either side, and one that the kind has', () => {
        fc.assert(
            fc.property(kind, pairOf, (id, { a, b }) => {
                const level = levelOfTexts(id, { a, b })
                expect(levelOfTexts(id, { a: b, b: a })).toBe(level)
                const known: readonly string[] = kinds[id].levels.map((one) => one.id)
                expect(level === null || level === different || known.includes(level)).toBe(true)
            }),
            { numRuns: 4000 },
        )
    })

    it('is null where either side is unknown, and only there', () => {
        fc.assert(
            fc.property(kind, pairOf, (id, { a, b }) => {
                const forms = { a: formsOf(id, a), b: formsOf(id, b) }
                const isUnknown = forms.a === null || forms.b === null
                expect(levelOf(id, forms) === null).toBe(isUnknown)
                expect(levelOfTexts(id, { a, b: null })).toBeNull()
                expect(levelOfTexts(id, { a: '  ', b })).toBeNull()
            }),
            { numRuns: 2000 },
        )
    })

    it('is the best of a value with itself', () => {
        fc.assert(
            fc.property(kind, value, (id, a) => {
                // Half a name of two columns is no whole one.
                fc.pre(id !== 'full_name')
                expect([null, 'exact']).toContain(levelOfTexts(id, { a, b: a }))
            }),
            { numRuns: 2000 },
        )
    })

    it('of a text without end is found in no time', () => {
        const a = '杭州市海辰(电子路1号'.repeat(20_000)
        for (const id of kindIds) levelOfTexts(id, { a, b: `${a}x` })
    })

    it('is found by the forms that the kind names, and by no others', () => {
        const used = (test: LevelTest): readonly string[] =>
            Object.entries(test).flatMap(([word, of]) =>
                word === 'all' || word === 'any'
                    ? (of as readonly LevelTest[]).flatMap(used)
                    : word === 'max' || word === 'min' || word === 'from'
                      ? []
                      : (of as string | readonly string[]),
            )
        for (const [id, { forms, levels }] of Object.entries(kinds)) {
            const named = levels.flatMap(({ when, frequency }) => [
                ...used(when),
                ...(frequency === null ? [] : [frequency]),
            ])
            expect({ id, unknown: named.filter((form) => !forms.includes(form)) }).toEqual({
                id,
                unknown: [],
            })
        }
    })

    it('reads exactly the forms that its kind names', () => {
        fc.assert(
            fc.property(kind, value, (id, text) => {
                const forms = formsOf(id, text)
                if (forms === null) return
                expect(Object.keys(forms).toSorted()).toEqual([...kinds[id].forms].toSorted())
            }),
            { numRuns: 2000 },
        )
    })
})

type TwoForms = readonly [string | null, string | null]

describe('the tests of levels', () => {
    const cases: readonly (readonly [LevelTest, TwoForms, boolean])[] = [
        [{ equal: 'f' }, ['x', 'x'], true],
        [{ equal: 'f' }, [null, null], false],
        [{ alike: 'f' }, [null, null], true],
        [{ alike: 'f' }, ['x', null], false],
        [{ agree: 'f' }, ['x', null], true],
        [{ agree: 'f' }, ['x', 'y'], false],
        [{ differ: 'f' }, ['x', 'y'], true],
        [{ differ: 'f' }, ['x', null], false],
        [{ some: 'f' }, ['x', null], true],
        [{ some: 'f' }, [null, null], false],
        [{ both: 'f' }, ['x', null], false],
        [{ both: 'f' }, ['x', 'y'], true],
        [{ lone: 'f' }, ['x', null], true],
        [{ lone: 'f' }, ['x', 'x'], false],
        [{ edits: 'f', max: 1 }, ['abc', 'abd'], true],
        [{ edits: 'f', max: 1, from: 4 }, ['abc', 'abd'], false],
        [{ within: 'f', max: 2 }, ['10', '12'], true],
        [{ within: 'f', max: 2 }, ['10', '13'], false],
        [{ similar: 'f', min: 0.9 }, ['MARTHA', 'MARHTA'], true],
        [{ all: [{ some: 'f' }, { equal: 'f' }] }, ['x', 'x'], true],
        [{ any: [{ lone: 'f' }, { equal: 'f' }] }, ['x', 'y'], false],
    ]

    it.each(cases)('%j of %j: %s', (test, [left, right], holds) => {
        const asked = compileTest(test)
        expect(asked({ f: left }, { f: right })).toBe(holds)
        expect(asked({ f: right }, { f: left })).toBe(holds)
    })

    it('cross over once or both ways', () => {
        const a = { f: 'x', g: 'y' }
        const crossed = compileTest({ crossed: ['f', 'g'] })
        const swapped = compileTest({ swapped: ['f', 'g'] })
        expect([crossed(a, { f: 'z', g: 'x' }), swapped(a, { f: 'z', g: 'x' })]).toEqual([
            ...[true, false],
        ])
        expect(swapped(a, { f: 'y', g: 'x' })).toBe(true)
    })
})

/** Kinds whose look-ups would be worth nothing without a test that something is read. */
it.each([...kindIds])('%s has levels, the first of them exact', (id: KindId) => {
    expect(kinds[id].levels[0]?.id).toBe('exact')
})

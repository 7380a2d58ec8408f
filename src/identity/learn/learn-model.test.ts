import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { fitModel, type Learning, learnModel } from './learn-model.ts'
import type { MatchModel } from './match-model.ts'
import type { Pattern, PatternCount } from './pattern.ts'

/** Chances of three levels, the last for all else. */
type Truth = {
    readonly m: readonly Chances[]
    readonly u: readonly Chances[]
    readonly prior: number
}
type Chances = readonly [number, number, number]

const records = 1_000
const pairs = (records * (records - 1)) / 2

/** Fractions from a seed: what is drawn here owes nothing to the code under test. */
function fractions(seed: number): () => number {
    let state = seed >>> 0
    return () => {
        state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
        const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0
        return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
    }
}

/** All pairs of a base, drawn from known chances. */
function drawBase({ m, u, prior }: Truth, seed: number): readonly PatternCount[] {
    const next = fractions(seed)
    const counts = new Map<string, PatternCount>()
    for (let pair = 0; pair < pairs; pair++) {
        const chances = next() < prior ? m : u
        const pattern = chances.map(([best, middle]) => {
            const drawn = next()
            if (drawn < best) return 0
            return drawn < best + middle ? 1 : 2
        })
        const key = pattern.join()
        counts.set(key, { pattern, count: (counts.get(key)?.count ?? 0) + 1 })
    }
    return [...counts.values()]
}

const levels = ['exact', 'near', 'different']
const ids = ['name', 'phone', 'address', 'birth_date']

/** Keys by the exact level of the first three fields, over a base of four. */
function learningOf(base: readonly PatternCount[]): Learning {
    const agreeOn = (field: number) => base.filter(({ pattern }) => pattern[field] === 0)
    return {
        fields: ids.map((id) => ({ id, levels })),
        keys: [0, 1, 2].map((field) => ({
            key: `key ${field}`,
            leaves: [ids[field] ?? ''],
            counts: agreeOn(field),
        })),
        random: base,
        candidates: base.filter(({ pattern }) => pattern.slice(0, 3).includes(0)),
        records,
        rules: null,
    }
}

const truth: Truth = {
    m: [
        [0.8, 0.15, 0.05],
        [0.7, 0.1, 0.2],
        [0.6, 0.25, 0.15],
        [0.9, 0.06, 0.04],
    ],
    u: [
        [0.002, 0.01, 0.988],
        [0.0005, 0.002, 0.9975],
        [0.004, 0.03, 0.966],
        [0.003, 0.02, 0.977],
    ],
    prior: 0.002,
}
const base = drawBase(truth, 7)
const learning = learningOf(base)
const model = valueOrThrow(learnModel(learning))

/** Five standard errors of a share among so many. */
const room = (share: number, among: number): number => 5 * Math.sqrt((share * (1 - share)) / among)

function expectTruth(found: MatchModel, { m, u, prior }: Truth): void {
    expect(Math.abs(found.prior - prior)).toBeLessThan(room(prior, pairs) + 0.03 * prior)
    for (const [at, field] of found.fields.entries()) {
        for (const [level, { m: foundM, u: foundU }] of field.levels.entries()) {
            const [trueM, trueU] = [m[at]?.[level] ?? 0, u[at]?.[level] ?? 0]
            expect(Math.abs(foundM - trueM)).toBeLessThan(room(trueM, 0.5 * pairs * prior) + 0.005)
            expect(Math.abs(foundU - trueU)).toBeLessThan(room(trueU, pairs) + 1e-5)
        }
    }
}

describe('learning without labels', () => {
    it('finds the chances that pairs were drawn from', () => {
        expectTruth(model, truth)
        expect(model.isSettled).toBe(true)
        expect(model.sessions.every(({ isConverged, isUsed }) => isConverged && isUsed)).toBe(true)
        expect(model.warnings).toEqual([])
    })

    it('finds other chances as well', () => {
        const share = fc.double({ min: 0.55, max: 0.95, noNaN: true })
        const rare = fc.double({ min: 0.0003, max: 0.01, noNaN: true })
        const four = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 4, maxLength: 4 })
        const drawn = fc.record({ agree: four(share), chance: four(rare), seed: fc.nat() })
        fc.assert(
            fc.property(drawn, ({ agree, chance, seed }) => {
                const other: Truth = {
                    m: agree.map((best) => [best, (1 - best) * 0.6, (1 - best) * 0.4]),
                    u: chance.map((best) => [best, best * 4, 1 - best * 5]),
                    prior: 0.003,
                }
                const found = learnModel(learningOf(drawBase(other, seed)))
                expectTruth(valueOrThrow(found), other)
            }),
            { numRuns: 5 },
        )
    })

    it('weighs a level by how much likelier matches make it, in thousandths of a bit', () => {
        for (const { levels: weighed } of model.fields) {
            for (const { m, u, weight } of weighed) {
                expect(weight).toBe(Math.round(1000 * (Math.log2(m) - Math.log2(u))))
            }
        }
        expect(model.priorWeight).toBeLessThan(-8_000)
        expect(model.partners).toBeCloseTo(model.prior * 999, 10)
    })

    it('estimates the share of matches whatever share rules are guessed to find', () => {
        for (const recall of [0.2, 0.5, 1]) {
            const rules = { matches: 400, recall }
            const { prior } = valueOrThrow(learnModel({ ...learning, rules }))
            expect(Math.abs(prior / model.prior - 1)).toBeLessThan(1e-6)
        }
        // What rules find are matches: where fewer are expected, the rules are believed.
        const rules = { matches: 2_000, recall: 0.5 }
        expect(valueOrThrow(learnModel({ ...learning, rules })).prior).toBe(4_000 / pairs)
    })
})

describe('laws of learning', () => {
    it('depends on no order', () => {
        const turn = (counts: readonly PatternCount[]): readonly PatternCount[] =>
            counts
                .flatMap(({ pattern, count }) =>
                    count < 2
                        ? [{ pattern, count }]
                        : [
                              { pattern, count: 1 },
                              { pattern, count: count - 1 },
                          ],
                )
                .toReversed()
        const turned = {
            ...learning,
            keys: learning.keys.map((key) => ({ ...key, counts: turn(key.counts) })),
            random: turn(learning.random),
            candidates: turn(learning.candidates),
        }
        expect(learnModel(turned)).toEqual(learnModel(learning))
    })

    it('is changed by no field that is unknown everywhere', () => {
        const widen = (counts: readonly PatternCount[]): readonly PatternCount[] =>
            counts.map(({ pattern, count }) => {
                const wider: Pattern = [...pattern.slice(0, 2), -1, ...pattern.slice(2)]
                return { pattern: wider, count }
            })
        const wider = valueOrThrow(
            learnModel({
                ...learning,
                fields: learning.fields.toSpliced(2, 0, { id: 'email', levels }),
                keys: learning.keys.map((key) => ({ ...key, counts: widen(key.counts) })),
                random: widen(learning.random),
                candidates: widen(learning.candidates),
            }),
        )
        expect(wider.fields.filter(({ id }) => id !== 'email')).toEqual(model.fields)
        expect(wider.fields[2]?.levels.map(({ weight }) => weight)).toEqual([0, 0, 0])
        expect({ ...wider, fields: [], warnings: [] }).toEqual({
            ...model,
            fields: [],
            warnings: [],
        })
        expect(wider.warnings).toEqual([{ kind: 'never_compared', field: 'email' }])
    })
})

describe('weights that were learned elsewhere', () => {
    it('are the same for what they were learned from', () => {
        expect(fitModel(model, learning)).toEqual(model)
    })

    it('stay, and the share of matches is that of the records at hand', () => {
        const rarer = drawBase({ ...truth, prior: 0.0005 }, 11)
        const fitted = fitModel(model, learningOf(rarer))
        expect(fitted.fields).toEqual(model.fields)
        expect(fitted.prior).toBeGreaterThan(0.0005 - room(0.0005, pairs))
        expect(fitted.prior).toBeLessThan(0.0005 + room(0.0005, pairs))
        expect(fitted.partners).toBeCloseTo(fitted.prior * 999, 10)
    })
})

describe('what is refused and warned of', () => {
    it('refuses to learn from nothing, with all reasons', () => {
        const nothing = { ...learning, keys: [], random: [], candidates: [] }
        expect(learnModel(nothing)).toMatchObject({
            ok: false,
            failures: [
                { code: 'identity.learn_without_pairs', params: { keys: 0 } },
                { code: 'identity.learn_without_random' },
            ],
        })
    })

    it('warns of a key without matches and of a field that all keys leave out', () => {
        const alone = { ...learning, keys: learning.keys.slice(0, 1) }
        expect(valueOrThrow(learnModel(alone)).warnings).toContainEqual({
            kind: 'unlearned',
            field: 'name',
        })
        const few = [{ pattern: [0, 2, 2, 2], count: 5 }]
        const poor = {
            ...learning,
            keys: [...learning.keys, { key: 'few', leaves: [], counts: few }],
        }
        expect(valueOrThrow(learnModel(poor)).warnings).toEqual([
            { kind: 'few_matches', key: 'few' },
        ])
    })

    it('warns of levels in the wrong order, and of those nobody has', () => {
        const turned = ({ m, u }: Truth): Truth => ({
            m: m.map(([best, middle, other], at) =>
                at === 3 ? [middle, best, other] : [best, middle, other],
            ),
            u: u.map(([best, middle, other], at) =>
                at === 3 ? [middle, best, other] : [best, middle, other],
            ),
            prior: truth.prior,
        })
        expect(valueOrThrow(learnModel(learningOf(drawBase(turned(truth), 7)))).warnings).toEqual([
            { kind: 'levels_out_of_order', field: 'birth_date', better: 'exact', worse: 'near' },
        ])
        const same = (counts: readonly PatternCount[]): readonly PatternCount[] =>
            counts.map(({ pattern, count }) => ({ pattern: [...pattern, 1], count }))
        const found = learnModel({
            ...learning,
            fields: [...learning.fields, { id: 'country', levels }],
            keys: learning.keys.map((key) => ({ ...key, counts: same(key.counts) })),
            random: same(learning.random),
            candidates: same(learning.candidates),
        })
        expect(valueOrThrow(found).warnings).toEqual([{ kind: 'no_variation', field: 'country' }])
    })

    it('warns of two fields that agree together more often than they should', () => {
        // Whoever moves gets a new phone as well: of matches, both agree or neither does.
        const tied = base.filter(({ pattern }) => (pattern[1] === 0) === (pattern[2] === 0))
        const { warnings } = valueOrThrow(learnModel(learningOf(tied)))
        const dependent = warnings.find(({ kind }) => kind === 'dependent')
        expect(dependent).toMatchObject({ field: 'phone', other: 'address' })
        if (dependent?.kind !== 'dependent') throw new Error('no dependence found')
        expect(dependent.shared).toBeGreaterThan(500)
        expect(dependent.observed).toBeGreaterThan(dependent.expected)
    })
})

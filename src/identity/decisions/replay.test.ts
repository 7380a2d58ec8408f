import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noPairs, type RecordPairs, scoredPairs } from '../cluster/scored-pairs.ts'
import { clusterDecided } from './cluster-decided.ts'
import type { Decision, RecordIds } from './decision.ts'
import { standingDecisions } from './standing-decisions.ts'

const records = 8
const position = fc.integer({ min: 0, max: records - 1 })

/** What a matching has found of some records, whatever it is. */
const scored = fc.array(
    fc
        .tuple(position, position, fc.integer({ min: -9_000, max: 9_000 }))
        .filter(([left, right]) => left !== right),
    { maxLength: 14 },
)

/** One step of people: a merge or a split of two records, or taking an earlier step back. */
const step = fc.oneof(
    {
        arbitrary: fc.record({
            kind: fc.constantFrom('together' as const, 'apart' as const),
            pair: fc.tuple(position, position).filter(([left, right]) => left !== right),
        }),
        weight: 3,
    },
    { arbitrary: fc.record({ kind: fc.constant('undo' as const), at: fc.nat(20) }), weight: 2 },
)

/** The steps as the bank keeps them: decisions with numbers, those that were taken back marked. */
function keptOf(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
    const kept: Decision[] = []
    for (const [at, one] of steps.entries()) {
        if (one.kind !== 'undo') {
            const [left, right] = one.pair
            const sides = { left: [BigInt(left)], right: [BigInt(right)] }
            kept.push({ no: at + 1, kind: one.kind, ...sides, undoneBy: null })
            continue
        }
        const place = kept.length === 0 ? -1 : one.at % kept.length
        const taken = kept[place]
        if (taken?.undoneBy === null) kept[place] = { ...taken, undoneBy: at + 1 }
    }
    return kept
}

const positions = (pairs: readonly RecordIds[]): RecordPairs => ({
    left: Uint32Array.from(pairs, ([left]) => Number(left)),
    right: Uint32Array.from(pairs, ([, right]) => Number(right)),
})

/** The clusters that decisions come to, over what a matching found. */
function stateOf(
    decisions: readonly Decision[],
    found: readonly (readonly [number, number, number])[],
): readonly number[] {
    const { together, apart } = standingDecisions(decisions)
    const input = { records, kinds: [], apart: noPairs, accept: 4_000, hold: 0 }
    const { cluster } = clusterDecided(
        { ...input, pairs: scoredPairs(found) },
        { together: positions(together), apart: positions(apart) },
    )
    return [...cluster]
}

describe('merges, splits and what was taken back', () => {
    it('come to the same state in whatever order they are replayed', () => {
        const history = fc.array(step, { maxLength: 12 })
        fc.assert(
            fc.property(scored, history, fc.infiniteStream(fc.nat()), (found, steps, draws) => {
                const kept = keptOf(steps)
                const state = stateOf(kept, found)
                const shuffled = kept
                    .map((decision) => ({ decision, place: draws.next().value as number }))
                    .toSorted((left, right) => left.place - right.place)
                    .map(({ decision }) => decision)
                expect(stateOf(shuffled, found)).toEqual(state)
                const active = kept.filter(({ undoneBy }) => undoneBy === null)
                expect(stateOf(active, found)).toEqual(state)
            }),
        )
    })

    it('leave no trace when all of them are taken back, in any order', () => {
        fc.assert(
            fc.property(scored, fc.array(step, { maxLength: 12 }), (found, steps) => {
                const undone = keptOf(steps).map((one, at) => ({ ...one, undoneBy: 100 + at }))
                expect(stateOf(undone, found)).toEqual(stateOf([], found))
            }),
        )
    })

    it('a merge that is taken back gives the same parties as before it', () => {
        const merge = fc.tuple(position, position).filter(([left, right]) => left !== right)
        fc.assert(
            fc.property(scored, fc.array(step, { maxLength: 8 }), merge, (found, steps, pair) => {
                const before = keptOf(steps)
                const [left, right] = pair.map(BigInt)
                const sides = { left: [left ?? 0n], right: [right ?? 0n] }
                const merged: Decision = { no: 50, kind: 'together', ...sides, undoneBy: null }
                const joined = stateOf([...before, merged], found)
                expect(joined[pair[0]]).toBe(joined[pair[1]])
                const undone = { ...merged, undoneBy: 51 }
                expect(stateOf([...before, undone], found)).toEqual(stateOf(before, found))
            }),
        )
    })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision, DecisionKind, RecordIds } from './decision.ts'
import { standingDecisions } from './standing-decisions.ts'

type Sides = readonly [left: readonly number[], right: readonly number[]]

function decided(no: number, kind: DecisionKind, [left, right]: Sides): Decision {
    return { no, kind, left: left.map(BigInt), right: right.map(BigInt), undoneBy: null }
}

/** The groups of these records after the pairs that are together, written as sorted texts. */
function groupsOf(records: number, together: readonly RecordIds[]): readonly string[] {
    const group = Array.from({ length: records }, (_, record) => record)
    for (const [one, other] of together) {
        const [from, to] = [group[Number(other)], group[Number(one)]]
        for (const [at, own] of group.entries()) if (own === from) group[at] = to ?? 0
    }
    return [...new Set(group)].map((own) =>
        [...group.keys()].filter((at) => group[at] === own).join(' '),
    )
}

const records = 7
const decisions: fc.Arbitrary<readonly Decision[]> = fc
    .array(
        fc.record({
            kind: fc.constantFrom<DecisionKind>('together', 'apart'),
            shuffled: fc.shuffledSubarray(
                Array.from({ length: records }, (_, record) => record),
                { minLength: 2, maxLength: 4 },
            ),
            cut: fc.integer({ min: 1, max: 3 }),
            isUndone: fc.boolean(),
        }),
        { maxLength: 8 },
    )
    .map((drawn) =>
        drawn.map(({ kind, shuffled, cut, isUndone }, index) => {
            const at = Math.min(cut, shuffled.length - 1)
            const sides: Sides = [shuffled.slice(0, at), shuffled.slice(at)]
            return { ...decided(index + 1, kind, sides), undoneBy: isUndone ? 99 : null }
        }),
    )

describe('decisions about records', () => {
    it('the later of two about the same records holds', () => {
        const joined = decided(1, 'together', [[1], [2]])
        const parted = decided(2, 'apart', [[2], [1]])
        expect(standingDecisions([joined])).toEqual({
            together: [[1n, 2n]],
            apart: [],
            heldBack: [],
        })
        expect(standingDecisions([joined, parted])).toEqual({
            together: [],
            apart: [[1n, 2n]],
            heldBack: [],
        })
        const again = decided(3, 'together', [[1], [2]])
        expect(standingDecisions([joined, parted, again]).apart).toEqual([])
        expect(standingDecisions([joined, parted, again]).together).toEqual([[1n, 2n]])
    })

    it('a record that is parted from all others leaves them together', () => {
        const joined = decided(1, 'together', [[1], [2, 3]])
        const parted = decided(2, 'apart', [[1], [2]])
        // 1 and 2 stay apart: what would join them both to 3 is held back as a whole.
        expect(standingDecisions([joined, parted])).toEqual({
            together: [],
            apart: [[1n, 2n]],
            heldBack: [{ no: 1, by: 2 }],
        })
        const moved = decided(2, 'apart', [[1], [2, 3]])
        expect(standingDecisions([joined, moved])).toEqual({
            together: [[2n, 3n]],
            apart: [
                [1n, 2n],
                [1n, 3n],
            ],
            heldBack: [],
        })
    })

    it('holds back what would bring two together that are to stay apart', () => {
        const standing = standingDecisions([
            decided(1, 'apart', [[1], [3]]),
            decided(2, 'together', [[1], [2]]),
            decided(3, 'together', [[2], [3]]),
        ])
        // The later of the two comes first.
        expect(standing.together).toEqual([[2n, 3n]])
        expect(standing.heldBack).toEqual([{ no: 2, by: 1 }])
    })

    it('never has two records together that are apart', () => {
        fc.assert(
            fc.property(decisions, (all) => {
                const { together, apart } = standingDecisions(all)
                const groups = groupsOf(records, together).map((group) => group.split(' '))
                for (const [one, other] of apart) {
                    const joined = groups.find((group) => group.includes(String(one)))
                    expect(joined).not.toContain(String(other))
                }
            }),
        )
    })

    it('does not depend on the order in which decisions are read', () => {
        fc.assert(
            fc.property(decisions, fc.infiniteStream(fc.nat()), (all, draws) => {
                const shuffled = all
                    .map((decision) => ({ decision, place: draws.next().value as number }))
                    .sort((left, right) => left.place - right.place)
                    .map(({ decision }) => decision)
                expect(standingDecisions(shuffled)).toEqual(standingDecisions(all))
            }),
        )
    })

    it('forgets wholly what was taken back, wherever it stands', () => {
        fc.assert(
            fc.property(decisions, (all) => {
                const kept = all.filter(({ undoneBy }) => undoneBy === null)
                expect(standingDecisions(all)).toEqual(standingDecisions(kept))
            }),
        )
    })
})

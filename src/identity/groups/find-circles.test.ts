import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCircles } from './find-circles.ts'
import { type Edges, graphOf } from './graph.ts'
import { strongComponents } from './strong-components.ts'

type Pair = readonly [from: number, to: number]

const size = 9
const pairs: fc.Arbitrary<readonly Pair[]> = fc.array(
    fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 })),
    { maxLength: 16 },
)

function edgesOf(all: readonly Pair[], nodes = size): Edges {
    return {
        size: nodes,
        from: Int32Array.from(all, ([from]) => from),
        to: Int32Array.from(all, ([, to]) => to),
    }
}

/** Whether one node can be reached from another, by trying all ways (Warshall). */
function reaches(all: readonly Pair[], isTwoWay: boolean): readonly (readonly boolean[])[] {
    const found = Array.from({ length: size }, (_, node) =>
        Array.from({ length: size }, (__, other) => node === other),
    )
    const mark = (from: number, to: number): void => {
        const row = found[from]
        if (row !== undefined) row[to] = true
    }
    for (const [from, to] of all) {
        mark(from, to)
        if (isTwoWay) mark(to, from)
    }
    for (let by = 0; by < size; by++) {
        for (let from = 0; from < size; from++) {
            for (let to = 0; to < size; to++) {
                if (found[from]?.[by] && found[by]?.[to]) mark(from, to)
            }
        }
    }
    return found
}

describe('circles of a graph', () => {
    it('are who can be reached from one another, by the plainest loops', () => {
        fc.assert(
            fc.property(pairs, (all) => {
                const there = reaches(all, false)
                const near = reaches(all, true)
                const expected = Array.from({ length: size }, (_, node) =>
                    Array.from({ length: size }, (__, other) => other).filter(
                        (other) => there[node]?.[other] && there[other]?.[node],
                    ),
                ).filter((nodes, node) => nodes.length > 1 && nodes[0] === node)
                const circles = findCircles(edgesOf(all))
                expect(circles.map(({ nodes }) => nodes)).toEqual(expected)
                for (const { nodes, connected } of circles) {
                    const [first = 0] = nodes
                    expect(connected).toBe(near[first]?.filter((is) => is).length)
                }
            }),
        )
    })

    it('change with no order of the edges', () => {
        fc.assert(
            fc.property(pairs, (all) => {
                const turned = findCircles(edgesOf(all.toReversed()))
                expect(turned).toEqual(findCircles(edgesOf(all)))
            }),
        )
    })

    it('are none where a node leads only to itself', () => {
        expect(findCircles(edgesOf([[3, 3]]))).toEqual([])
    })

    it('that cross are one', () => {
        const crossing: readonly Pair[] = [
            [0, 1],
            [1, 0],
            [1, 2],
            [2, 1],
            [2, 5],
        ]
        expect(findCircles(edgesOf(crossing))).toEqual([{ nodes: [0, 1, 2], connected: 4 }])
    })

    it('are found at the end of a chain as long as a bank', () => {
        const length = 300_000
        const chain = Array.from({ length: length - 1 }, (_, node): Pair => [node, node + 1])
        const [circle] = findCircles(edgesOf([...chain, [length - 1, length - 2]], length))
        expect(circle).toEqual({ nodes: [length - 2, length - 1], connected: length })
    })
})

it('numbers every node, and a component after those that it leads to', () => {
    fc.assert(
        fc.property(pairs, (all) => {
            const { componentOf, count } = strongComponents(graphOf(edgesOf(all)))
            expect(new Set(componentOf).size).toBe(count)
            for (const [from, to] of all) {
                expect(componentOf[from]).toBeGreaterThanOrEqual(componentOf[to] ?? -1)
            }
        }),
    )
})

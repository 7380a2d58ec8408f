import type { Graph } from './graph.ts'

/** Which component each node belongs to, numbered from 0. */
export type Components = { readonly count: number; readonly componentOf: Int32Array }

/**
 * The strongly connected components of a graph: two nodes are in one where each can be reached from
 * the other, so whoever goes round in a circle is in one of two nodes and more. Linear in nodes and
 * edges, without recursion, as a chain may be as long as there are nodes.
 *
 * Tarjan (1972), Depth-first search and linear graph algorithms.
 */
export function strongComponents({ size, starts, targets }: Graph): Components {
    const componentOf = new Int32Array(size).fill(-1)
    const order = new Int32Array(size).fill(-1)
    const low = new Int32Array(size)
    const next = starts.slice(0, size)
    const open: number[] = []
    const path: number[] = []
    let seen = 0
    let count = 0
    const enter = (node: number): void => {
        order[node] = seen
        low[node] = seen
        seen += 1
        open.push(node)
        path.push(node)
    }
    const lower = (node: number, value: number): void => {
        if (value < (low[node] ?? 0)) low[node] = value
    }
    const leave = (node: number): void => {
        path.pop()
        const above = path.at(-1)
        if (above !== undefined) lower(above, low[node] ?? 0)
        if (low[node] !== order[node]) return
        for (;;) {
            const member = open.pop() ?? node
            componentOf[member] = count
            if (member === node) break
        }
        count += 1
    }
    for (let root = 0; root < size; root++) {
        if (order[root] !== -1) continue
        enter(root)
        while (path.length > 0) {
            const node = path.at(-1) ?? root
            const edge = next[node] ?? 0
            if (edge === starts[node + 1]) {
                leave(node)
                continue
            }
            next[node] = edge + 1
            const target = targets[edge] ?? 0
            if (order[target] === -1) enter(target)
            else if (componentOf[target] === -1) lower(node, order[target] ?? 0)
        }
    }
    return { count, componentOf }
}

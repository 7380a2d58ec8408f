import { type Edges, graphOf } from './graph.ts'
import { strongComponents } from './strong-components.ts'

/** Nodes that lead to one another in circles, and how many hang together with them at all. */
export type Circle = {
    /** Two nodes or more, in rising order. */
    readonly nodes: readonly number[]
    /** Nodes that edges connect with the circle, whichever way they lead, the circle included. */
    readonly connected: number
}

/**
 * All circles of a graph, those that cross as one, in the order of their lowest node. A node that
 * leads to itself is none. Of guarantees these are the guarantee circles (担保圈), and `connected`
 * is the size of the net (担保网) that each lies in.
 */
export function findCircles(edges: Edges): readonly Circle[] {
    const { count, componentOf } = strongComponents(graphOf(edges))
    const sizes = new Int32Array(count)
    for (const component of componentOf) sizes[component] = (sizes[component] ?? 0) + 1
    const members = new Map<number, number[]>()
    componentOf.forEach((component, node) => {
        if ((sizes[component] ?? 0) < 2) return
        const nodes = members.get(component)
        if (nodes === undefined) members.set(component, [node])
        else nodes.push(node)
    })
    if (members.size === 0) return []
    const connected = connectedSizes(edges)
    return [...members.values()].map((nodes) => ({ nodes, connected: connected(nodes[0] ?? 0) }))
}

/** How many nodes hang together with a node. */
function connectedSizes({ size, from, to }: Edges): (node: number) => number {
    const leader = Int32Array.from({ length: size }, (_, node) => node)
    const find = (node: number): number => {
        let at = node
        for (;;) {
            const above = leader[at] ?? at
            if (above === at) return at
            leader[at] = leader[above] ?? above
            at = above
        }
    }
    from.forEach((node, edge) => {
        const [one, other] = [find(node), find(to[edge] ?? node)]
        // The lower number leads, so the order of the edges changes nothing.
        if (one < other) leader[other] = one
        else leader[one] = other
    })
    const sizes = new Int32Array(size)
    for (let node = 0; node < size; node++) {
        const top = find(node)
        sizes[top] = (sizes[top] ?? 0) + 1
    }
    return (node) => sizes[find(node)] ?? 0
}

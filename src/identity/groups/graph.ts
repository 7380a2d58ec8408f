/** Edges between nodes that are numbered from 0: edge n leads from `from[n]` to `to[n]`. */
export type Edges = {
    /** The number of nodes. */
    readonly size: number
    readonly from: Int32Array
    readonly to: Int32Array
}

/** A directed graph: the targets of node n stand from `starts[n]` to before `starts[n + 1]`. */
export type Graph = {
    readonly size: number
    readonly starts: Int32Array
    readonly targets: Int32Array
    /** The number of the edge behind each target. */
    readonly edges: Int32Array
}

/** The graph of edges, in eight bytes an edge: that of a whole bank fits into memory. */
export function graphOf({ size, from, to }: Edges): Graph {
    const starts = new Int32Array(size + 1)
    for (const node of from) starts[node + 1] = (starts[node + 1] ?? 0) + 1
    for (let node = 0; node < size; node++) {
        starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0)
    }
    const next = starts.slice()
    const targets = new Int32Array(from.length)
    const edges = new Int32Array(from.length)
    from.forEach((node, edge) => {
        const place = next[node] ?? 0
        targets[place] = to[edge] ?? 0
        edges[place] = edge
        next[node] = place + 1
    })
    return { size, starts, targets, edges }
}

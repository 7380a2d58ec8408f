import type { Edges } from '#identity/groups/graph.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** Edges between parties, which are numbered in the order in which they are met. */
export type PartyEdges = Edges & {
    /** The party of each number. */
    readonly ids: readonly bigint[]
    readonly numberOf: ReadonlyMap<bigint, number>
    /** The third column of each edge in millionths; 0 where it is null. */
    readonly millionths: Int32Array
}

/**
 * Streams a query of two party ids and a share in millionths into numbers, twelve bytes an edge, so
 * that the shares and guarantees of a whole bank fit into memory. The query says the order.
 */
export async function readEdges(
    warehouse: Pick<Warehouse, 'rows' | 'chunks'>,
    sql: string,
): Promise<PartyEdges> {
    const [counted] = await warehouse.rows(`select count(*) as n from (${sql}) edges`)
    const count = Number(counted?.n ?? 0)
    const [from, to] = [new Int32Array(count), new Int32Array(count)]
    const millionths = new Int32Array(count)
    const numberOf = new Map<bigint, number>()
    const ids: bigint[] = []
    const numbered = (id: bigint): number => {
        const known = numberOf.get(id)
        if (known !== undefined) return known
        numberOf.set(id, ids.length)
        return ids.push(id) - 1
    }
    let edge = 0
    for await (const [starts = [], ends = [], shares = []] of warehouse.chunks(sql)) {
        for (const [row, start] of starts.entries()) {
            from[edge] = numbered(start as bigint)
            to[edge] = numbered(ends[row] as bigint)
            millionths[edge] = Number(shares[row] ?? 0)
            edge += 1
        }
    }
    return { size: ids.length, from, to, millionths, ids, numberOf }
}

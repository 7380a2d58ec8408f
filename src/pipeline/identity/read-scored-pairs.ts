import type { ScoredPairs } from '#identity/cluster/scored-pairs.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** Pairs of less weight say nothing that stronger ones against would not: they are left out. */
export const leastKept = -20_000

type Reading = Pick<Warehouse, 'chunks' | 'rows'>

/** Codes of records by their numbers, of a select of `record_no`, `code`; -1: a record has none. */
export async function readCodes(
    warehouse: Pick<Reading, 'chunks'>,
    { sql, records }: { readonly sql: string; readonly records: number },
): Promise<Int32Array> {
    const codes = new Int32Array(records).fill(-1)
    for await (const [numbers = [], found = []] of warehouse.chunks(sql)) {
        for (const [at, record] of numbers.entries()) codes[Number(record)] = Number(found[at])
    }
    return codes
}

/** Pairs of a relation with `left_no`, `right_no` and an SQL of their weight. */
export async function readScoredPairs(
    warehouse: Reading,
    { relation, weight: weightSql = 'weight' }: { readonly relation: string; weight?: string },
): Promise<ScoredPairs> {
    const [row] = await warehouse.rows(`select count(*) as n from ${relation}`)
    const count = Number(row?.n ?? 0)
    const left = new Uint32Array(count)
    const right = new Uint32Array(count)
    const weight = new Int32Array(count)
    let pair = 0
    const sql = `select left_no, right_no, ${weightSql} as weight from ${relation}`
    for await (const [lefts = [], rights = [], weights = []] of warehouse.chunks(sql)) {
        for (const at of lefts.keys()) {
            left[pair] = Number(lefts[at])
            right[pair] = Number(rights[at])
            weight[pair] = Number(weights[at])
            pair++
        }
    }
    return { left, right, weight }
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { valueOrThrow } from '#domain/result.ts'
import { clusterWeights } from '#identity/cluster/cluster-weights.ts'
import { type ClusterInput, noPairs } from '#identity/cluster/scored-pairs.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { parseIdentityPolicy } from '#identity/policy/parse-identity-policy.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { BankContext } from '../bank-context.ts'
import { isThere } from '../is-there.ts'
import type { StandingMatching } from './read-decisions.ts'
import { readCodes, readScoredPairs } from './read-scored-pairs.ts'

/** A comparison of a matching, and the folder of what it found: records, pairs, codes, model. */
export type MatchedPart = { readonly folder: string; readonly comparison: Comparison }

/** The comparisons of a matching that have found anything; none without a matching. */
export async function matchedParts(
    { folders }: { readonly folders: Pick<BankContext['folders'], 'identity'> },
    matching: StandingMatching | null,
): Promise<readonly MatchedPart[]> {
    if (matching === null) return []
    const { comparisons } = valueOrThrow(
        parseIdentityPolicy(matching.policyText, matching.policyKey),
    )
    const parts: MatchedPart[] = []
    for (const comparison of comparisons) {
        const folder = join(folders.identity, matching.path, comparison.id)
        if (await isThere(folder)) parts.push({ folder, comparison })
    }
    return parts
}

/** The weights that a comparison was made with. */
export async function readMatchModel({ folder }: Pick<MatchedPart, 'folder'>): Promise<MatchModel> {
    return JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as MatchModel
}

/** A column of the records of a comparison, by their numbers. */
export async function readRecordColumn(
    warehouse: Pick<Warehouse, 'chunks' | 'parquet'>,
    {
        folder,
        column,
    }: Pick<MatchedPart, 'folder'> & { readonly column: 'record_id' | 'member_no' },
): Promise<readonly bigint[]> {
    const cells: bigint[] = []
    const records = warehouse.parquet([join(folder, 'records')])
    const sql = `select record_no, cast(${column} as bigint) as cell from ${records} records`
    for await (const [numbers = [], found = []] of warehouse.chunks(sql)) {
        for (const [at, number] of numbers.entries()) cells[Number(number)] = found[at] as bigint
    }
    return cells
}

/** What a comparison's clusters are made of, as a matching left it. */
export async function readClusterInput(
    warehouse: Pick<Warehouse, 'chunks' | 'rows' | 'parquet'>,
    { folder, comparison, records }: MatchedPart & { readonly records: number },
): Promise<ClusterInput> {
    const relation = (name: string): string => warehouse.parquet([join(folder, name)])
    const kinds: Int32Array[] = []
    for (const place of comparison.never.keys()) {
        const sql = `select record_no, code from ${relation(`codes-${place}`)} codes`
        kinds.push(await readCodes(warehouse, { sql, records }))
    }
    return {
        ...{ records, kinds, apart: noPairs },
        pairs: await readScoredPairs(warehouse, { relation: `${relation('pairs')} pairs` }),
        // As a matching itself does it.
        ...clusterWeights(comparison.thresholds),
    }
}

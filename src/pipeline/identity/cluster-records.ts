import { type Clustering, clusterPairs } from '#identity/cluster/cluster-pairs.ts'
import { clusterWeights } from '#identity/cluster/cluster-weights.ts'
import { linkOneToOne, type OneToOne } from '#identity/cluster/link-one-to-one.ts'
import type { ClusterInput, ScoredPairs } from '#identity/cluster/scored-pairs.ts'
import type { Comparison, FieldForm } from '#identity/policy/identity-policy.ts'
import { codesSql, keyedSql, type MatchingDesk, tableOf, workSideBySide } from './matching.ts'
import { tableSizes } from './propose-pairs.ts'
import { leastKept, readCodes, readScoredPairs } from './read-scored-pairs.ts'

/** Which records are one, and what was looked at for it. */
export type ClusteredRecords = {
    readonly input: ClusterInput
    readonly clustering: Clustering
    /** In how many components one-to-one links are the best ones; null where none were asked. */
    readonly oneToOne: Pick<OneToOne, 'exact' | 'approximate'> | null
    readonly labelled: readonly LabelledPair[]
}

/** A pair that a reviewer has spoken of, with the weight that was learned. */
export type LabelledPair = {
    readonly left: number
    readonly right: number
    readonly weight: number
    readonly isSame: boolean
}

/** What a reviewer joined outweighs all that was learned, by bits that no fields add up to. */
const decidedWeight = 1_000_000

/**
 * Joins records by the scored pairs, with care of those that contradict one another. What reviewers
 * said holds, except against a form of `never`.
 */
export async function clusterRecords(
    desk: MatchingDesk,
    {
        comparison,
        records,
        isOneToOne,
    }: {
        readonly comparison: Comparison
        readonly records: number
        readonly isOneToOne: boolean
    },
): Promise<ClusteredRecords> {
    const [{ pairs, labelled }, ...kinds] = await workSideBySide(desk, [
        readScored,
        ...comparison.never.map(
            (form) => (lane: MatchingDesk) => codesOf(lane, { comparison, form, records }),
        ),
    ])
    const different = labelled.filter(({ isSame }) => !isSame)
    const input = {
        ...{ records, kinds, pairs },
        apart: {
            left: Uint32Array.from(different, ({ left }) => left),
            right: Uint32Array.from(different, ({ right }) => right),
        },
        ...clusterWeights(comparison.thresholds),
    }
    if (!isOneToOne) {
        return { input, clustering: clusterPairs(input), oneToOne: null, labelled }
    }
    const [firstRecords = records] = await tableSizes(desk)
    const clustering = linkOneToOne({ ...input, firstRecords })
    return { input, clustering, oneToOne: clustering, labelled }
}

/** One code a value of a form, for each record that has it. */
async function codesOf(
    desk: MatchingDesk,
    {
        comparison,
        form,
        records,
    }: {
        readonly comparison: Comparison
        readonly form: FieldForm
        readonly records: number
    },
): Promise<Int32Array> {
    const sql = codesSql(keyedSql(desk, { comparison, forms: [form] }))
    return await readCodes(desk.warehouse, { sql, records })
}

async function readScored(
    desk: MatchingDesk,
): Promise<{ readonly pairs: ScoredPairs; readonly labelled: readonly LabelledPair[] }> {
    const scored = `${tableOf(desk, 'scored')} scored`
    const pairs = await readScoredPairs(desk.warehouse, {
        relation: `${scored} where weight >= ${leastKept} or label is not null`,
        weight: `case when label = 1 then ${decidedWeight} else weight end`,
    })
    const rows = await desk.warehouse.rows(
        `select left_no, right_no, weight, label from ${scored} where label is not null`,
    )
    const labelled = rows.map((row) => ({
        ...{ left: Number(row.left_no), right: Number(row.right_no), weight: Number(row.weight) },
        isSame: Number(row.label) === 1,
    }))
    return { pairs, labelled }
}

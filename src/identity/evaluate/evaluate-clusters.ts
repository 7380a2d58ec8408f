import { type Failure, failure, ok, type Result, refused } from '#domain/result.ts'
import { harmonicMean, type MatchFigures, matchFigures, pairsAmong } from './match-figures.ts'

/** Which group each record is in, by the record's id. */
export type Groups = ReadonlyMap<string, string>

/** How good clusters are. */
export type ClusterFigures = {
    readonly records: number
    /** Counted by pairs of records that lie in one cluster, or in one entity. */
    readonly pairwise: MatchFigures
    /** Counted by records (Bagga & Baldwin 1998): null without any. */
    readonly bCubed: Pick<MatchFigures, 'precision' | 'recall' | 'f1'>
    readonly clusters: {
        readonly predicted: number
        readonly true: number
        /** Clusters that are an entity, no record more or less. */
        readonly exactlyRight: number
        readonly largestPredicted: number
    }
    readonly recordsWithoutPrediction: number
}

/**
 * Clusters against the truth. A record of the truth without a cluster, or with the empty one,
 * counts as alone. With n_ij records in cluster i (a_i records) and entity j (b_j records):
 * pairwise, ΣC(n_ij) are right of ΣC(a_i) and of ΣC(b_j); B-cubed, precision is Σn_ij²/a_i and
 * recall Σn_ij²/b_j, both divided by the records.
 *
 * Refused where a cluster has a record that the truth does not know.
 */
export function evaluateClusters(clusters: Groups, truth: Groups): Result<ClusterFigures> {
    const unknown = [...clusters.keys()].filter((record) => !truth.has(record))
    if (unknown.length > 0) return refused([unknownRecords(unknown)])
    const sizes = new Map<string, number>()
    const entities = new Map<string, number>()
    const cells = new Map<string, Cell>()
    for (const [record, entity] of truth) {
        const found = clusters.get(record) ?? ''
        // What stands in front keeps a lone record's id from meeting the name of a cluster.
        const cluster = found === '' ? `alone ${record}` : `named ${found}`
        sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
        entities.set(entity, (entities.get(entity) ?? 0) + 1)
        const key = `${cluster.length} ${cluster} ${entity}`
        cells.set(key, { cluster, entity, records: (cells.get(key)?.records ?? 0) + 1 })
    }
    const parts = [...cells.values()].map(({ cluster, entity, records }) => ({
        records,
        ofCluster: sizes.get(cluster) ?? 0,
        ofEntity: entities.get(entity) ?? 0,
    }))
    return ok({
        records: truth.size,
        pairwise: matchFigures({
            truePairs: sumOf([...entities.values()].map(pairsAmong)),
            predictedPairs: sumOf([...sizes.values()].map(pairsAmong)),
            correctPairs: sumOf(parts.map(({ records }) => pairsAmong(records))),
        }),
        bCubed: bCubed(parts, truth.size),
        clusters: {
            predicted: sizes.size,
            true: entities.size,
            exactlyRight: parts.filter(
                ({ records, ofCluster, ofEntity }) => records === ofCluster && records === ofEntity,
            ).length,
            largestPredicted: [...sizes.values()].reduce((most, size) => Math.max(most, size), 0),
        },
        recordsWithoutPrediction: [...truth.keys()].filter((record) => !clusters.has(record))
            .length,
    })
}

/** The failure of records that are predicted and not in the truth; the first of them is named. */
export function unknownRecords(unknown: readonly string[]): Failure {
    const record = unknown.toSorted()[0] ?? ''
    return failure('identity.truth_without_record', { count: unknown.length, record })
}

type Cell = { readonly cluster: string; readonly entity: string; readonly records: number }

/** Records that a cluster and an entity have in common, with the sizes of both. */
type Part = { readonly records: number; readonly ofCluster: number; readonly ofEntity: number }

function bCubed(parts: readonly Part[], records: number): ClusterFigures['bCubed'] {
    if (records === 0) return { precision: null, recall: null, f1: null }
    const precision = sumOfSquares(parts, ({ ofCluster }) => ofCluster) / records
    const recall = sumOfSquares(parts, ({ ofEntity }) => ofEntity) / records
    return { precision, recall, f1: harmonicMean(precision, recall) }
}

/** Σ n² / size: whole numbers are added up size by size, so that no order changes a digit. */
function sumOfSquares(parts: readonly Part[], sizeOf: (part: Part) => number): number {
    const squares = new Map<number, number>()
    for (const part of parts) {
        const size = sizeOf(part)
        squares.set(size, (squares.get(size) ?? 0) + part.records ** 2)
    }
    const rising = [...squares].sort(([one], [other]) => one - other)
    return sumOf(rising.map(([size, square]) => square / size))
}

function sumOf(numbers: readonly number[]): number {
    return numbers.reduce((total, one) => total + one, 0)
}

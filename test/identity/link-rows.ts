import { valueOrThrow } from '#domain/result.ts'
import { type Clustering, clusterPairs } from '#identity/cluster/cluster-pairs.ts'
import { clusterWeights } from '#identity/cluster/cluster-weights.ts'
import { noPairs, type ScoredPairs, scoredPairs } from '#identity/cluster/scored-pairs.ts'
import {
    blockingKeys,
    compileComparison,
    type RecordForms,
    readRecord,
    type TextRow,
} from '#identity/compare-records.ts'
import { drawPairs } from '#identity/learn/draw-pairs.ts'
import { learnModel } from '#identity/learn/learn-model.ts'
import { type MatchModel, weighPattern } from '#identity/learn/match-model.ts'
import { type Pattern, type PatternCount, patternFields } from '#identity/learn/pattern.ts'
import { weighTerm } from '#identity/learn/weigh-term.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'

/** What became of rows: the model, the scored pairs by position, and the clusters. */
export type LinkedRows = {
    readonly model: MatchModel
    readonly pairs: ScoredPairs
    readonly clustering: Clustering
}

/** A pair by positions of its records, with how it compares. */
export type Candidate = { readonly left: number; readonly right: number; readonly pattern: Pattern }

/**
 * Links the rows of a table by themselves, from values to clusters, all in memory: for sets of some
 * thousand rows. Nobody says which rows belong together.
 */
export function linkRows(rows: readonly TextRow[], comparison: Comparison): LinkedRows {
    const records = rows.map((row) => readRecord(row, comparison))
    const compare = compileComparison(comparison)
    const patternOf = (left: number, right: number): Pattern =>
        compare({ a: records[left] ?? {}, b: records[right] ?? {} })
    const candidates = new Map<number, Candidate>()
    const keys = comparison.blocking.map((forms, at) => {
        const found = pairsOfKey(records, comparison, at).map(([left, right]) => {
            const place = left * records.length + right
            const known = candidates.get(place)
            const candidate = known ?? { left, right, pattern: patternOf(left, right) }
            candidates.set(place, candidate)
            return candidate.pattern
        })
        const leaves = [...new Set(forms.map(({ field }) => field))]
        return { key: String(at), leaves, counts: countPatterns(found) }
    })
    const drawn = drawPairs({ records: records.length, wanted: 100_000, seed: 1 })
    const random = [...drawn.left].map((left, at) => patternOf(left, drawn.right[at] ?? 0))
    const model = valueOrThrow(
        learnModel({
            fields: patternFields(comparison),
            keys,
            random: countPatterns(random),
            candidates: countPatterns([...candidates.values()].map(({ pattern }) => pattern)),
            records: records.length,
            rules: null,
        }),
    )
    const pairs = weighPairs([...candidates.values()], { records, comparison, model })
    const conflicts = { kinds: [], apart: noPairs }
    const input = {
        records: rows.length,
        pairs,
        ...clusterWeights(comparison.thresholds),
        ...conflicts,
    }
    return { model, pairs, clustering: clusterPairs(input) }
}

function pairsOfKey(
    records: readonly RecordForms[],
    comparison: Comparison,
    key: number,
): readonly (readonly [number, number])[] {
    const blocks = Map.groupBy(
        records.keys(),
        (record) => blockingKeys(records[record] ?? {}, comparison)[key],
    )
    return [...blocks].flatMap(([value, block]) =>
        value == null
            ? []
            : block.flatMap((left, at) =>
                  block.slice(at + 1).map((right): [number, number] => [left, right]),
              ),
    )
}

/** Counts equal patterns. */
export function countPatterns(patterns: Iterable<Pattern>): readonly PatternCount[] {
    const counts = new Map<string, { pattern: Pattern; count: number }>()
    for (const pattern of patterns) {
        const key = pattern.join()
        const known = counts.get(key)
        if (known === undefined) counts.set(key, { pattern, count: 1 })
        else known.count++
    }
    return [...counts.values()]
}

/** What pairs are weighed by. */
export type Weighing = {
    readonly records: readonly RecordForms[]
    readonly comparison: Comparison
    readonly model: MatchModel
}

/** Weights of pairs by a plain loop, with term frequencies where the comparison asks for them. */
export function weighPairs(candidates: readonly Candidate[], weighing: Weighing): ScoredPairs {
    const holders = countHolders(weighing)
    return scoredPairs(
        candidates.map(({ left, right, pattern }) => {
            const terms = pattern.map((level, at) => termOf(weighing, holders, { left, level, at }))
            const added = terms.reduce((sum, one) => sum + one, 0)
            return [left, right, weighPattern(weighing.model, pattern) + added]
        }),
    )
}

/** For each field and form how many records hold each value. */
type Holders = ReadonlyMap<string, ReadonlyMap<string, number>>

function countHolders({ records, comparison }: Weighing): Holders {
    return new Map(
        comparison.fields.flatMap(({ id, levels }) =>
            levels.flatMap(({ frequency }) => {
                if (frequency === null) return []
                const counts = new Map<string, number>()
                for (const record of records) {
                    const value = record[id]?.[frequency] ?? null
                    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
                }
                return [[`${id}.${frequency}`, counts]]
            }),
        ),
    )
}

function termOf(
    { records, comparison, model }: Weighing,
    holders: Holders,
    { left, level, at }: { readonly left: number; readonly level: number; readonly at: number },
): number {
    const field = comparison.fields[at]
    const form = field?.levels[level]?.frequency ?? null
    const weighed = model.fields[at]?.levels[level]
    if (field === undefined || !field.frequency || form === null || !weighed) return 0
    const counts = holders.get(`${field.id}.${form}`) ?? new Map<string, number>()
    const value = records[left]?.[field.id]?.[form] ?? ''
    const known = [...counts.values()].reduce((sum, one) => sum + one, 0)
    const { partners } = model
    return weighTerm({ holders: counts.get(value) ?? 1, known, partners, ...weighed })
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterPairs } from '#identity/cluster/cluster-pairs.ts'
import { noPairs, scoredPairs } from '#identity/cluster/scored-pairs.ts'
import {
    blockingKeys,
    compileComparison,
    readRecord,
    type TextRow,
} from '#identity/compare-records.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import { tableOf } from '#pipeline/identity/matching.ts'
import { type Candidate, weighPairs } from '../identity/link-rows.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { type Matched, type MatchingAsked, matchRows } from './match-rows.ts'
import { peopleComparison as comparison, field, peopleArbitrary } from './people-twice.ts'

const opened = keepWarehouse()

/** Matches tables of rows by the comparison of these tests, or another one. */
async function match(
    tables: readonly (readonly TextRow[])[],
    asked: Partial<MatchingAsked> = {},
): Promise<Matched> {
    return await matchRows(opened, tables, { comparison, ...asked })
}

/** The pairs that any key proposes, each with a bit for each key, by a look at all pairs. */
function proposedOf(records: readonly TextRow[], isApart: (a: number, b: number) => boolean) {
    const keys = records.map((row) => blockingKeys(readRecord(row, comparison), comparison))
    return keys.flatMap((ours, left) =>
        keys.flatMap((theirs, right) => {
            if (left >= right || !isApart(left, right)) return []
            const bits = ours.map((key, at) => (key !== null && key === theirs[at] ? 2 ** at : 0))
            const sum = bits.reduce((all, bit) => all + bit, 0)
            return sum === 0 ? [] : [[left, right, sum] as const]
        }),
    )
}

type FoundPairs = { readonly proposed: readonly (readonly number[])[]; readonly drawn: number }

async function foundPairs({ desk }: Matched): Promise<FoundPairs> {
    const rows = await opened.warehouse.rows(
        `select left_no, right_no, keys, drawn from ${tableOf(desk, 'pairs')} pairs
        order by left_no, right_no`,
    )
    const cells = rows.map((row) => [row.left_no, row.right_no, row.keys].map(Number))
    return {
        proposed: cells.filter(([, , keys]) => keys !== 0),
        drawn: rows.reduce((sum, row) => sum + Number(row.drawn), 0),
    }
}

/** The scored pairs with their patterns. */
async function scoredOf({ desk }: Matched): Promise<readonly (Candidate & { weight: number })[]> {
    const levels = comparison.fields.map((_, place) => `l${place}`)
    const rows = await opened.warehouse.rows(
        `select scored.*, ${levels.join(', ')} from ${tableOf(desk, 'scored')} scored
        join ${tableOf(desk, 'patterns')} patterns
        on patterns.left_no = scored.left_no and patterns.right_no = scored.right_no
        order by scored.left_no, scored.right_no`,
    )
    return rows.map((row) => ({
        ...{ left: Number(row.left_no), right: Number(row.right_no), weight: Number(row.weight) },
        pattern: levels.map((name) => Number(row[name])),
    }))
}

/** Which ids are together, and the weights of pairs by ids: what does not depend on any order. */
async function outcomeOf(matched: Matched) {
    const rows = await opened.warehouse.rows(
        `select record_id, source from ${tableOf(matched.desk, 'records')} records
        order by record_no`,
    )
    const ids = rows.map((row) => `${row.source}:${row.record_id}`)
    const { cluster } = matched.matching.clustering
    const scored = await scoredOf(matched)
    return {
        clusters: ids.map((id, at) => [id, ids[cluster[at] ?? -1]]),
        weights: scored.map(({ left, right, weight }) => [ids[left], ids[right], weight]),
    }
}

const runs = { numRuns: 2, endOnFailure: true }

describe('matching a table with itself', () => {
    it('is what plain loops over all pairs find', async () => {
        await fc.assert(
            fc.asyncProperty(peopleArbitrary, async (rows) => {
                const matched = await match([rows])
                const { matching } = matched
                const { proposed, drawn } = await foundPairs(matched)
                expect(proposed).toEqual(proposedOf(rows, () => true))
                // So few that all of them are drawn.
                expect(drawn).toBe((rows.length * (rows.length - 1)) / 2)
                const records = rows.map((row) => readRecord(row, comparison))
                const compare = compileComparison(comparison)
                const scored = await scoredOf(matched)
                expect(scored.map(({ pattern }) => pattern)).toEqual(
                    scored.map(({ left, right }) =>
                        compare({ a: records[left] ?? {}, b: records[right] ?? {} }),
                    ),
                )
                const weighing = { records, comparison, model: matching.model }
                const { weight } = weighPairs(scored, weighing)
                expect(scored.map((pair) => pair.weight)).toEqual([...weight])
                expect([...matching.clustering.cluster]).toEqual(clustersOf(rows, scored))
            }),
            runs,
        )
    })

    it('depends neither on the order of the rows nor on a column without values', async () => {
        await fc.assert(
            fc.asyncProperty(peopleArbitrary, async (rows) => {
                const outcome = await outcomeOf(await match([rows]))
                expect(await outcomeOf(await match([rows]))).toEqual(outcome)
                const turned = rows.toReversed()
                expect(await outcomeOf(await match([turned]))).toEqual(outcome)
                const wider = {
                    ...comparison,
                    fields: [...comparison.fields, field('none', 'text')],
                }
                const more = rows.map((row) => ({ ...row, none: null }))
                const matched = await match([more], { comparison: wider })
                expect(await outcomeOf(matched)).toEqual(outcome)
            }),
            runs,
        )
    })

    it('refuses ids that stand twice', async () => {
        const [rows = []] = fc.sample(peopleArbitrary, { numRuns: 1, seed: 1 })
        const [first = {}] = rows
        await expect(match([rows, [...rows, first]])).rejects.toMatchObject({
            failures: [
                {
                    code: 'identity.record_twice',
                    // A heading stands in the first line of each file.
                    params: { record: first.id, first: 2 },
                    at: { file: 'file-1.csv', line: rows.length + 2 },
                },
            ],
        })
    })

    it('tells of a value that so many records share', async () => {
        const rows = Array.from({ length: 600 }, (_, at) => ({
            ...{ id: String(at), given: `given ${at}`, family: 'Smith', born: null, sex: 'M' },
            card: String(100_000 + (at >> 1)),
        }))
        const bySex = { ...comparison, never: [], blocking: [...comparison.blocking, sexKey] }
        const { matching } = await match([rows], { comparison: bySex })
        const [card, , , sex] = matching.keys
        expect(card).toMatchObject({ pairs: 300, skippedValues: 0, skippedRecords: 0 })
        expect(sex).toMatchObject({ pairs: 0, skippedValues: 1, skippedRecords: 600 })
        // Two with the same card still meet.
        expect(matching.pairs).toBe(300)
    })
})

const sexKey = [{ field: 'sex', form: 'sex' }] as const

/** Clusters from the scored pairs and from who must not be together, as a plain reading has it. */
function clustersOf(
    rows: readonly TextRow[],
    scored: readonly (Candidate & { readonly weight: number })[],
): readonly number[] {
    const codes = rows.map(({ sex }) => (sex === null ? -1 : sex === 'M' ? 1 : 0))
    const { cluster } = clusterPairs({
        ...{ records: rows.length, kinds: [Int32Array.from(codes)], apart: noPairs },
        pairs: scoredPairs(scored.map(({ left, right, weight }) => [left, right, weight])),
        accept: weightOfChance(comparison.thresholds.accept),
        hold: 0,
    })
    return [...cluster]
}

describe('matching two tables', () => {
    it('looks at pairs of both only, also to learn what chance does', async () => {
        await fc.assert(
            fc.asyncProperty(peopleArbitrary, async (rows) => {
                const first = rows.filter((_, at) => at % 3 === 0)
                const second = rows.filter((_, at) => at % 3 !== 0)
                const matched = await match([first, second], { isLink: true })
                const isApart = (a: number, b: number): boolean =>
                    a < first.length !== b < first.length
                const { proposed, drawn } = await foundPairs(matched)
                expect(proposed).toEqual(proposedOf([...first, ...second], isApart))
                expect(drawn).toBe(first.length * second.length)
                const { prior, partners } = matched.matching.model
                const share = (2 * first.length * second.length) / rows.length
                expect(partners).toBeCloseTo(prior * share, 9)
            }),
            runs,
        )
    })
})

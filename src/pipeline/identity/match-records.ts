import { type Failure, failure, Refusal } from '#domain/result.ts'
import { type LabelFigures, measureLabels } from '#identity/labels/measure-labels.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { type ClusteredRecords, clusterRecords } from './cluster-records.ts'
import { comparePairs } from './compare-pairs.ts'
import { learnWeights } from './learn-weights.ts'
import { type MatchingDesk, tableOf, writeTable } from './matching.ts'
import { type GivenLabels, placeLabels } from './place-labels.ts'
import { gatherPairs, type KeyReport, proposePairs } from './propose-pairs.ts'
import { scorePairs } from './score-pairs.ts'
import { fieldTextSql, type Placeholder, writeForms } from './write-forms.ts'

/** A table of texts whose rows are compared with one another, or with those of other tables. */
export type MatchedTable = {
    /** SQL that reads it. */
    readonly relation: string
    /** SQL of the column that tells rows apart, and of the columns by name. */
    readonly id: string
    readonly columns: Readonly<Record<string, string>>
    /** The file that it was read from, and its lines before the first record; for messages. */
    readonly file?: string
    readonly headingLines?: number
}

/** What is compared, and by what. */
export type MatchingInput = {
    /** One table whose rows may be the same, or several; ids are unique in each. */
    readonly tables: readonly MatchedTable[]
    readonly comparison: Comparison
    /** Whether only rows of different tables may be the same. */
    readonly isLink: boolean
    /** Whether a record has one partner at most: of two tables in a link only. */
    readonly isOneToOne?: boolean
    /** What reviewers have said of pairs: it teaches, and holds in the clusters. */
    readonly labels?: GivenLabels | null
    /** A whole number below 2^32: the same seed gives the same result. */
    readonly seed: number
}

/** What matching has found. Records are numbered from 0 by table and id. */
export type Matching = ClusteredRecords & {
    readonly records: number
    readonly pairs: number
    readonly model: MatchModel
    readonly keys: readonly KeyReport[]
    readonly placeholders: readonly Placeholder[]
    /** How the model fares by the labels; null where none were given. */
    readonly labels: LabelFigures | null
}

/**
 * Finds which records of tables are the same: normal forms, pairs by blocking keys, levels, weights
 * without labels, clusters. What is found lies in tables below the folder of the desk, `records`
 * and `scored` among them. Throws Refusal: `identity.record_twice`, `identity.label_unknown`, and
 * what learning refuses.
 */
export async function matchRecords(
    desk: MatchingDesk,
    { tables, comparison, isLink, isOneToOne = false, labels = null, seed }: MatchingInput,
): Promise<Matching> {
    desk.onStage('reading')
    const records = await writeRecords(desk, { tables, comparison })
    if (labels !== null) await placeLabels(desk, labels)
    const hasLabels = labels !== null
    desk.onStage('forms')
    const placeholders = await writeForms(desk, { comparison, records })
    desk.onStage('blocking')
    const keys = await proposePairs(desk, { comparison, isLink })
    await gatherPairs(desk, { comparison, isLink, hasLabels, seed })
    desk.onStage('comparing')
    await comparePairs(desk, { comparison, hasLabels })
    desk.onStage('learning')
    const model = await learnWeights(desk, { comparison, isLink })
    desk.onStage('scoring')
    const pairs = await scorePairs(desk, { comparison, model })
    desk.onStage('clustering')
    const clustered = await clusterRecords(desk, { comparison, records, isOneToOne })
    const found = { records, pairs, model, keys, placeholders, ...clustered }
    return { ...found, labels: hasLabels ? labelFigures(clustered, comparison) : null }
}

function labelFigures(
    { labelled, clustering: { cluster } }: ClusteredRecords,
    { thresholds }: Comparison,
): LabelFigures {
    const judged = labelled.map(({ left, right, weight, isSame }) => ({
        ...{ isSame, weight },
        isJoined: cluster[left] === cluster[right],
    }))
    return measureLabels(judged, {
        accept: weightOfChance(thresholds.accept),
        review: weightOfChance(thresholds.review),
    })
}

async function writeRecords(
    desk: MatchingDesk,
    { tables, comparison }: Pick<MatchingInput, 'tables' | 'comparison'>,
): Promise<number> {
    const all = tables.map(({ relation, id, columns }, source) => {
        const texts = comparison.fields.map((field, place) => {
            const text = fieldTextSql(field.columns.map((name) => columns[name] ?? 'null'))
            return `${text} as t${place}`
        })
        return (
            `select ${source} as source, cast(${id} as varchar) as record_id, ` +
            `${texts.join(', ')} from ${relation} table_${source}`
        )
    })
    const records = await writeTable(
        desk,
        'records',
        `select row_number() over (order by source, record_id) - 1 as record_no, * from (
            ${all.join(' union all ')}
        ) gathered`,
    )
    const failures = await doubleRecords(desk, tables)
    if (failures.length > 0) throw new Refusal(failures)
    return records
}

/** No more copies are told at once. */
const copiesMax = 20

/** Every record whose id another one of its table has already, and those that have none. */
async function doubleRecords(
    desk: MatchingDesk,
    tables: readonly MatchedTable[],
): Promise<readonly Failure[]> {
    const twice = await desk.warehouse.rows(
        `select source, count(*) as n from ${tableOf(desk, 'records')} records
        group by source having count(*) > count(distinct record_id) order by source`,
    )
    const failures: Failure[] = []
    for (const { source } of twice) {
        const table = tables[Number(source)]
        if (table === undefined) continue
        const { relation, id, file, headingLines = 0 } = table
        const copies = await desk.warehouse.rows(
            `select line, record_id, first_line from (
                select line, record_id, min(line) over (partition by record_id) as first_line
                from (
                    select row_number() over () as line, cast(${id} as varchar) as record_id
                    from ${relation} texts
                ) numbered
            ) counted where record_id is null or line > first_line
            order by line limit ${copiesMax}`,
        )
        for (const { line, record_id, first_line } of copies) {
            const first = record_id === null ? 0 : Number(first_line) + headingLines
            const params = { record: String(record_id ?? ''), first }
            const at = { file: file ?? '', line: Number(line) + headingLines }
            failures.push(
                failure('identity.record_twice', params, file === undefined ? undefined : at),
            )
        }
    }
    return failures
}

import { refuse } from '#domain/result.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { type ClusteredRecords, clusterRecords } from './cluster-records.ts'
import { comparePairs } from './compare-pairs.ts'
import { learnWeights } from './learn-weights.ts'
import { type MatchingDesk, tableOf, writeTable } from './matching.ts'
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
}

/** What is compared, and by what. */
export type MatchingInput = {
    /** One table whose rows may be the same, or several; ids are unique in each. */
    readonly tables: readonly MatchedTable[]
    readonly comparison: Comparison
    /** Whether only rows of different tables may be the same. */
    readonly isLink: boolean
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
}

/**
 * Finds which records of tables are the same: normal forms, pairs by blocking keys, levels, weights
 * without labels, clusters. What is found lies in tables below the folder of the desk, `records`
 * and `scored` among them. Throws Refusal: `identity.record_twice`, and what learning refuses.
 */
export async function matchRecords(
    desk: MatchingDesk,
    { tables, comparison, isLink, seed }: MatchingInput,
): Promise<Matching> {
    desk.onStage('reading')
    const records = await writeRecords(desk, { tables, comparison })
    desk.onStage('forms')
    const placeholders = await writeForms(desk, comparison)
    desk.onStage('blocking')
    const keys = await proposePairs(desk, { comparison, isLink })
    await gatherPairs(desk, { comparison, isLink, seed })
    desk.onStage('comparing')
    await comparePairs(desk, comparison)
    desk.onStage('learning')
    const model = await learnWeights(desk, { comparison, isLink })
    desk.onStage('scoring')
    const pairs = await scorePairs(desk, { comparison, model })
    desk.onStage('clustering')
    const clustered = await clusterRecords(desk, { comparison, records })
    return { records, pairs, model, keys, placeholders, ...clustered }
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
    const twice = await desk.warehouse.rows(
        `select record_id, count(*) as n from ${tableOf(desk, 'records')} records
        group by source, record_id having count(*) > 1 or record_id is null
        order by n desc, record_id limit 3`,
    )
    if (twice.length > 0) {
        const examples = twice.map(({ record_id }) => String(record_id ?? '')).join(', ')
        refuse('identity.record_twice', { examples })
    }
    return records
}

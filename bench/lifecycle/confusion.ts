import { join } from 'node:path'
import { stages } from '#features/stage-words.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Row } from '#warehouse/warehouse.ts'

/** Customer-months of the last twelve months by their true stage and the one that was told. */
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Reads what a run of a data folder has told beside the truth that lies with the files. */
export async function readMatrix({
    data,
    files,
}: {
    readonly data: string
    readonly files: string
}): Promise<Matrix> {
    const spillFolder = join(data, 'tmp', 'bench')
    const warehouse = await openDuckdb({ spillFolder, threads: 2, memoryLimitGb: 2 })
    try {
        const snapshot = (model: string): string =>
            `read_parquet('${join(data, 'snapshots', '*', model, '**', '*.parquet')}', ` +
            'hive_partitioning = false)'
        const truth = `read_csv('${join(files, 'truth', 'customers.csv')}', all_varchar = true)`
        const rows = await warehouse.rows(`
            with customers as (
                select
                    customer_no,
                    is_dormant = 'true' as is_dormant,
                    event,
                    cast(event_months as integer) as event_months,
                    ${monthIndex('event_month')} as event_at,
                    ${monthIndex('joined_month')} as joined_at,
                    ${monthIndex('left_month')} as left_at
                from ${truth} told
            ),
            told as (
                select
                    records.source_key as customer_no,
                    coalesce(states.stage, 'unknown') as stage,
                    ${monthIndex('states.month')} as told_at
                from ${snapshot('scores/lifecycle_states')} states
                join ${snapshot('identity/records')} records
                    on records.record_id = states.party_id
                where records.system = 'sample' and states.month between 202501 and 202512
            )
            select ${trueStage} as truth, told.stage, count(*) as n
            from told
            join customers on customers.customer_no = told.customer_no
            group by 1, 2`)
        return matrixOf(rows)
    } finally {
        warehouse.close()
    }
}

/** A month (yyyymm, maybe as text) counted from year 0. */
function monthIndex(column: string): string {
    const month = `cast(${column} as integer)`
    return `(${month} // 100 * 12 + ${month} % 100 - 1)`
}

const trueStage = `case
    when told_at >= left_at then 'lost'
    when told_at < joined_at + 3 then 'new'
    when is_dormant then 'dormant'
    when event = 'moving_away' and told_at >= event_at then 'declining'
    when event = 'dip' and told_at >= event_at and told_at < event_at + event_months
        then 'declining'
    when event = 'house' and told_at >= event_at and told_at < event_at + 6 then 'declining'
    when event = 'inheritance' and told_at >= event_at and told_at < event_at + 6 then 'growing'
    when event = 'rise' and told_at >= event_at and told_at < event_at + 10 then 'growing'
    else 'stable'
end`

function matrixOf(rows: readonly Row[]): Matrix {
    const matrix = new Map<string, Map<string, number>>()
    for (const { truth, stage, n } of rows) {
        const row = matrix.get(String(truth)) ?? new Map<string, number>()
        row.set(String(stage), Number(n))
        matrix.set(String(truth), row)
    }
    return matrix
}

/** The matrix as a table: a line a true stage, a column a told one, and the share that agrees. */
export function matrixText(matrix: Matrix): string {
    const order = [...stages, 'unknown']
    const truths = order.filter((stage) => matrix.has(stage))
    const told = order.filter((stage) => truths.some((truth) => matrix.get(truth)?.has(stage)))
    const count = (truth: string, stage: string): number => matrix.get(truth)?.get(stage) ?? 0
    const sum = (truth: string): number => told.reduce((all, one) => all + count(truth, one), 0)
    const lines = [
        ['true \\ told', ...told, 'all', 'told so'],
        ...truths.map((truth) => [
            truth,
            ...told.map((stage) => String(count(truth, stage))),
            String(sum(truth)),
            shareText(count(truth, truth), sum(truth)),
        ]),
    ]
    const widths = (lines[0] ?? []).map((_, column) =>
        Math.max(...lines.map((line) => line[column]?.length ?? 0)),
    )
    const texts = lines.map((line) =>
        line
            .map((cell, column) =>
                column === 0
                    ? cell.padEnd(widths[column] ?? 0)
                    : cell.padStart(widths[column] ?? 0),
            )
            .join('  '),
    )
    const all = truths.reduce((total, truth) => total + sum(truth), 0)
    const agreed = truths.reduce((total, truth) => total + count(truth, truth), 0)
    const head = `customer-months of 2025; told as they are: ${shareText(agreed, all)}`
    return [head, ...texts].join('\n  ')
}

function shareText(part: number, whole: number): string {
    return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}

import { join } from 'node:path'
import { type Day, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { formatColumnType } from '#sources/column-type.ts'
import { type Contract, type ContractTable, tableOf } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { LateMonth, TableFacts, TypedDelivery } from './batch.ts'
import { compareTables, differing, type TableDifference } from './compare-tables.ts'
import { isPeriod, lastDayIn, periodOf, periodSql, type SourcePeriod } from './period.ts'
import { nameOf } from './read-sources.ts'
import type { ReadPart } from './source-relation.ts'
import { type SourcePart, sourceTableOf } from './source-table.ts'

/** What a delivery is looked at with. */
export type Examination = {
    readonly warehouse: Warehouse
    readonly contract: Contract
    /** The folder of all batches. */
    readonly batches: string
    /** What has been taken of each table so far, as `system.table`. */
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
    /** The last month that is closed on some ladder; null: none is. */
    readonly lastClosed: Month | null
    /** Whether the difference against what is there is wanted of all months. */
    readonly wantsDifference: boolean
    /** Hears which table is looked at. */
    readonly onTable: (table: string) => void
}

/** What is found of a typed table, and how it differs from what is there; null: not looked at. */
export type ExaminedTable = TableFacts & { readonly difference: TableDifference | null }

/** The batch id of tables that are typed and not recorded. */
const unrecorded = ''

/**
 * Looks at typed tables before they are recorded: how far they reach, which periods they bring,
 * and which closed months they make different. Throws Refusal `pipeline.period_unknown`.
 */
export async function examineTables(
    typed: TypedDelivery,
    examination: Examination,
): Promise<readonly ExaminedTable[]> {
    const examined: ExaminedTable[] = []
    for (const counts of typed.tables) {
        const table = tableOf(examination.contract, counts.table)
        const { warehouse, onTable } = examination
        onTable(table.name)
        const relation = warehouse.parquet([join(typed.folder, table.name)])
        const reach = await reachOf(warehouse, { table, relation })
        const facts = {
            ...counts,
            delivery: table.delivery,
            columns: table.columns.map(({ name, type }) => ({
                name,
                type: formatColumnType(type),
            })),
            ...reach,
        }
        const found = await differenceOf(typed, { ...examination, table, facts })
        examined.push({ ...facts, ...found })
    }
    return examined
}

type Reach = Pick<TableFacts, 'reach' | 'periods'>
type TableRelation = { readonly table: ContractTable; readonly relation: string }

async function reachOf(warehouse: Warehouse, { table, relation }: TableRelation): Promise<Reach> {
    const period = periodOf(table)
    if (period === null) return { reach: null, periods: null }
    if (table.delivery === 'periods') {
        const numbers = await periodsOf(warehouse, { table, relation, period })
        const days = numbers.map((one) => lastDayIn(period, one))
        const last = period.isDate ? await lastDayOfRows(warehouse, { period, relation }) : null
        return { reach: last ?? days.at(-1) ?? null, periods: numbers }
    }
    if (period.isDate) {
        return { reach: await lastDayOfRows(warehouse, { period, relation }), periods: null }
    }
    const [row] = await warehouse.rows(`select max(${periodSql(period)}) as last from ${relation}`)
    if (typeof row?.last !== 'number') return { reach: null, periods: null }
    assertPeriods([row.last], { table, period })
    return { reach: lastDayIn(period, row.last), periods: null }
}

type PeriodRelation = TableRelation & { readonly period: SourcePeriod }

async function periodsOf(
    warehouse: Warehouse,
    { table, relation, period }: PeriodRelation,
): Promise<readonly number[]> {
    const name = quoted(period.column)
    const rows = await warehouse.rows(
        `select distinct ${periodSql(period)} as period from ${relation} ` +
            `where ${name} is not null order by period`,
    )
    const numbers = rows.map((row) => Number(row.period))
    assertPeriods(numbers, { table, period })
    return numbers
}

function assertPeriods(
    numbers: readonly number[],
    { table, period }: Omit<PeriodRelation, 'relation'>,
): void {
    const wrong = numbers.find((one) => !isPeriod(period, one))
    if (wrong === undefined) return
    const { column, every } = period
    refuse('pipeline.period_unknown', { table: table.name, column, every, value: wrong })
}

async function lastDayOfRows(
    warehouse: Warehouse,
    { period, relation }: Pick<PeriodRelation, 'period' | 'relation'>,
): Promise<Day | null> {
    const column = `cast(${quoted(period.column)} as date)`
    const [row] = await warehouse.rows(`select max(${column}) as last from ${relation}`)
    if (row?.last === null || row?.last === undefined) return null
    const last = String(row.last)
    // What is delivered by months is known to the month's end, on whichever day it booked last.
    return period.every === 'month' ? lastDayOf(monthOf(last)) : last
}

type TableExamination = Examination & {
    readonly table: ContractTable
    readonly facts: Omit<TableFacts, 'late'>
}

async function differenceOf(
    typed: TypedDelivery,
    options: TableExamination,
): Promise<Pick<ExaminedTable, 'late' | 'difference'>> {
    const { contract, table, facts, batches, warehouse, lastClosed, wantsDifference } = options
    const isLatePossible = lastClosed !== null && table.period !== null
    if (!wantsDifference && !isLatePossible) return { late: [], difference: null }
    const stored = options.parts.get(nameOf({ system: contract.system, table: table.name })) ?? []
    const part: SourcePart = {
        batchId: unrecorded,
        delivery: facts.delivery,
        columns: facts.columns,
        periods: facts.periods,
        rows: facts.accepted,
    }
    const read: ReadPart = ({ batchId }) =>
        warehouse.parquet([
            batchId === unrecorded
                ? join(typed.folder, table.name)
                : join(batches, batchId, table.name),
        ])
    const states = {
        before: sourceTableOf(contract, { table: table.name, parts: stored }),
        after: sourceTableOf(contract, { table: table.name, parts: [...stored, part] }),
        part,
        read,
    }
    const upTo = wantsDifference ? null : lastClosed
    const difference = await compareTables(warehouse, states, upTo)
    const late = lateMonthsOf(difference, lastClosed)
    return { late, difference: wantsDifference ? difference : null }
}

/** The closed months in which rows differ. */
export function lateMonthsOf(
    { months }: TableDifference,
    lastClosed: Month | null,
): readonly LateMonth[] {
    if (months === null || lastClosed === null) return []
    return months
        .filter(({ month }) => month <= lastClosed)
        .map((counts) => ({ month: counts.month, rows: differing(counts) }))
        .filter(({ rows }) => rows > 0)
}

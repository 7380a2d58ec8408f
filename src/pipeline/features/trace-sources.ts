import { join } from 'node:path'
import { formatDecimal } from '#domain/decimal.ts'
import { addMonths, firstDayOf, lastDayOf, type Month } from '#domain/month.ts'
import { traitOfField } from '#features/sensitive-traits.ts'
import type { Contract, ContractTable } from '#sources/contract.ts'
import { maskValue } from '#sources/mask-value.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { presentTable } from '../batches/present-table.ts'
import type { SourcePart } from '../batches/source-table.ts'
import { keySql } from '../quality/record-tables.ts'
import { monthsOfLife } from './column-lineage.ts'
import { ownAccountsSql, type PartyKeys, withoutHiddenKeys } from './party-keys.ts'
import type { TracedRelation } from './trace-lineage.ts'

/** One delivered row that a feature rests on. */
export type TracedRow = {
    /** Its key in the source table, columns joined by `|`; of a card only the last digits. */
    readonly key: string
    readonly batchNo: number
    readonly file: string
    /** Which row of the batch that was taken, from 1. */
    readonly rowNo: number
    /** By column; personal data masked. */
    readonly values: Readonly<Record<string, string | null>>
}

/** The rows of one source table behind a feature of a party. */
export type TracedSource = {
    readonly system: string
    readonly table: string
    readonly columns: readonly string[]
    /**
     * `party`: rows of the party; `all`: the table is about no party, such as rates, and only
     * named here.
     */
    readonly about: 'party' | 'all'
    readonly total: number
    /** The latest ones. */
    readonly rows: readonly TracedRow[]
}

/** What the rows are looked up in. */
export type SourceTrace = {
    readonly warehouse: Warehouse
    readonly batches: string
    readonly contracts: ReadonlyMap<string, Contract>
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
    readonly batchOf: (batchId: string) => { readonly batchNo: number; readonly file: string }
    readonly keys: PartyKeys
    readonly month: Month
}

/** Stands in place of a sensitive trait, whoever looks: where it lies can be told, not what. */
const withheld = '***'

/** Rows shown of each table. */
const rowsShown = 5

/** Relations between tables are followed no further than this. */
const hopsMax = 4

/** Finds the rows of one source table that a feature of a party rests on. */
export async function traceSource(
    trace: SourceTrace,
    { name, columns, months }: TracedRelation,
): Promise<TracedSource> {
    const [system = '', tableName = ''] = name.split('.')
    const contract = trace.contracts.get(system)
    const table = contract?.tables.find((one) => one.name === tableName)
    const told = { system, table: tableName, columns, total: 0, rows: [] }
    if (contract === undefined || table === undefined) return { ...told, about: 'all' }
    const values: (string | bigint)[] = []
    const own = conditionOf(trace, { contract, table, values, hops: 0 })
    const relation = relationOf(trace, { contract, table: tableName })
    if (own === null || relation === null) return { ...told, about: 'all' }
    const { warehouse } = trace
    const shown = table.columns.filter(
        (column) => columns.includes(column.name) || table.period?.column === column.name,
    )
    const inTime = timeSql(table, { month: trace.month, months })
    const order = table.period === null ? '' : `${quoted(table.period.column)} desc, `
    const cells = shown.map(
        (column, place) => `, cast(${quoted(column.name)} as varchar) as c${place}`,
    )
    const found = await warehouse.rows(
        `select ${keySql(table)} as key, count(*) over () as total${cells.join('')} ` +
            `from ${relation} delivered where ${own}${inTime} ` +
            `order by ${order}1 limit ${rowsShown}`,
        values,
    )
    const rows: TracedRow[] = []
    for (const row of found) {
        const key = String(row.key)
        const place = await placeOf(trace, { contract, table, key })
        const told = shown.map((column, index) => {
            const cell = row[`c${index}`] ?? null
            const text = typeof cell === 'object' && cell !== null ? formatDecimal(cell) : cell
            if (text === null) return [column.name, null]
            const isTrait = column.field !== null && traitOfField(column.field) !== null
            if (isTrait) return [column.name, withheld]
            return [column.name, maskValue(withoutHiddenKeys(String(text), trace.keys), column.pii)]
        })
        rows.push({
            key: shownKey(trace, { table, key }),
            ...place,
            values: Object.fromEntries(told),
        })
    }
    return { ...told, about: 'party', total: Number(found[0]?.total ?? 0), rows }
}

/** The key of a row without what may not be shown of it. */
function shownKey(
    { keys }: SourceTrace,
    { table, key }: { readonly table: ContractTable; readonly key: string },
): string {
    const parts = key.split('|')
    // A key whose parts hold the sign themselves cannot be taken apart: it is shown as one.
    const pii = parts.length === table.key.length ? table.key : []
    return parts
        .map((part, index) => {
            const column = table.columns.find(({ name }) => name === pii[index])
            return maskValue(withoutHiddenKeys(part, keys), column?.pii ?? null)
        })
        .join('|')
}

type Asked = {
    readonly contract: Contract
    readonly table: ContractTable
    /** Values of the condition, added to as it is written. */
    readonly values: (string | bigint)[]
    readonly hops: number
}

/** SQL that is true of the party's rows; null where nothing leads from the table to a party. */
function conditionOf(trace: SourceTrace, { contract, table, values, hops }: Asked): string | null {
    const { system } = contract
    const { keys } = trace
    const among = (text: string, wanted: readonly (string | bigint)[]): string => {
        if (wanted.length === 0) return 'false'
        return `${text} in (${wanted.map((one) => `$${values.push(one)}`).join(', ')})`
    }
    const accountColumns = keys.accountColumns.get(`${system}.${table.name}`) ?? []
    const [accountColumn] = accountColumns.filter((column) => table.key.includes(column))
    if (accountColumn !== undefined) {
        return ownAccountsSql(trace.warehouse, { system, column: accountColumn, keys, among })
    }
    if (table.record !== null) {
        const own = keys.records.filter(
            (one) => one.system === system && one.entity === table.record,
        )
        if (own.length > 0)
            return among(
                keySql(table),
                own.map(({ key }) => key),
            )
    }
    for (const column of table.columns) {
        if (column.sameAs === null) continue
        const own = keys.records.filter((one) => `${one.system}:${one.entity}` === column.sameAs)
        const wanted = own.map(({ key }) => key)
        if (wanted.length > 0) return among(`cast(${quoted(column.name)} as varchar)`, wanted)
    }
    if (hops >= hopsMax) return null
    for (const { columns, to } of table.relations) {
        const parent = contract.tables.find((one) => one.name === to)
        const relation = relationOf(trace, { contract, table: to })
        if (parent === undefined || relation === null || parent === table) continue
        const own = conditionOf(trace, { contract, table: parent, values, hops: hops + 1 })
        if (own === null) continue
        const child = columns.map((one) => `cast(${quoted(one)} as varchar)`).join(` || '|' || `)
        return `${child} in (select ${keySql(parent)} from ${relation} parent where ${own})`
    }
    return null
}

function relationOf(
    { warehouse, batches, parts }: SourceTrace,
    { contract, table }: { readonly contract: Contract; readonly table: string },
): string | null {
    return presentTable({ contract, table, parts, batches, warehouse })
}

/** A feature reads nothing after its month, and nothing before its window. */
function timeSql(
    { period, columns }: ContractTable,
    { month, months }: { readonly month: Month; readonly months: number },
): string {
    if (period === null) return ''
    const from = months >= monthsOfLife ? null : addMonths(month, 1 - months)
    const column = quoted(period.column)
    const isDate = columns.find(({ name }) => name === period.column)?.type.name === 'date'
    const [first, last] = isDate
        ? [from === null ? null : `date '${firstDayOf(from)}'`, `date '${lastDayOf(month)}'`]
        : [from === null ? null : String(from), String(month)]
    return `${first === null ? '' : ` and ${column} >= ${first}`} and ${column} <= ${last}`
}

/** The latest batch that brings a key, and the row of it. */
async function placeOf(
    { warehouse, batches, parts, batchOf }: SourceTrace,
    {
        contract,
        table,
        key,
    }: { readonly contract: Contract; readonly table: ContractTable; readonly key: string },
): Promise<Pick<TracedRow, 'batchNo' | 'file' | 'rowNo'>> {
    const own = parts.get(`${contract.system}.${table.name}`) ?? []
    for (const { batchId } of own.toReversed()) {
        const relation = warehouse.parquet([join(batches, batchId, table.name)])
        const [row] = await warehouse.rows(
            `select file_row_number as row_no from ${relation} delivered ` +
                `where ${keySql(table)} = $1 limit 1`,
            [key],
        )
        if (row === undefined) continue
        const { batchNo, file } = batchOf(`${batchId}/${table.name}`)
        return { batchNo, file, rowNo: Number(row.row_no) + 1 }
    }
    throw new Error(`${contract.system}.${table.name} ${key} lies in no batch`)
}

import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '#domain/result.ts'
import type { Contract, ContractTable } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'
import type { TableCounts } from '../batches/batch.ts'
import { keptPlaces } from './kept-tables.ts'
import { keyRejectsSql, repeatedKeysSql } from './key-rejects.ts'
import { orphanRejectsSql } from './orphan-rejects.ts'
import { refusalOf } from './refusal-of.ts'
import { isNotRejected } from './reject-parts.ts'
import { type SettledTable, settleTable } from './settle-table.ts'
import { isGoodRow } from './table.ts'
import { hasCycle, parentsFirst } from './table-order.ts'
import type { TableReading } from './type-table.ts'
import { confirmRecords, type TableState, type TypingContext, typeTable } from './type-table.ts'

/** What the tables of a delivery are imported with. */
export type TablesContext = TypingContext & {
    readonly contract: Contract
    /** SQL of the rows of a table that were there before and stay; null: none. */
    readonly present: (table: string) => string | null
    /** Hears when a table is typed, and once more when its rows lie where the batch has them. */
    readonly onStage?: (table: string) => void
}

/** What came of the tables: where there are failures, nothing of them may be taken. */
export type ImportedTables = {
    readonly counts: readonly TableCounts[]
    readonly failures: readonly Failure[]
}

/**
 * Types all tables of a delivery and rejects what does not fit: cells, records, keys that are there
 * twice, rows whose parent is missing or was rejected itself. Below `work/tables` it leaves the
 * accepted rows and, in `rejects`, the others with file, line, column and reason. A delivery with
 * more rejects than its contract bears comes back with all of them as failures, grouped.
 */
export async function importTables(
    delivered: readonly TableReading[],
    context: TablesContext,
): Promise<ImportedTables> {
    const readings: TableReading[] = []
    for (const reading of delivered) readings.push(await confirmRecords(reading, context))
    const failures = readings.flatMap((reading) => [...reading.text.failures])
    const states = new Map<string, TableState>()
    for (const reading of readings) {
        if (!reading.text.readable) continue
        const { name } = reading.file.table
        const state = await typeTable(reading, context)
        if ('code' in state) failures.push(state)
        else states.set(name, await rejectKeys(state, context))
        context.onStage?.(name)
    }
    const unknown = readings.filter(isUnknown).map(({ file }) => file.table.name)
    await rejectOrphans(states, { ...context, unknown })
    const settled: SettledTable[] = []
    for (const state of states.values()) settled.push(await settleTable(state, context))
    const isBorne = settled.every(({ isTooMany }) => !isTooMany)
    const counts = settled.map((table) => table.counts)
    if (failures.length > 0 || !isBorne) {
        return { counts, failures: [...failures, ...(await refusalOf(settled, context))] }
    }
    for (const state of states.values()) {
        context.onStep('writing', state.table.name)
        await acceptRows(state, context)
        context.onStage?.(state.table.name)
    }
    return { counts, failures: [] }
}

/** Whether nothing can be said of the keys of a table: its file as a whole is at fault. */
function isUnknown({ text }: TableReading): boolean {
    return !text.readable || text.failures.length > 0
}

async function rejectKeys(state: TableState, context: TablesContext): Promise<TableState> {
    const { warehouse, work, signal } = context
    const { table, rows } = state
    signal.throwIfAborted()
    if (table.key.length === 0) return state
    const repeated = join(work, 'repeated', table.name)
    const sql = repeatedKeysSql({ table, rows })
    const count = await warehouse.writeParquet({ sql, folder: repeated })
    if (count === 0) return state
    return await withRejects(state, {
        context,
        sql: keyRejectsSql(warehouse, { table, rows, repeated }),
    })
}

/** Parents go first, so that the children of what is rejected follow in the same pass. */
async function rejectOrphans(
    states: Map<string, TableState>,
    context: TablesContext & { readonly unknown: readonly string[] },
): Promise<void> {
    const { contract, warehouse, present, unknown } = context
    const order = parentsFirst(contract.tables)
    for (let round = 0; ; round++) {
        let found = 0
        for (const { name, relations } of order) {
            for (const relation of relations) {
                const child = states.get(name)
                if (child === undefined || unknown.includes(relation.to)) continue
                context.signal.throwIfAborted()
                const parent = states.get(relation.to) ?? absentTable(contract, relation.to)
                const there = present(relation.to)
                if (parent.rows === null && there === null) continue
                const parentFile = parent.fileName ?? relation.to
                const withBadRows = round === 0
                const related = { relation, child, parent, parentFile, present: there, withBadRows }
                const sql = orphanRejectsSql(warehouse, related)
                const next = await withRejects(child, { context, sql })
                found += next.parts.length - child.parts.length
                states.set(name, next)
            }
        }
        if (found === 0 || !hasCycle(contract.tables)) return
    }
}

/** A table of the contract of which nothing can be read, or was delivered. */
function absentTable(contract: Contract, name: string) {
    const table = contract.tables.find((one) => one.name === name) as ContractTable
    return { table, rows: null, parts: [], picked: null, fileName: null }
}

/** The state with the rejects of a query as one more part, where there are any. */
async function withRejects(
    state: TableState,
    { context, sql }: { readonly context: TablesContext; readonly sql: string },
): Promise<TableState> {
    const { table, parts } = state
    const folder = join(context.work, 'parts', table.name, String(parts.length))
    const count = await context.warehouse.writeParquet({ sql, folder })
    return count === 0 ? state : { ...state, parts: [...parts, folder] }
}

/** Puts the accepted rows where the batch will have them. */
async function acceptRows(state: TableState, { warehouse, work, signal, kept }: TablesContext) {
    const { table, rows, folder, parts } = state
    const target = join(work, 'tables', table.name)
    signal.throwIfAborted()
    if (parts.length === 0 && folder !== null) {
        // What goes on its way is no longer kept.
        if (kept !== undefined) await rm(keptPlaces(kept.folder, table.name).note, { force: true })
        await rename(folder, target)
        return
    }
    const accepted = isNotRejected(warehouse, { relation: 'typed', parts })
    const sql =
        `select ${table.columns.map(({ name }) => quoted(name)).join(', ')} from ${rows} typed ` +
        `where ${isGoodRow(table, 'typed')} and ${accepted}`
    await warehouse.writeParquet({ sql, folder: target })
}

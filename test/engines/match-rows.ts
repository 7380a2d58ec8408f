import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { TextRow } from '#identity/compare-records.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import {
    type Matching,
    type MatchingInput,
    matchRecords,
} from '#pipeline/identity/match-records.ts'
import { type MatchingDesk, tableOf } from '#pipeline/identity/matching.ts'
import { beginTextRows } from '#pipeline/identity/text-rows.ts'
import type { MatchedTable } from '#pipeline/identity/write-records.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { columnsOf } from './people-twice.ts'

/** What was found, and the desk whose tables tell the rest. */
export type Matched = { readonly desk: MatchingDesk; readonly matching: Matching }

/** What is asked of matching besides the rows. */
export type MatchingAsked = Partial<Omit<MatchingInput, 'tables' | 'comparison'>> & {
    readonly comparison: Comparison
}

/** Where tests of matching work. */
export type Opened = { readonly warehouse: Warehouse; readonly folder: string }

/** Matches tables of rows that have an `id`; numbers of records follow the ids in each. */
export async function matchRows(
    opened: Opened,
    tables: readonly (readonly TextRow[])[],
    asked: MatchingAsked,
): Promise<Matched> {
    const { desk, given } = await giveRows(opened, tables)
    const input = { isLink: false, seed: 7, ...asked }
    return { desk, matching: await matchRecords(desk, { tables: given, ...input }) }
}

/** A desk over a new folder, and tables of rows as matching takes them. */
export async function giveRows(
    opened: Opened,
    tables: readonly (readonly TextRow[])[],
): Promise<{ readonly desk: MatchingDesk; readonly given: readonly MatchedTable[] }> {
    const desk = {
        warehouse: opened.warehouse,
        folder: await mkdtemp(join(opened.folder, 'matching-')),
        signal: new AbortController().signal,
        onStage: () => {},
    }
    const given: MatchedTable[] = []
    for (const [at, rows] of tables.entries()) {
        const columns = columnsOf(rows)
        const name = `given-${at}`
        const types = columns.map((column) => [column, 'varchar'] as const)
        const table = await beginTextRows(desk, { name, columns: Object.fromEntries(types) })
        for (const row of rows) table.add(columns.map((column) => row[column] ?? null))
        await table.end()
        const quoted = columns.map((column) => [column, `"${column}"`] as const)
        given.push({
            ...{ relation: tableOf(desk, name), id: '"id"' },
            ...{ file: `file-${at}.csv`, headingLines: 1 },
            columns: Object.fromEntries(quoted),
        })
    }
    return { desk, given }
}

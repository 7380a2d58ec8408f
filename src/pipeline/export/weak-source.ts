import type { Month } from '#domain/month.ts'
import { countRestricted } from '#serving/read-whole-list.ts'
import { quoted } from '#sources/sql-text.ts'
import type { BankContext } from '../bank-context.ts'
import { weakGaps } from '../quality/weak-parties.ts'
import type { ColumnCodes, ExportColumn, ExportReader, ExportSource } from './export-source.ts'
import { chosenColumns } from './show-columns.ts'

/** Which close is asked for those who could not be tiered for want of data. */
export type WeakAsked = {
    readonly ladder: string
    /** Null for the last close. */
    readonly month: Month | null
    /** Null for all. */
    readonly columns: readonly string[] | null
    readonly reader: ExportReader
}

/** The name under which the list of poorly known customers is asked for. */
export const weakList = 'quality'

const codesOf: ReadonlyMap<string, ColumnCodes> = new Map([
    ['cause', 'earned_cause'],
    ['feature', 'feature'],
])

/**
 * Who could not be tiered at a close and what is missing, one row per customer and gap. Refuses as
 * `findWeakParties` does, and with `pipeline.export_column`.
 */
export async function weakSource(context: BankContext, asked: WeakAsked): Promise<ExportSource> {
    const { ladder, month, columns, reader } = asked
    const { isCompliance } = reader.viewer
    const { close, policy, sql } = await weakGaps(context, { ladder, month, isCompliance })
    const described = await context.warehouse.describe(sql)
    const all = described.map(({ name, type }): ExportColumn => {
        const codes = codesOf.get(name) ?? null
        return { name, type, unit: null, codes, isMasked: false }
    })
    const chosen = chosenColumns(all, columns)
    return {
        ...{ kind: 'list', name: weakList, month: close.month, runId: close.runId },
        policy: { key: close.policyKey, policy },
        filter: { ladder, edition: String(close.edition) },
        columns: chosen,
        sql: `select ${chosen.map(({ name }) => quoted(name)).join(', ')} from (${sql}) gaps`,
        withheld: isCompliance ? 0 : await countRestricted(context.db, close),
    }
}

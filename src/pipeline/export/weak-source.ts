import type { Month } from '#domain/month.ts'
import { countRestricted } from '#serving/read-whole-list.ts'
import { quoted } from '#sources/sql-text.ts'
import type { BankContext } from '../bank-context.ts'
import { weakGaps } from '../quality/weak-parties.ts'
import type { ScopeAsked } from '../report/find-scope.ts'
import {
    type ColumnCodes,
    type ExportColumn,
    type ExportReader,
    type ExportSource,
    scopeFilter,
} from './export-source.ts'
import { chosenColumns } from './show-columns.ts'

/** Which close is asked for those who could not be tiered for want of data. */
export type WeakAsked = {
    readonly ladder: string
    /** Null for the last close. */
    readonly month: Month | null
    /** Of what part of the bank; all of it where that is left out. */
    readonly scope?: ScopeAsked
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
    const { columns, reader, ...question } = asked
    const { isCompliance } = reader.viewer
    const { close, scope, policy, sql } = await weakGaps(context, { ...question, isCompliance })
    const described = await context.warehouse.describe(sql)
    const all = described.map(({ name, type }): ExportColumn => {
        const codes = codesOf.get(name) ?? null
        return { name, type, unit: null, codes, isMasked: false }
    })
    const chosen = chosenColumns(all, columns)
    return {
        ...{ kind: 'list', name: weakList, month: close.month, runId: close.runId },
        policy: { key: close.policyKey, policy },
        filter: {
            ...{ ladder: close.ladder, edition: String(close.edition) },
            ...scopeFilter(scope),
        },
        columns: chosen,
        sql: `select ${chosen.map(({ name }) => quoted(name)).join(', ')} from (${sql}) gaps`,
        withheld: isCompliance ? 0 : await countRestricted(context.db, close),
    }
}

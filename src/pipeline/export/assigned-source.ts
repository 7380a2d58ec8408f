import { join } from 'node:path'
import { readEdition } from '#serving/read-edition.ts'
import { readPolicy } from '#serving/read-policy.ts'
import { literal, quoted } from '#sources/sql-text.ts'
import type { Policy } from '#tiers/policy.ts'
import type { BankContext } from '../bank-context.ts'
import type { Model } from '../model.ts'
import type {
    ColumnCodes,
    ExportColumn,
    ExportReader,
    ExportSource,
    TableAsked,
} from './export-source.ts'
import { chosenColumns } from './show-columns.ts'

/**
 * The tiers that a close has given, with tiers by their ids instead of levels. Of a restricted
 * customer nothing stands there but the tier given, unless compliance asks. Refuses as
 * `readEdition` does.
 */
export async function assignedSource(
    context: BankContext,
    { ladder, month, columns: asked, reader }: TableAsked,
    model: Model,
): Promise<ExportSource> {
    const { db, warehouse, folders, settings } = context
    const close = await readEdition(db, { ladder, month, edition: null })
    const { policyKey } = close
    const { baseCurrency } = settings
    const policy = await readPolicy(db, { policyKey, baseCurrency })
    const all = Object.entries(model.twin.columns).map(([name, { type, unit }]) => {
        return { name: nameOf(name), stored: name, type, unit: unit ?? null }
    })
    const chosen = chosenColumns(all, asked)
    const select = chosen.map(({ name, stored }) => {
        const value = isLevel(stored) ? tierSql(stored, policy) : `assigned.${quoted(stored)}`
        const shown = isWithheld(stored, reader) ? `case when ${open} then ${value} end` : value
        return `${shown} as ${quoted(name)}`
    })
    const from = `${warehouse.parquet([join(folders.snapshots, close.assignmentsPath)])} assigned`
    const [row] = await warehouse.rows(`select count(*) as n from ${from} where not ${open}`)
    return {
        ...{ kind: 'table', name: model.name, month: close.month, runId: close.runId },
        policy: { key: policyKey, policy },
        filter: { ladder, edition: String(close.edition) },
        columns: chosen.map(({ name, stored, type, unit }): ExportColumn => {
            const codes = codesOf(stored, type)
            const isTier = codes === 'tier'
            const shape = isTier ? { type: 'varchar', unit: null } : { type, unit }
            return { ...{ name, codes, isMasked: false }, ...shape }
        }),
        sql: `select ${select.join(', ')} from ${from} order by assigned.party_id`,
        withheld: reader.viewer.isCompliance ? 0 : Number(row?.n ?? 0),
    }
}

const open = '(not assigned.is_restricted)'

/** What anyone may know of a restricted customer. */
const openColumns: readonly string[] = ['party_id', 'level', 'is_restricted']

function isWithheld(column: string, { viewer }: ExportReader): boolean {
    return !viewer.isCompliance && !openColumns.includes(column)
}

function isLevel(column: string): boolean {
    return column === 'level' || /(?:^|_)level(?:_|$)/.test(column)
}

/** `raw_level` holds the level of a tier; what leaves is called `raw_tier` and holds its id. */
function nameOf(column: string): string {
    return column.replace('level', 'tier')
}

function tierSql(column: string, { tiers }: Policy): string {
    const cases = tiers.map(({ id }, level) => `when ${level} then ${literal(id)}`)
    return `case assigned.${quoted(column)} ${cases.join(' ')} end`
}

function codesOf(column: string, type: string): ColumnCodes | null {
    if (isLevel(column)) return 'tier'
    if (column === 'earned_cause' || column === 'cause') return column
    return type === 'boolean' ? 'yes_no' : null
}

import { legalForms } from '#identity/places/company-words.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { literal, quoted } from '#sources/sql-text.ts'
import type { BankContext } from '../bank-context.ts'
import {
    type FieldContext,
    keySql,
    type RecordTable,
    recordTables,
} from '../quality/record-tables.ts'
import { type MatchingDesk, tableOf } from './matching.ts'
import type { MatchedTable } from './write-records.ts'

/** What a comparison is for, of a bank whose records are persons and companies. */
export type RecordKind = 'person' | 'company'

/** Relations that a run has built. */
export type BuiltIdentity = {
    /** Rows of identity.records, identity.accounts and identity.record_links. */
    readonly records: string
    readonly accounts: string
    readonly links: string
}

/**
 * SQL of all records of the bank with the texts that a comparison asks for, as the systems
 * delivered them: `record_id`, `kind` and one column a name. It reads what stands, unmasked: its
 * rows are never stored beyond the work.
 */
export async function recordTextsSql(
    context: FieldContext & Pick<BankContext, 'warehouse'>,
    { built, columns }: { readonly built: BuiltIdentity; readonly columns: readonly string[] },
): Promise<string> {
    const tables = await recordTables(context)
    const parts = tables.map((table) => textsOf(context, { table, columns }))
    const told = columns.map((name) => `max(told.${quoted(name)}) as ${quoted(name)}`)
    const own = columns.map((name) => `texts.${quoted(name)}`)
    return (
        `select records.record_id, ${kindSql(columns)} as kind, ${own.join(', ')} ` +
        `from ${built.records} records join (` +
        // Two tables may describe one record: what both tell is told once.
        `select told.record_id, ${told.join(', ')} from (${parts.join(' union all ')}) told ` +
        `group by told.record_id) texts on texts.record_id = records.record_id`
    )
}

function textsOf(
    { warehouse }: Pick<BankContext, 'warehouse'>,
    { table, columns }: { readonly table: RecordTable; readonly columns: readonly string[] },
): string {
    const { contract, entity, relation } = table
    const [system, name] = [literal(contract.system), literal(entity)]
    const id = warehouse.dialect.record_id(system, name, keySql(table.table))
    const texts = columns.map((column) => {
        const told = table.table.columns.filter(({ field }) => field === column)
        const cells = told.map((one) => `cast(${quoted(one.name)} as varchar)`)
        const text =
            cells.length === 0 ? 'cast(null as varchar)' : `coalesce(${cells.join(', ')}, null)`
        return `${text} as ${quoted(column)}`
    })
    return `select ${id} as record_id, ${texts.join(', ')} from ${relation} of_table`
}

/** Where the system does not say it: a name that ends like a company's is one. */
function kindSql(columns: readonly string[]): string {
    if (!columns.includes('name')) return `coalesce(records.kind, 'person')`
    const endings = legalForms.map(([ending]) => `texts."name" like ${literal(`%${ending}`)}`)
    const told = `case when ${endings.join(' or ')} then 'company' else 'person' end`
    return `coalesce(records.kind, ${told})`
}

/** Every column that one of these comparisons reads, each once. */
export function columnsRead(comparisons: readonly Comparison[]): readonly string[] {
    const columns = comparisons.flatMap(({ fields }) => fields.flatMap((field) => field.columns))
    return [...new Set(columns)]
}

/** The records of the bank that a comparison is for, as matching takes them. */
export type RecordsOfKind = {
    readonly kind: RecordKind
    readonly records: number
    readonly table: MatchedTable
}

/** Those of a kind among the `texts` of all records, which lie on the desk. */
export async function recordsOfKind(
    desk: Pick<MatchingDesk, 'warehouse' | 'folder'>,
    {
        comparison,
        columns,
    }: { readonly comparison: Comparison; readonly columns: readonly string[] },
): Promise<RecordsOfKind> {
    const kind = comparison.of === 'company' ? 'company' : 'person'
    const relation = `(select * from ${tableOf(desk, 'texts')} texts where kind = '${kind}')`
    const [row] = await desk.warehouse.rows(`select count(*) as n from ${relation} records`)
    const table = {
        ...{ relation, id: 'record_id' },
        columns: Object.fromEntries(columns.map((name) => [name, `"${name}"`])),
    }
    return { kind, records: Number(row?.n ?? 0), table }
}

import type { Kysely } from 'kysely'
import { type ToldField, toldFields } from '#identity/survivorship/party-fields.ts'
import { writeSurvivorship } from '#identity/survivorship/write-survivorship.ts'
import type { ContractTable } from '#sources/contract.ts'
import { literal, quoted } from '#sources/sql-text.ts'
import type { Tables } from '#store/tables.ts'
import type { BankInputs } from './bank-inputs.ts'
import type { BankSources } from './batches/read-sources.ts'
import { type LoadedSurvivorship, readReachRanks } from './load-survivorship.ts'
import { type DescribingTable, describingTables, keySql } from './quality/record-tables.ts'

/** The texts of a bank: what the policy says, of the records that its systems have delivered. */
export async function survivorshipTexts(
    db: Kysely<Tables>,
    {
        survivorship: { policy },
        sources: { contracts, parts },
    }: {
        readonly survivorship: LoadedSurvivorship
        readonly sources: Pick<BankSources, 'contracts' | 'parts'>
    },
): Promise<BankInputs['survivorship']> {
    const delivered = contracts.map(({ contract }) => contract)
    const tables = describingTables(delivered, { parts })
    const ranks = await readReachRanks(db)
    return { ...writeSurvivorship(policy, { ranks }), survivorship_texts: writeTexts(tables) }
}

/**
 * Template text of a relation of all records that tell one of {@link toldFields}, as the systems
 * delivered it, by the columns that contracts call so: `record_id`, `told_name` and so on.
 */
export function writeTexts(tables: readonly DescribingTable[]): string {
    const telling = tables.filter(({ table }) =>
        table.columns.some(({ field }) => toldFields.some((one) => one === field)),
    )
    const entities = new Map<string, DescribingTable[]>()
    for (const one of telling) {
        const name = `${one.contract.system}:${one.entity}`
        entities.set(name, [...(entities.get(name) ?? []), one])
    }
    const relations = [...entities.values()].map((own) => ofEntity(own))
    if (relations.length > 0) return `(${relations.join('\n    union all\n    ')})`
    const none = toldFields.map((field) => `cast(null as varchar) as told_${field}`)
    return `(select cast(null as bigint) as record_id, ${none.join(', ')} where 1 = 0)`
}

/** What two tables tell of one record is told once. */
function ofEntity(tables: readonly DescribingTable[]): string {
    const selects = tables.map((one) => selectOf(one))
    const [only = ''] = selects
    if (selects.length === 1) return only
    const told = toldFields.map((field) => `max(told_${field}) as told_${field}`)
    return (
        `select record_id, ${told.join(', ')} ` +
        `from (${selects.join('\n    union all\n    ')}) tables group by record_id`
    )
}

function selectOf({ contract: { system }, entity, table }: DescribingTable): string {
    const told = toldFields.map((field) => `${toldSql(field, table)} as told_${field}`)
    const columns = toldFields.map((field) => `told_${field}`)
    // Names of columns may hold any signs: they stay outside the words of templates.
    return (
        `select {{ record_id(${literal(system)}, ${literal(entity)}, source_key) }} ` +
        `as record_id, ${columns.join(', ')} from (select ${keySql(table)} as source_key, ` +
        `${told.join(', ')} from {{ source(${literal(system)}, ${literal(table.name)}) }} ` +
        `delivered) told`
    )
}

function toldSql(field: ToldField, { columns }: ContractTable): string {
    const cells = columns
        .filter((column) => column.field === field)
        .map(({ name }) => `cast(${quoted(name)} as varchar)`)
    const [only] = cells
    if (only === undefined) return 'cast(null as varchar)'
    return cells.length === 1 ? only : `coalesce(${cells.join(', ')})`
}

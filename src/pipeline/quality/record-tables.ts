import type { RecordKey } from '#identity/record-key.ts'
import type { Contract, ContractTable } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'
import type { BankContext, BuiltContext } from '../bank-context.ts'
import { presentTable } from '../batches/present-table.ts'
import { type BankSources, nameOf, readParts } from '../batches/read-sources.ts'
import { loadContract } from '../load-contract.ts'

/** What is needed to trace a field. */
export type FieldContext = BuiltContext & Pick<BankContext, 'modelRoots'>

/** A table whose rows describe records of an entity. */
export type DescribingTable = {
    readonly contract: Contract
    readonly table: ContractTable
    readonly entity: string
}

/** The same, with SQL of its rows as they stand. */
export type RecordTable = DescribingTable & { readonly relation: string }

/** Of these systems, by name, every table that describes records and has been delivered. */
export function describingTables(
    contracts: readonly Contract[],
    { parts }: Pick<BankSources, 'parts'>,
): readonly DescribingTable[] {
    return contracts
        .toSorted((one, other) => (one.system < other.system ? -1 : 1))
        .flatMap((contract) =>
            contract.tables.flatMap((table): DescribingTable[] => {
                const name = nameOf({ system: contract.system, table: table.name })
                if (table.record === null || !parts.has(name)) return []
                return [{ contract, table, entity: table.record }]
            }),
        )
}

/** Every delivered table that describes records, of all systems that have delivered. */
export async function recordTables(context: FieldContext): Promise<readonly RecordTable[]> {
    const { db, modelRoots, warehouse, folders } = context
    const { batches } = folders
    const parts = await readParts(db)
    const contracts: Contract[] = []
    for (const system of new Set([...parts.keys()].map((name) => name.split('.')[0] ?? ''))) {
        contracts.push((await loadContract(modelRoots, system)).contract)
    }
    return describingTables(contracts, { parts }).flatMap((one): RecordTable[] => {
        const { contract, table } = one
        const about = { contract, table: table.name, parts, batches, warehouse }
        const relation = presentTable(about)
        return relation === null ? [] : [{ ...one, relation }]
    })
}

/** SQL of the key of a row as record keys write it: several columns joined by `|`. */
export function keySql({ key }: Pick<ContractTable, 'key'>): string {
    return key.map((column) => `cast(${quoted(column)} as varchar)`).join(" || '|' || ")
}

/** Where a record key points to. */
export function keyText({ system, entity, key }: RecordKey): string {
    return `${system}:${entity}:${key}`
}

/** Records that name one of these as their own in another system, or are named by them. */
export async function linkedRecords(
    context: FieldContext,
    {
        tables,
        records,
    }: {
        readonly tables: readonly RecordTable[]
        readonly records: readonly RecordKey[]
    },
): Promise<readonly RecordKey[]> {
    const found = new Map<string, RecordKey>()
    const add = (record: RecordKey): void => {
        if (!records.some((one) => keyText(one) === keyText(record))) {
            found.set(keyText(record), record)
        }
    }
    for (const { contract, table, entity, relation } of tables) {
        for (const column of table.columns) {
            if (column.sameAs === null) continue
            const named = `cast(${quoted(column.name)} as varchar)`
            for (const record of records) {
                const isNamed = column.sameAs === `${record.system}:${record.entity}`
                const isOwn = contract.system === record.system && entity === record.entity
                if (!isNamed && !isOwn) continue
                const wanted = isNamed ? named : keySql(table)
                const rows = await context.warehouse.rows(
                    `select ${keySql(table)} as own, ${named} as named from ${relation} told ` +
                        `where ${wanted} = $1 order by own`,
                    [record.key],
                )
                for (const row of rows) {
                    if (isNamed) add({ system: contract.system, entity, key: String(row.own) })
                    const [system = '', other = ''] = column.sameAs.split(':')
                    const isThere = isOwn && row.named !== null
                    if (isThere) add({ system, entity: other, key: String(row.named) })
                }
            }
        }
    }
    return [...found.values()]
}

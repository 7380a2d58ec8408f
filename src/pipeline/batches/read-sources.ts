import type { Kysely } from 'kysely'
import { refuse } from '#domain/result.ts'
import type { BatchFile, Tables } from '#store/tables.ts'
import { type LoadedContract, loadContract } from '../load-contract.ts'
import { type SourcePart, type SourceTable, sourceTableOf } from './source-table.ts'

/** A batch as a run reads it. */
export type UsedBatch = {
    readonly batchId: string
    readonly system: string
    readonly files: readonly BatchFile[]
}

/** All that a bank's systems have delivered, as models read it. */
export type BankSources = {
    /** Systems with a batch that counts, sorted. */
    readonly systems: readonly string[]
    /** The batches that a row can come from, by system and in the order they were taken. */
    readonly batches: readonly UsedBatch[]
    /** The contracts of these systems. */
    readonly contracts: readonly LoadedContract[]
    /** What each table was delivered in, by `system.table`, in the order in which it was taken. */
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
    /**
     * Null where the system has delivered nothing. Throws Refusal `pipeline.table_unknown` where
     * its contract has no such table, `pipeline.table_missing` where no batch brings it.
     */
    readonly tableOf: (name: {
        readonly system: string
        readonly table: string
    }) => SourceTable | null
}

/** What is asked of the store, and where contracts lie. */
export type SourceContext = { readonly db: Kysely<Tables>; readonly modelRoots: readonly string[] }

/** Puts together what models read: all batches that were taken and not taken back. */
export async function readSources({ db, modelRoots }: SourceContext): Promise<BankSources> {
    const batches = await db
        .selectFrom('workbench.batches')
        .select(['batch_id', 'system', 'files'])
        .where('status', '=', 'taken')
        .orderBy('system')
        .orderBy('batch_no')
        .execute()
    const parts = await readParts(db)
    const tables = new Map<string, SourceTable>()
    const contracts = new Map<string, LoadedContract>()
    for (const system of new Set(batches.map((batch) => batch.system))) {
        const loaded = await loadContract(modelRoots, system)
        const { contract } = loaded
        contracts.set(system, loaded)
        for (const { name: table } of contract.tables) {
            const own = parts.get(nameOf({ system, table })) ?? []
            if (own.length === 0) continue
            tables.set(nameOf({ system, table }), sourceTableOf(contract, { table, parts: own }))
        }
    }
    const used = new Set([...tables.values()].flatMap((table) => table.parts).map(idOf))
    return {
        systems: [...contracts.keys()],
        contracts: [...contracts.values()],
        parts,
        batches: batches
            .filter((batch) => used.has(batch.batch_id))
            .map(({ batch_id: batchId, system, files }) => ({ batchId, system, files })),
        tableOf: (name) => {
            const loaded = contracts.get(name.system)
            if (loaded === undefined) return null
            const known = loaded.contract.tables.map((table) => table.name)
            if (!known.includes(name.table)) {
                refuse('pipeline.table_unknown', { ...name, known: known.join(', ') })
            }
            return tables.get(nameOf(name)) ?? refuse('pipeline.table_missing', name)
        },
    }
}

/** The parts of each table of each system, in the order in which they were taken. */
export async function readParts(
    db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly SourcePart[]>> {
    const rows = await db
        .selectFrom('workbench.batch_tables as part')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'part.batch_id')
        .select(['batch.system', 'part.table_name', 'part.batch_id', 'part.delivery'])
        .select(['part.columns', 'part.periods', 'part.accepted'])
        .where('batch.status', '=', 'taken')
        .orderBy('batch.batch_no')
        .execute()
    const parts = new Map<string, SourcePart[]>()
    for (const row of rows) {
        const { system, table_name: table, batch_id: batchId, delivery, columns, periods } = row
        const name = nameOf({ system, table })
        const part = { batchId, delivery, columns, periods, rows: Number(row.accepted) }
        parts.set(name, [...(parts.get(name) ?? []), part])
    }
    return parts
}

/** `sample.accounts`. */
export function nameOf(name: { readonly system: string; readonly table: string }): string {
    return `${name.system}.${name.table}`
}

function idOf({ batchId }: SourcePart): string {
    return batchId
}

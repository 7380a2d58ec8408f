import { refuse } from '#domain/result.ts'
import type { Config } from '#runtime/config.ts'
import type { Contract } from '#sources/contract.ts'
import { openSourceDatabase, type SourceDatabase } from '#store/source-database.ts'

/** Where a delivery is taken from; it is closed by whoever asked for it. */
export type Delivery = {
    /** The folder of its files; the name of the database where there is none. */
    readonly folder: string
    /** The database that tables are queried from; null: none. */
    readonly database: SourceDatabase | null
}

/** Whether a text is the address of a PostgreSQL database. */
export function isAddress(text: string): boolean {
    return /^postgres(ql)?:\/\//.test(text)
}

/**
 * Opens what a delivery comes from: the folder or the address that was given, and for tables that
 * are queries the database that the settings name for the system. An address may hold a password:
 * from here on the database goes by its name. Throws Refusal `cli.delivery_missing` where tables
 * are files and no folder was given, and `sources.database_unreachable`.
 */
export async function openDelivery(
    { sourceDatabases }: Pick<Config, 'sourceDatabases'>,
    { system, tables }: Pick<Contract, 'system' | 'tables'>,
    given: string | undefined,
): Promise<Delivery> {
    const queried = tables.filter(({ read }) => read.format === 'postgres')
    if (given === undefined && queried.length < tables.length) {
        refuse('cli.delivery_missing', { system })
    }
    if (given !== undefined && isAddress(given)) {
        const database = await openSourceDatabase({ url: given })
        return { folder: database.name, database }
    }
    const url = queried.length > 0 ? sourceDatabases[system] : undefined
    const database = url === undefined ? null : await openSourceDatabase({ url })
    return { folder: given ?? database?.name ?? '', database }
}

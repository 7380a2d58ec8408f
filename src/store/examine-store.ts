import { type Kysely, sql } from 'kysely'
import { lockClass, lockNumbers } from './lock-session.ts'
import type { Tables } from './tables.ts'

/** What a store says of itself. */
export type StoreFacts = {
    /** `18.4`. */
    readonly version: string
    /** `UTF8`. */
    readonly encoding: string
    readonly bytes: number
    /** Whether somebody holds the lock for writing at this moment. */
    readonly isWritten: boolean
    /** When anything was last recorded, in milliseconds since 1970; null: nothing was. */
    readonly recordedAt: number | null
    /** Deliveries that count. */
    readonly batches: number
}

/** Asks a store how it is, without taking a lock. Throws StoreError. */
export async function examineStore(db: Kysely<Tables>): Promise<StoreFacts> {
    const { rows } = await sql<Told>`
        select
            current_setting('server_version') as version,
            current_setting('server_encoding') as encoding,
            pg_database_size(current_database())::text as bytes,
            exists (
                select from pg_locks
                where locktype = 'advisory' and granted and classid = ${lockClass}
                    and objid = ${lockNumbers.write}
                    and database = (select oid from pg_database where datname = current_database())
            ) as written,
            extract(epoch from (select max(at) from audit.events))::text as recorded,
            (select count(*) from workbench.batches where status <> 'undone')::text as batches
    `.execute(db)
    const [told] = rows
    if (told === undefined) throw new Error('a question without a table has one answer')
    return {
        version: told.version.split(' ')[0] ?? told.version,
        encoding: told.encoding,
        bytes: Number(told.bytes),
        isWritten: told.written,
        recordedAt: told.recorded === null ? null : Number(told.recorded) * 1000,
        batches: Number(told.batches),
    }
}

type Told = {
    readonly version: string
    readonly encoding: string
    readonly bytes: string
    readonly written: boolean
    readonly recorded: string | null
    readonly batches: string
}

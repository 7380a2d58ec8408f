import { sql } from 'kysely'
import type { StoreTransaction } from '#store/store.ts'

/** What a table is to hold from now on. */
export type Replacement = {
    /** `schema.table`. */
    readonly table: 'serving.parties' | 'serving.party_records'
    /** All its columns, the one of its primary key first, in the order of the file. */
    readonly columns: readonly [key: string, ...others: string[]]
    /** Absolute path of a CSV file with a header. */
    readonly file: string
}

/**
 * Makes a table hold the rows of a file and no others. Only what differs is written: from month
 * to month nearly all parties stay as they are, and a row that is written anew leaves a dead one
 * behind in the table and in each of its indexes.
 */
export async function replaceRows(
    { db, copyIn }: Pick<StoreTransaction, 'db' | 'copyIn'>,
    { table, columns, file }: Replacement,
): Promise<void> {
    const [key] = columns
    const row = (alias: string) =>
        sql`(${sql.join(columns.map((column) => sql.ref(`${alias}.${column}`)))})`
    await sql`create temporary table incoming (like ${sql.table(table)}) on commit drop`.execute(db)
    await copyIn({ table: 'pg_temp.incoming', columns, file })
    await sql`analyze pg_temp.incoming`.execute(db)
    await sql`
        delete from ${sql.table(table)} held
        where not exists (
            select from pg_temp.incoming
            where ${sql.ref(`incoming.${key}`)} = ${sql.ref(`held.${key}`)}
                and ${row('incoming')} is not distinct from ${row('held')}
        )`.execute(db)
    // What is there now is equal. Asking a table for what it lacks while it grows by the answer
    // would have it read again and again; its key is looked up once a row.
    await sql`
        insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
        select ${sql.join(columns.map((column) => sql.ref(column)))} from pg_temp.incoming
        on conflict (${sql.ref(key)}) do nothing`.execute(db)
    await sql`drop table pg_temp.incoming`.execute(db)
    await sql`analyze ${sql.table(table)}`.execute(db)
}

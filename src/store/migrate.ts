import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { refuse } from '#domain/result.ts'

/** All migrations of the store by name, `0001_what`; they run in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>

/** Where the store remembers which migrations it has had. */
const home = { migrationTableSchema: 'tong', migrationTableName: 'migrations' }

/**
 * Brings a store up to date, all steps in one transaction or none; two at once take turns by an
 * advisory lock of the migrator. Throws Refusal `store.newer` where a later Tong has been here,
 * and {@link StoreError}.
 */
export async function migrate<T>(db: Kysely<T>, migrations: Migrations): Promise<void> {
    const migrator = new Migrator({
        db,
        provider: { getMigrations: async () => ({ ...migrations }) },
        ...home,
        migrationLockTableName: 'migration_lock',
    })
    const done = await migrationsDone(db)
    const unknown = done.find((name) => migrations[name] === undefined)
    if (unknown !== undefined) refuse('store.newer', { migration: unknown })
    if (done.length === Object.keys(migrations).length) return
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
}

async function migrationsDone<T>(db: Kysely<T>): Promise<readonly string[]> {
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
    const isThere = tables.some(
        (table) =>
            table.schema === home.migrationTableSchema && table.name === home.migrationTableName,
    )
    if (!isThere) return []
    const plain = db.withSchema(home.migrationTableSchema) as unknown as Kysely<MigrationTables>
    const rows = await plain.selectFrom('migrations').select('name').orderBy('name').execute()
    return rows.map((row) => row.name)
}

type MigrationTables = { readonly migrations: { readonly name: string } }

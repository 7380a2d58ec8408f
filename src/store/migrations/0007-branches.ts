import { type Kysely, sql } from 'kysely'

/** The customers of a branch without reading those of all others. */
export async function up(db: Kysely<unknown>): Promise<void> {
    await sql`create index parties_by_branch on serving.parties (branch)`.execute(db)
    // The planner counts the customers of a branch from now on, not from the next vacuum on.
    await sql`analyze serving.parties`.execute(db)
}

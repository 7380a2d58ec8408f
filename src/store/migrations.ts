import type { Migration } from 'kysely/migration'
import * as thread from './migrations/0001-thread.ts'

/** All migrations in their order; one that has run is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
    '0001-thread': thread,
}

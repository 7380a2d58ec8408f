import type { Migration } from 'kysely/migration'
import * as thread from './migrations/0001-thread.ts'
import * as tiersComplete from './migrations/0002-tiers-complete.ts'
import * as deliveries from './migrations/0003-deliveries.ts'
import * as identity from './migrations/0004-identity.ts'
import * as exported from './migrations/0005-exports.ts'
import * as lists from './migrations/0006-lists.ts'
import * as branches from './migrations/0007-branches.ts'

/** All migrations in their order; one that has run is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
    '0001-thread': thread,
    '0002-tiers-complete': tiersComplete,
    '0003-deliveries': deliveries,
    '0004-identity': identity,
    '0005-exports': exported,
    '0006-lists': lists,
    '0007-branches': branches,
}

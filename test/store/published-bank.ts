import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Insertable } from 'kysely'
import type { Month } from '#domain/month.ts'
import { openEmbeddedPostgres } from '#runtime/embedded-postgres.ts'
import { countClose } from '#serving/close-counts.ts'
import { migrate } from '#store/migrate.ts'
import { migrations } from '#store/migrations.ts'
import { openStore, type Store } from '#store/store.ts'
import type { AssignmentsTable } from '#store/tables.ts'

const shipped = new URL('../../policies/wealth/2025-01.yaml', import.meta.url)

/** The key under which the shipped wealth ladder stands in the store of a published bank. */
export const policyKey = 'wealth@2025-01#test'

/** A store of the newest shape, and how to close it. */
export type PublishedBank = { readonly store: Store; readonly close: () => Promise<void> }

/** Opens an empty store of its own in a new folder, with the wealth ladder's rules in it. */
export async function openPublishedBank(): Promise<PublishedBank> {
    const folder = await mkdtemp(join(tmpdir(), 'tong-published-'))
    // Root's private server runs as another user, who must be able to pass through.
    await chmod(folder, 0o711)
    const stateFolder = join(folder, 'state')
    const server = await openEmbeddedPostgres({ storeFolder: folder, stateFolder })
    const store = await openStore(server.address)
    await migrate(store.db, migrations)
    const text = readFileSync(shipped, 'utf8')
    await store.db
        .insertInto('serving.policies')
        .values({ policy_key: policyKey, ladder: 'wealth', version: '2025-01', text })
        .execute()
    return {
        store,
        close: async () => {
            await store.close()
            await server.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}

/** A row to publish: who, and what differs from a gold customer with nothing special. */
export type PublishedRow = { readonly party: number } & Partial<Insertable<AssignmentsTable>>

/** Publishes one close of the wealth ladder as a run of its own. */
export async function publish(
    { db }: Pick<Store, 'db'>,
    close: {
        readonly month: Month
        readonly edition?: number
        readonly path?: string
        readonly reason?: string
        readonly rows: readonly PublishedRow[]
    },
): Promise<string> {
    const { month, edition = 1, reason = null, rows } = close
    const runId = `run-${month}-${edition}`
    await db
        .insertInto('serving.runs')
        .values({
            run_id: runId,
            kind: 'close',
            as_of: '2025-12-31',
            digest: '',
            code_version: 'test',
            engine: 'test',
            actor: 'test',
        })
        .execute()
    await db
        .insertInto('serving.closes')
        .values({
            ladder: 'wealth',
            month,
            edition,
            run_id: runId,
            policy_key: policyKey,
            assignments_path: close.path ?? runId,
            facts_path: runId,
            digest: '',
            parties: rows.length,
            actor: 'test',
            reason,
        })
        .execute()
    for (const { party, ...row } of rows) {
        await db
            .insertInto('serving.parties')
            .values({
                party_id: BigInt(party),
                record_key: keyOf(party),
                kind: 'person',
                name_masked: `王*${party}`,
                branch: 'East',
                region: null,
                industry: null,
                first_month: 202501,
            })
            .onConflict((conflict) => conflict.column('party_id').doNothing())
            .execute()
        const there = { ladder: 'wealth', month, edition, party_id: BigInt(party) }
        await db
            .insertInto('serving.assignments')
            .values({ ...usual, ...there, ...row })
            .execute()
    }
    await countClose(db, { ladder: 'wealth', month, edition })
    return runId
}

/** The record key of a party of these tests. */
export function keyOf(party: number): string {
    return `corner:customer:${party}`
}

const usual = {
    measure: 60_000_000_000n,
    raw_tier: 'gold',
    route: null,
    earned_tier: 'gold',
    earned_cause: 'unchanged',
    tier: 'gold',
    cause: 'earned',
    rule: null,
    restricted: false,
    below_count: 0,
    below_tier_max: null,
    up_count: 0,
    up_tier_min: null,
    stale_count: 0,
    closes_since_entry: 5,
    reviews_left: null,
    next_tier: 'platinum',
    next_gap: 440_000_000_000n,
    keep_gap: null,
    near: null,
    qualified_for: null,
    assets: 6_000_000n,
} as const

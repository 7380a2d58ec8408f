import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Day, Month } from '#domain/month.ts'
import type { Store } from '#store/store.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** A close that is built and not yet seen by readers. Relations are SQL of the warehouse. */
export type BuiltClose = {
    readonly ladder: string
    readonly month: Month
    readonly policy: {
        readonly policyKey: string
        readonly version: string
        readonly text: string
    }
    readonly assignmentsPath: string
    readonly factsPath: string
    readonly digest: string
    readonly rows: number
    readonly assignments: string
    readonly facts: string
}

/** What one publication brings into the store. */
export type Publication = {
    readonly run: {
        readonly runId: string
        readonly kind: 'run' | 'close'
        readonly asOf: Day
        readonly digest: string
        readonly codeVersion: string
        readonly engine: string
    }
    /** Relation of identity.parties; null where a run publishes no tiers. */
    readonly parties: string | null
    readonly closes: readonly BuiltClose[]
    readonly actor: string
}

/** What publishing works with. */
export type PublishOptions = {
    readonly warehouse: Warehouse
    readonly store: Pick<Store, 'transaction'>
    /** A folder for the files on their way; it is emptied. */
    readonly scratch: string
    /** Heeded until all is ready to be seen; from then on it is too late. */
    readonly signal: AbortSignal
}

const partyColumns = [
    'party_id',
    'record_key',
    'kind',
    'name_masked',
    'branch',
    'region',
    'industry',
    'first_month',
]

const plainColumns = [
    'raw_tier',
    'route',
    'earned_tier',
    'earned_cause',
    'tier',
    'cause',
    'below_count',
    'below_tier_max',
    'up_count',
    'up_tier_min',
    'stale_count',
    'closes_since_entry',
    'reviews_left',
    'next_tier',
    'near',
    'qualified_for',
]
const measureColumns = ['measure', 'next_gap', 'keep_gap']

/** Edition of a close that restates nothing. */
const firstEdition = 1

/**
 * Publishes a run: in one transaction the parties, the new closes and the one pointer. Readers
 * see all of it or none of it, whatever ends the process. Doing it again changes nothing.
 */
export async function publishCloses(
    publication: Publication,
    { warehouse, store, scratch, signal }: PublishOptions,
): Promise<void> {
    await mkdir(scratch, { recursive: true })
    const partiesFile = join(scratch, 'parties.csv')
    const fileOf = ({ ladder, month }: BuiltClose): string =>
        join(scratch, `${ladder}-${month}.csv`)
    try {
        if (publication.parties !== null) {
            const sql = `select ${partyColumns.join(', ')} from ${publication.parties}`
            await warehouse.writeCsv({ sql, file: partiesFile })
        }
        for (const close of publication.closes) {
            await warehouse.writeCsv({ sql: assignmentsSql(close), file: fileOf(close) })
        }
        await store.transaction(async ({ db, copyIn }) => {
            const { run, actor, closes } = publication
            await db
                .insertInto('serving.runs')
                .values({
                    run_id: run.runId,
                    kind: run.kind,
                    as_of: run.asOf,
                    digest: run.digest,
                    code_version: run.codeVersion,
                    engine: run.engine,
                    actor,
                })
                .onConflict((conflict) =>
                    conflict.column('run_id').doUpdateSet({ finished_at: sql`now()` }),
                )
                .execute()
            if (publication.parties !== null) {
                await db.deleteFrom('serving.parties').execute()
                const table = 'serving.parties'
                await copyIn({ table, columns: partyColumns, file: partiesFile })
            }
            for (const close of closes) {
                const columns = ['ladder', 'month', 'edition', 'party_id', ...publishedColumns]
                await copyIn({ table: 'serving.assignments', columns, file: fileOf(close) })
            }
            signal.throwIfAborted()
            if (closes.length === 0) return
            for (const { ladder, policy } of closes) {
                const { policyKey, version, text } = policy
                await db
                    .insertInto('serving.policies')
                    .values({ policy_key: policyKey, ladder, version, text })
                    .onConflict((conflict) => conflict.column('policy_key').doNothing())
                    .execute()
            }
            const rows = closes.map((close) => closeRow(close, { runId: run.runId, actor }))
            await db.insertInto('serving.closes').values(rows).execute()
            await db
                .insertInto('serving.published')
                .values({ run_id: run.runId })
                .onConflict((conflict) =>
                    conflict.column('only').doUpdateSet({ run_id: run.runId }),
                )
                .execute()
        })
    } finally {
        await rm(scratch, { recursive: true, force: true })
    }
}

const publishedColumns = [...plainColumns, ...measureColumns, 'assets']

/** Measures cross in millionths, assets in minor units; in the order of the primary key. */
function assignmentsSql({ ladder, month, assignments, facts }: BuiltClose): string {
    const measures = measureColumns.map(
        (name) => `cast(assigned.${name} * 1000000 as bigint) as ${name}`,
    )
    const plain = plainColumns.map((name) => `assigned.${name}`)
    return `
select
    '${ladder}' as ladder, ${month} as month, ${firstEdition} as edition, assigned.party_id,
    ${[...plain, ...measures].join(', ')},
    cast(facts.aum_avg_month * 100 as bigint) as assets
from ${assignments} assigned
left join ${facts} facts on facts.party_id = assigned.party_id
order by assigned.party_id`
}

function closeRow(close: BuiltClose, { runId, actor }: { runId: string; actor: string }) {
    return {
        ladder: close.ladder,
        month: close.month,
        edition: firstEdition,
        run_id: runId,
        policy_key: close.policy.policyKey,
        assignments_path: close.assignmentsPath,
        facts_path: close.factsPath,
        digest: close.digest,
        parties: close.rows,
        actor,
    }
}

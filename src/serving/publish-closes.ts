import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Day, Month } from '#domain/month.ts'
import { assertClock } from '#store/assert-clock.ts'
import type { Store, StoreTransaction } from '#store/store.ts'
import { writeOutlook } from '#tiers/write-outlook.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { countClose } from './close-counts.ts'
import type { LoadedPolicy } from './loaded-policy.ts'
import { replaceRows } from './replace-rows.ts'

/** A close that is built and not yet seen by readers. Relations are SQL of the warehouse. */
export type BuiltClose = {
    readonly ladder: string
    readonly month: Month
    /** From 1; a restatement counts on. */
    readonly edition: number
    /** Why it was restated, or made with a batch missing; null: neither. */
    readonly reason: string | null
    readonly policy: LoadedPolicy
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
    /** Relation of the records of other records' parties; null where there are none. */
    readonly records: string | null
    readonly closes: readonly BuiltClose[]
    readonly actor: string
}

/** What is told while closes are published: `part` is what is taken in now. */
export type PublishProgress = {
    readonly done: number
    readonly total: number
    /** `identity.parties`, `wealth@202512`. */
    readonly part: string
}

/** What publishing works with. */
export type PublishOptions = {
    readonly warehouse: Warehouse
    readonly store: Pick<Store, 'transaction'>
    /** A folder for the files on their way; it is emptied. */
    readonly scratch: string
    /** Heeded until all of it is to be seen; from then on it is too late. */
    readonly signal: AbortSignal
    /** Hears nothing where there are no closes. */
    readonly onProgress: (progress: PublishProgress) => void
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
] as const

const recordColumns = ['record_id', 'record_key', 'party_id'] as const

const plainColumns = [
    'raw_tier',
    'route',
    'earned_tier',
    'earned_cause',
    'tier',
    'cause',
    'rule',
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
const publishedColumns = [...plainColumns, ...measureColumns, 'restricted', 'assets']

/**
 * Publishes a run: in one transaction the parties, the new closes and the one pointer. Readers
 * see all of it or none of it, whatever ends the process. Refuses with `workbench.clock_behind`.
 */
export async function publishCloses(
    publication: Publication,
    { warehouse, store, scratch, signal, onProgress }: PublishOptions,
): Promise<void> {
    await mkdir(scratch, { recursive: true })
    const partiesFile = join(scratch, 'parties.csv')
    const recordsFile = join(scratch, 'records.csv')
    const fileOf = ({ ladder, month }: BuiltClose): string =>
        join(scratch, `${ladder}-${month}.csv`)
    const writeOut = async (close: BuiltClose): Promise<void> => {
        const target = { sql: assignmentsSql(close), file: fileOf(close) }
        await warehouse.writeCsv({ ...target, quote: 'needed' })
    }
    try {
        const { parties, records, closes } = publication
        const total = closes.length + 1
        const tell = (done: number, part: string): void => {
            if (closes.length > 0) onProgress({ done, total, part })
        }
        tell(0, 'identity.parties')
        if (parties !== null) {
            const rows = `select ${partyColumns.join(', ')} from ${parties}`
            await warehouse.writeCsv({ sql: rows, file: partiesFile })
        }
        if (records !== null) {
            const rows = `select ${recordColumns.join(', ')} from ${records} records`
            await warehouse.writeCsv({ sql: rows, file: recordsFile })
        }
        const work = async (transaction: StoreTransaction): Promise<void> => {
            const { db } = transaction
            await assertClock(db)
            await recordRun(transaction, publication)
            if (parties !== null) {
                const table = 'serving.parties'
                await replaceRows(transaction, { table, columns: partyColumns, file: partiesFile })
            }
            if (records !== null) {
                const table = 'serving.party_records'
                await replaceRows(transaction, { table, columns: recordColumns, file: recordsFile })
            }
            await takeIn(publication, { transaction, writeOut, fileOf, signal, tell })
            if (closes.length === 0) return
            // A new month is nothing that the planner has heard of yet.
            await sql`analyze serving.assignments`.execute(db)
            await recordCloses(transaction, publication)
        }
        await store.transaction(work, { signal })
        tell(total, '')
    } finally {
        await rm(scratch, { recursive: true, force: true })
    }
}

type TakingIn = {
    readonly transaction: StoreTransaction
    readonly writeOut: (close: BuiltClose) => Promise<void>
    readonly fileOf: (close: BuiltClose) => string
    readonly signal: AbortSignal
    readonly tell: (done: number, part: string) => void
}

/** Takes the rows of each close into the store while those of the next are written out. */
async function takeIn(
    { closes }: Pick<Publication, 'closes'>,
    { transaction: { db, copyIn }, writeOut, fileOf, signal, tell }: TakingIn,
): Promise<void> {
    const columns = ['ladder', 'month', 'edition', 'party_id', ...publishedColumns]
    let written = Promise.resolve()
    const writeAhead = (close: BuiltClose | undefined): void => {
        if (close === undefined) return
        written = writeOut(close)
        // Whoever waits for it is told; until then nobody does.
        written.catch(() => {})
    }
    try {
        writeAhead(closes[0])
        for (const [place, close] of closes.entries()) {
            signal.throwIfAborted()
            tell(place + 1, `${close.ladder}@${close.month}`)
            await written
            writeAhead(closes[place + 1])
            await copyIn({ table: 'serving.assignments', columns, file: fileOf(close) })
            await countClose(db, close)
        }
    } finally {
        await written.catch(() => {})
    }
}

/** A run that ran before takes the next number: the last run is the one that ran last. */
async function recordRun(
    { db }: StoreTransaction,
    { run, actor }: Pick<Publication, 'run' | 'actor'>,
): Promise<void> {
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
            conflict.column('run_id').doUpdateSet({
                run_no: sql<number>`default`,
                finished_at: sql`now()`,
            }),
        )
        .execute()
}

/** The policies, the closes and, last of all, the pointer to the run that readers see. */
async function recordCloses(
    { db }: StoreTransaction,
    { run: { runId }, actor, closes }: Publication,
): Promise<void> {
    for (const { ladder, policy } of closes) {
        const { policyKey, text } = policy
        await db
            .insertInto('serving.policies')
            .values({ policy_key: policyKey, ladder, version: policy.policy.version, text })
            .onConflict((conflict) => conflict.column('policy_key').doNothing())
            .execute()
    }
    const rows = closes.map((close) => closeRow(close, { runId, actor }))
    await db.insertInto('serving.closes').values(rows).execute()
    await db
        .insertInto('serving.published')
        .values({ run_id: runId })
        .onConflict((conflict) => conflict.column('only').doUpdateSet({ run_id: runId }))
        .execute()
}

/** Measures cross in millionths, assets in minor units; in the order of the primary key. */
function assignmentsSql({
    ladder,
    month,
    edition,
    policy,
    assignments,
    facts,
}: BuiltClose): string {
    const measures = measureColumns.map(
        (name) => `cast(assigned.${name} * 1000000 as bigint) as ${name}`,
    )
    const plain = plainColumns.map((name) => `assigned.${name}`)
    return `
select
    '${ladder}' as ladder, ${month} as month, ${edition} as edition, assigned.party_id,
    ${[...plain, ...measures].join(', ')},
    assigned.is_restricted as restricted,
    cast(facts.aum_avg_month * 100 as bigint) as assets
from (${writeOutlook(policy.policy, { month, relation: assignments })}) assigned
left join ${facts} facts on facts.party_id = assigned.party_id
order by assigned.party_id`
}

function closeRow(close: BuiltClose, { runId, actor }: { runId: string; actor: string }) {
    return {
        ladder: close.ladder,
        month: close.month,
        edition: close.edition,
        run_id: runId,
        policy_key: close.policy.policyKey,
        assignments_path: close.assignmentsPath,
        facts_path: close.factsPath,
        digest: close.digest,
        parties: close.rows,
        actor,
        reason: close.reason,
    }
}

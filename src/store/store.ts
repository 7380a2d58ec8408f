import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Kysely, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely'
import { Pool, type PoolClient, types } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { refuse } from '#domain/result.ts'
import { type LockSession, openLockSession } from './lock-session.ts'
import { clientConfigOf, describeAddress, type StoreAddress } from './store-address.ts'
import { StoreError, storeErrorOf } from './store-error.ts'
import type { Tables } from './tables.ts'

/** The oldest PostgreSQL that the store's SQL is written for. */
export const postgresMajorMin = 15

const connectionsMax = 8

/** A CSV file with a header on its way into a table; an empty field without quotes is null. */
export type CopyIn = {
    /** `schema.table`. */
    readonly table: string
    /** The columns in the order of the file. */
    readonly columns: readonly string[]
    /** Absolute path. */
    readonly file: string
}

/** One transaction: all of it is seen at once, or none of it ever. */
export type StoreTransaction = {
    readonly db: Kysely<Tables>
    /** Returns the number of rows. */
    copyIn(copy: CopyIn): Promise<number>
}

/**
 * The PostgreSQL store of one bank. Numbers stay exact: `bigint` comes as bigint, `numeric` and
 * `date` as text. Every method, and every query of `db`, may throw {@link StoreError}.
 */
export type Store = {
    readonly db: Kysely<Tables>
    /** Copies a file in a transaction of its own. Returns the number of rows. */
    copyIn(copy: CopyIn): Promise<number>
    /**
     * Runs `work` in one transaction, undone when it throws or when the write lock was lost. Where
     * `signal` is given, the statement that runs when it aborts is ended, and its reason is thrown.
     */
    transaction<T>(
        work: (transaction: StoreTransaction) => Promise<T>,
        options?: { readonly signal: AbortSignal },
    ): Promise<T>
    /** Takes the one lock for writing, held until the store closes; false where another has it. */
    tryWriteLock(): Promise<boolean>
    close(): Promise<void>
}

/**
 * Connects to a store and asserts its version. Throws Refusal `store.unreachable`,
 * `store.too_old`.
 */
export async function openStore(address: StoreAddress): Promise<Store> {
    const pool = new Pool({ ...clientConfigOf(address), max: connectionsMax, types: exactTypes })
    // An idle connection that breaks is replaced by the pool; the next query tells what is wrong.
    pool.on('error', () => {})
    try {
        await assertVersion(pool)
    } catch (cause) {
        await pool.end()
        if (!(cause instanceof StoreError)) throw cause
        refuse('store.unreachable', { address: describeAddress(address), reason: cause.message })
    }
    const db = kyselyOver({
        connect: async () => guarded(await pool.connect().catch(rethrow)),
        end: () => pool.end(),
    })
    let lock: LockSession | null = null
    const transaction: Store['transaction'] = async (work, options) => {
        const client = await pool.connect().catch(rethrow)
        try {
            const result = await inTransaction(client, async () => {
                const own = (): ReturnType<typeof work> => work(transactionOver(client))
                const done = await (options === undefined
                    ? own()
                    : heeding(options, { pool, client, work: own }))
                if (lock?.isLost()) {
                    const cause = 'the connection that held the write lock was cut'
                    throw new StoreError('connection', { code: null, cause })
                }
                return done
            })
            client.release()
            return result
        } catch (cause) {
            client.release(true)
            throw cause
        }
    }
    return {
        db,
        copyIn: (copy) => transaction((step) => step.copyIn(copy)),
        transaction,
        async tryWriteLock() {
            const session = await openLockSession(address)
            if (await session.tryLock({ name: 'write', mode: 'exclusive' })) {
                lock = session
                return true
            }
            await session.close()
            return false
        },
        async close() {
            await lock?.close()
            lock = null
            await pool.end()
        },
    }
}

/** Ends what a connection does for `work` when the signal aborts, and throws its reason. */
async function heeding<T>(
    { signal }: { readonly signal: AbortSignal },
    { pool, client, work }: Cancellable<T>,
): Promise<T> {
    const { rows } = await client.query('select pg_backend_pid() as pid').catch(rethrow)
    const cancel = (): void => {
        // Where even that fails, the work goes on until it looks at the signal itself.
        pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).catch(() => {})
    }
    signal.throwIfAborted()
    signal.addEventListener('abort', cancel)
    try {
        const done = await work()
        signal.throwIfAborted()
        return done
    } catch (cause) {
        signal.throwIfAborted()
        throw cause
    } finally {
        signal.removeEventListener('abort', cancel)
    }
}

type Cancellable<T> = {
    readonly pool: Pool
    readonly client: PoolClient
    readonly work: () => Promise<T>
}

async function assertVersion(pool: Pool): Promise<void> {
    const { rows } = await pool.query('show server_version_num').catch(rethrow)
    const major = Math.trunc(Number(rows[0]?.server_version_num) / 10_000)
    if (major < postgresMajorMin) refuse('store.too_old', { major, needed: postgresMajorMin })
}

async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
    // Where the connection breaks, the driver also emits `error`; the query's own error tells it.
    const ignore = (): void => {}
    client.on('error', ignore)
    try {
        await client.query('begin').catch(rethrow)
        const result = await work()
        await client.query('commit').catch(rethrow)
        return result
    } catch (cause) {
        await client.query('rollback').catch(ignore)
        throw cause
    } finally {
        client.off('error', ignore)
    }
}

function transactionOver(client: PoolClient): StoreTransaction {
    const own = { ...guarded(client), release: () => {} }
    return {
        db: kyselyOver({ connect: async () => own, end: async () => {} }),
        async copyIn({ table, columns, file }) {
            const target = `${table.split('.').map(quoted).join('.')} (${columns.map(quoted)})`
            const source = await open(file)
            const stream = client.query(
                copyFrom(`copy ${target} from stdin with (format csv, header true)`),
            )
            try {
                await pipeline(source.createReadStream(), stream)
            } catch (cause) {
                throw storeErrorOf(cause)
            }
            return stream.rowCount
        },
    }
}

type Connections = {
    readonly connect: () => Promise<PostgresPoolClient>
    readonly end: () => Promise<void>
}

function kyselyOver(connections: Connections): Kysely<Tables> {
    return new Kysely<Tables>({
        dialect: new PostgresDialect({ pool: { ...connections, options: {} } }),
    })
}

/** The driver's client as Kysely needs it, every error a {@link StoreError}. */
function guarded(client: PoolClient): PostgresPoolClient {
    const query = async <R>(sql: string, values: readonly unknown[]): Promise<unknown> =>
        (await client.query(sql, [...values]).catch(rethrow)) as unknown as PostgresQueryResult<R>
    return {
        query: query as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy),
    }
}

function rethrow(cause: unknown): never {
    throw storeErrorOf(cause)
}

function quoted(name: string): string {
    return `"${name.replaceAll('"', '""')}"`
}

/** A parser of one type: 20 is int8, 1082 date. Set for this pool, not for the whole process. */
const exactTypes = {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
        if (oid === 20) return BigInt
        if (oid === 1082) return String
        return format === 'binary' ? types.getTypeParser(oid, format) : types.getTypeParser(oid)
    }) as typeof types.getTypeParser,
}

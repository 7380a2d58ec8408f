import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LockSession, openLockSession } from '#store/lock-session.ts'
import type { StoreAddress } from '#store/store-address.ts'
import { StoreError } from '#store/store-error.ts'
import { findPostgres, type PostgresBinaries } from './postgres-binaries.ts'
import {
    clusterFolder,
    createCluster,
    createSocketFolder,
    serverDatabase,
    serverUser,
} from './postgres-cluster.ts'
import {
    isPostmaster,
    type Postmaster,
    readPostmaster,
    voidStrangersPid,
} from './postmaster-file.ts'
import { refuseStart } from './refuse-start.ts'
import { accountOptions, type ServerAccount, serverAccountFor } from './server-account.ts'

/**
 * A private PostgreSQL server of one data folder, shared by all processes that use the folder.
 * `close` leaves it; the last one out stops it.
 */
export type EmbeddedPostgres = {
    readonly address: StoreAddress
    close(): Promise<void>
}

type Server = {
    readonly cluster: string
    readonly binaries: PostgresBinaries
    readonly account: ServerAccount
}

const startTimeMaxMs = 120_000
const stopTimeMaxMs = 60_000
const startsMax = 6
const pollMs = 15
const logBytesMax = 4_000_000

/** What every server is started with; the socket's folder is added. */
const serverSettings: Readonly<Record<string, string>> = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    port: '5432',
    fsync: 'on',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_destination: 'stderr',
}

const usersShared = { name: 'users', mode: 'shared' } as const
const usersAlone = { name: 'users', mode: 'exclusive' } as const

/**
 * Joins the private server of a store folder, or makes and starts it. Two at once are safe: of
 * two servers PostgreSQL lets one live, and both callers join it. Throws Refusal with what keeps
 * the server from starting, and StoreError.
 */
export async function openEmbeddedPostgres(place: {
    readonly storeFolder: string
    readonly stateFolder: string
}): Promise<EmbeddedPostgres> {
    const server = await prepare(place)
    const session = await joinOrStart(server)
    const postmaster = await readPostmaster(server.cluster)
    if (postmaster === null) throw new Error('a server that was joined says where it is')
    return { address: addressOf(postmaster), close: () => leave(server.cluster, session) }
}

async function prepare(place: {
    readonly storeFolder: string
    readonly stateFolder: string
}): Promise<Server> {
    const wanted = await serverAccountFor(join(place.storeFolder, 'postgres'))
    const cluster = await clusterFolder({ ...place, account: wanted })
    const account = await serverAccountFor(cluster)
    const binaries = await findPostgres({ account, stateFolder: place.stateFolder })
    await createCluster(cluster, { binaries, account })
    return { cluster, binaries, account }
}

async function joinOrStart(server: Server): Promise<LockSession> {
    const deadline = Date.now() + startTimeMaxMs
    const log = join(dirname(server.cluster), 'postgres.log')
    let starts = 0
    let own: Start | null = null
    for (;;) {
        const joined = await tryToJoin(server.cluster)
        if (typeof joined === 'object') {
            await forgetLost(own, server.cluster)
            return joined
        }
        if (own?.hasEnded()) {
            // The one that lost against another, or one that could not start at all.
            await rm(own.socketFolder, { recursive: true, force: true })
            if (starts >= startsMax && joined === 'absent') {
                throw refuseStart(new Error(own.said()), server.cluster)
            }
            await sleep(pollMs * 4 * starts)
            own = null
        }
        if (own === null && joined === 'absent') {
            starts += 1
            own = await start(server, log)
        }
        if (Date.now() > deadline) throw refuseStart(new Error(lastLines(log)), server.cluster)
        await sleep(pollMs)
    }
}

/** A start that lost against another process has no use for its socket's folder. */
async function forgetLost(own: Start | null, cluster: string): Promise<void> {
    const running = await readPostmaster(cluster)
    if (own === null || own.socketFolder === running?.socketFolder) return
    await rm(own.socketFolder, { recursive: true, force: true })
}

/** A session that counts as a user; else whether a server is on its way up or down, or absent. */
async function tryToJoin(cluster: string): Promise<LockSession | 'absent' | 'busy'> {
    const postmaster = await readPostmaster(cluster)
    if (postmaster === null) return 'absent'
    let session: LockSession
    try {
        session = await openLockSession(addressOf(postmaster))
    } catch (cause) {
        if (!(cause instanceof StoreError)) throw cause
        if (cause.code?.startsWith('57P')) return 'busy'
        return (await isPostmaster(postmaster.pid)) ? 'busy' : 'absent'
    }
    // The last one out holds the lock alone while it stops the server.
    const isIn = await session.tryLock(usersShared).catch(() => false)
    if (isIn) return session
    await session.close()
    return 'busy'
}

type Start = {
    readonly socketFolder: string
    hasEnded(): boolean
    /** What the log has had to say since. */
    said(): string
}

async function start(server: Server, log: string): Promise<Start> {
    await clearAfterCrash(server.cluster)
    const socketFolder = await createSocketFolder(server.cluster, server.account)
    const logBytes = statSync(log, { throwIfNoEntry: false })?.size ?? 0
    const isLong = logBytes > logBytesMax
    const output = openSync(log, isLong ? 'w' : 'a', 0o600)
    const settings = {
        ...serverSettings,
        unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    }
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    let failed = ''
    // A session of its own, so that Ctrl-C in the terminal does not end what others use too.
    const child: ChildProcess = spawn(server.binaries.postgres, ['-D', server.cluster, ...words], {
        ...accountOptions(server.account),
        detached: true,
        stdio: ['ignore', output, output],
    })
    closeSync(output)
    child.once('error', (cause) => {
        failed = cause.message
    })
    child.unref()
    return {
        socketFolder,
        hasEnded: () => failed !== '' || child.exitCode !== null || child.signalCode !== null,
        said: () => failed || lastLines(log, isLong ? 0 : logBytes),
    }
}

/** Puts away what a server that was killed left behind; PostgreSQL recovers its data itself. */
async function clearAfterCrash(cluster: string): Promise<void> {
    const stale = await readPostmaster(cluster)
    if (stale === null || (await isPostmaster(stale.pid))) return
    await voidStrangersPid(cluster)
    await rm(stale.socketFolder, { recursive: true, force: true })
}

async function leave(cluster: string, session: LockSession): Promise<void> {
    try {
        await session.unlock(usersShared)
        if (await session.tryLock(usersAlone)) await stop(cluster)
    } catch (cause) {
        // A server that died has nobody left to stop it for.
        if (!(cause instanceof StoreError)) throw cause
    } finally {
        await session.close()
    }
}

async function stop(cluster: string): Promise<void> {
    const postmaster = await readPostmaster(cluster)
    if (postmaster === null) return
    // SIGINT is PostgreSQL's fast shutdown: sessions end, a checkpoint is written.
    process.kill(postmaster.pid, 'SIGINT')
    const deadline = Date.now() + stopTimeMaxMs
    while ((await readPostmaster(cluster))?.pid === postmaster.pid && Date.now() < deadline) {
        await sleep(pollMs)
    }
    await rm(postmaster.socketFolder, { recursive: true, force: true })
}

function addressOf({ socketFolder, port }: Postmaster): StoreAddress {
    return { socketFolder, port, user: serverUser, database: serverDatabase }
}

function lastLines(log: string, from = 0): string {
    try {
        return readFileSync(log).subarray(from).toString('utf8').trim()
    } catch {
        return ''
    }
}

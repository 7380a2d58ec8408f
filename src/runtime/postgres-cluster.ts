import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { refuse } from '#domain/result.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { isAlive } from './process-alive.ts'
import { refuseStart } from './refuse-start.ts'
import { accountOptions, canReach, giveTo, type ServerAccount, succeeds } from './server-account.ts'

/** The only user of a private server. */
export const serverUser = 'tong'

/** The only database of a private server; initdb makes it. */
export const serverDatabase = 'postgres'

/** With `.s.PGSQL.5432`, a socket's path must stay under 104 bytes on macOS, 108 on Linux. */
const socketFolderBytesMax = 85

const run = promisify(execFile)

/**
 * Where the files of a bank's private server lie: `postgres` in its store folder. Where root's
 * server account cannot pass through to it, they lie in the state folder, and the file `where`
 * of the store folder names the place. Throws Refusal `runtime.store_moved`,
 * `runtime.store_of_other_folder`.
 */
export async function clusterFolder(place: {
    readonly storeFolder: string
    readonly stateFolder: string
    readonly account: ServerAccount
}): Promise<string> {
    const { storeFolder } = place
    const pointer = join(storeFolder, 'where')
    const elsewhere = (await readFile(pointer, 'utf8').catch(() => '')).trim()
    if (elsewhere !== '') {
        await claim(elsewhere, storeFolder)
        return join(elsewhere, 'postgres')
    }
    const here = join(storeFolder, 'postgres')
    if ((await exists(here)) || (await canReach(place.account, storeFolder))) return here
    const far = join(place.stateFolder, 'stores', shortHash(storeFolder))
    await mkdir(far, { recursive: true, mode: 0o755 })
    await writeFile(join(far, 'owner'), storeFolder)
    await writeFile(pointer, `${far}\n`)
    return join(far, 'postgres')
}

/** A folder may be moved and keeps its store; a copy of it must not share it. */
async function claim(elsewhere: string, storeFolder: string): Promise<void> {
    const owner = await readFile(join(elsewhere, 'owner'), 'utf8').catch(() => null)
    if (owner === null) return refuse('runtime.store_moved', { path: elsewhere })
    if (owner === storeFolder) return
    const pointer = await readFile(join(owner, 'where'), 'utf8').catch(() => '')
    if (pointer.trim() === elsewhere) {
        refuse('runtime.store_of_other_folder', { path: elsewhere, owner: dirname(owner) })
    }
    await writeFile(join(elsewhere, 'owner'), storeFolder)
}

/**
 * Makes a cluster, if there is none, under a name of its own until it is whole: killed half-way,
 * nothing is there; of two at once, one counts. Throws Refusal `runtime.postgres_failed`.
 */
export async function createCluster(
    cluster: string,
    server: {
        readonly binaries: PostgresBinaries
        readonly account: ServerAccount
    },
): Promise<void> {
    if (await exists(cluster)) return
    await sweepDrafts(cluster)
    const draft = `${cluster}.${process.pid}.draft`
    try {
        await mkdir(draft, { mode: 0o700 })
        await giveTo(server.account, draft)
        const words = ['-D', draft, '-U', serverUser, '--auth=trust', '--encoding=UTF8']
        // The builtin locale is the same on all machines, so texts sort the same everywhere.
        const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
        const options = accountOptions(server.account)
        await run(server.binaries.initdb, [...words, ...locale, '--no-instructions'], options)
        await rename(draft, cluster)
    } catch (cause) {
        if (await exists(cluster)) return
        throw refuseStart(cause, cluster)
    } finally {
        await rm(draft, { recursive: true, force: true })
    }
}

async function sweepDrafts(cluster: string): Promise<void> {
    const folder = dirname(cluster)
    for (const name of await readdir(folder)) {
        const pid = /^postgres\.(\d+)\.draft$/.exec(name)?.[1]
        if (pid === undefined || isAlive(Number(pid))) continue
        await rm(join(folder, name), { recursive: true, force: true })
    }
}

/**
 * Makes a folder for the server's socket that only its account (and root) can enter. Its name
 * is new each time, so nobody can have put it there before.
 */
export async function createSocketFolder(cluster: string, account: ServerAccount): Promise<string> {
    for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
        const prefix = join(base, `tong-${shortHash(cluster)}-`)
        if (Buffer.byteLength(prefix) + 6 > socketFolderBytesMax) continue
        const folder = await mkdtemp(prefix).catch(() => null)
        if (folder === null) continue
        await giveTo(account, folder)
        const isUsable = await succeeds(account, ['/bin/sh', '-c', 'test -w "$0"', folder])
        if (isUsable) return folder
        await rm(folder, { recursive: true, force: true })
    }
    throw refuseStart(new Error(`no folder for a socket in ${tmpdir()}, /tmp, /var/tmp`), cluster)
}

function shortHash(text: string): string {
    return createHash('sha256').update(text).digest('hex').slice(0, 10)
}

async function exists(path: string): Promise<boolean> {
    return (await stat(path).catch(() => null)) !== null
}

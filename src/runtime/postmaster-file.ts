import { execFile } from 'node:child_process'
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { isAlive } from './process-alive.ts'

/** What a running server says of itself in `postmaster.pid`, a line each. */
export type Postmaster = {
    readonly pid: number
    readonly port: number
    readonly socketFolder: string
}

const run = promisify(execFile)

/** No process can have this id, on any system that Tong runs on. */
const pidOfNobody = 99_999_999

/** Reads `postmaster.pid` of a cluster; null where there is none, or it is just being written. */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
    const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
    const [pid, , , port, socketFolder] = text.split('\n')
    if (!pid || !port || !socketFolder) return null
    return { pid: Number(pid), port: Number(port), socketFolder }
}

/** Whether the process that a `postmaster.pid` names is a PostgreSQL server. */
export async function isPostmaster(pid: number): Promise<boolean> {
    if (!isAlive(pid)) return false
    const program = await programOf(pid)
    return program === null || program === 'postgres'
}

/** Null where the system does not tell: then the process is believed to be what it should be. */
async function programOf(pid: number): Promise<string | null> {
    try {
        if (process.platform !== 'linux') {
            return basename((await run('ps', ['-o', 'comm=', '-p', String(pid)])).stdout.trim())
        }
        const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
        return basename(words[0] ?? '')
    } catch {
        return null
    }
}

/**
 * After a crash of the machine, or in a restarted container, the process id in `postmaster.pid`
 * may belong to a stranger, and PostgreSQL would refuse to start until a person removes the
 * file. Only the id is made void: PostgreSQL's own check of the shared memory stays in force.
 */
export async function voidStrangersPid(cluster: string): Promise<void> {
    const file = join(cluster, 'postmaster.pid')
    const postmaster = await readPostmaster(cluster)
    if (postmaster === null || !isAlive(postmaster.pid)) return
    if (await isPostmaster(postmaster.pid)) return
    const [text, owner] = await Promise.all([readFile(file, 'utf8'), stat(file)])
    const draft = `${file}.${process.pid}`
    await writeFile(draft, text.replace(/^\d+/, String(pidOfNobody)), { mode: 0o600 })
    await chown(draft, owner.uid, owner.gid)
    await rename(draft, file)
}

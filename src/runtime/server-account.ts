import { execFile } from 'node:child_process'
import { chown, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { refuse } from '#domain/result.ts'

/**
 * The account that the private PostgreSQL server runs under; null: the one of this process.
 * PostgreSQL refuses to run as root, so root gives it another.
 */
export type ServerAccount = { readonly uid: number; readonly gid: number } | null

const run = promisify(execFile)

/**
 * The account for a cluster: its owner where it exists, else this process's own, or `nobody` for
 * root. Throws Refusal `runtime.store_of_other_user`, `runtime.postgres_no_user`.
 */
export async function serverAccountFor(cluster: string): Promise<ServerAccount> {
    const own = process.getuid?.() ?? 0
    const owner = await stat(cluster).catch(() => null)
    if (own !== 0) {
        if (owner !== null && owner.uid !== own) {
            refuse('runtime.store_of_other_user', { path: cluster })
        }
        return null
    }
    if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
    try {
        const [uid, gid] = await Promise.all(
            ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
        )
        if (uid !== undefined && gid !== undefined && uid > 0) return { uid, gid }
    } catch {
        // A machine without `nobody`: the same sentence as below.
    }
    return refuse('runtime.postgres_no_user')
}

/** What a child process needs to run under the account, with nothing of our environment. */
export function accountOptions(account: ServerAccount): {
    readonly cwd: string
    readonly env: Record<string, string>
    readonly uid?: number
    readonly gid?: number
} {
    const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }
    return { cwd: '/', env, ...(account ?? {}) }
}

/** Hands a file or folder to the account. */
export async function giveTo(account: ServerAccount, path: string): Promise<void> {
    if (account !== null) await chown(path, account.uid, account.gid)
}

/** Whether the account can pass through a folder, asked of the system and not of mode bits. */
export async function canReach(account: ServerAccount, folder: string): Promise<boolean> {
    if (account === null) return true
    return await succeeds(account, ['/bin/sh', '-c', 'test -x "$0"', folder])
}

/** Whether a command ends well under the account. */
export async function succeeds(
    account: ServerAccount,
    [command, ...rest]: readonly [string, ...string[]],
): Promise<boolean> {
    try {
        await run(command, rest, accountOptions(account))
        return true
    } catch {
        return false
    }
}

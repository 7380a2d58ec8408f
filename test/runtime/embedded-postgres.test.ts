import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { isPostmaster, readPostmaster } from '#runtime/postmaster-file.ts'
import { scratchFolder } from './scratch-folder.ts'
import { startUser } from './start-user.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65534

function clusterOf(folder: string): string {
    return join(folder, 'store/postgres')
}

async function serverPid(cluster: string): Promise<number> {
    const postmaster = await readPostmaster(cluster)
    if (postmaster === null) throw new Error('no server runs')
    return postmaster.pid
}

async function bankFolder(): Promise<string> {
    return join(await scratchFolder(), 'data')
}

describe('one private server for all processes of a bank', () => {
    test('two that start it at once share it, the last one out stops it', async () => {
        const folder = await bankFolder()
        const [one, two] = [0, 1].map(() => startUser({ folder, access: 'read' }))
        expect(await Promise.all([one?.first, two?.first])).toEqual(['open', 'open'])
        const server = await readPostmaster(clusterOf(folder))
        expect(await one?.leave()).toBe('closed')
        expect(await serverPid(clusterOf(folder))).toBe(server?.pid)
        expect(await two?.leave()).toBe('closed')
        expect(await readPostmaster(clusterOf(folder))).toBeNull()
        expect(existsSync(server?.socketFolder ?? '')).toBe(false)
    })

    test('a user that is killed takes nobody with it, and the next ones clear up', async () => {
        const folder = await bankFolder()
        const killed = startUser({ folder, access: 'write' })
        expect(await killed.first).toBe('open')
        await killed.kill()
        const next = startUser({ folder, access: 'write' })
        expect(await next.first).toBe('open')
        expect(await next.leave()).toBe('closed')
        expect(await readPostmaster(clusterOf(folder))).toBeNull()
    })

    test('a server that is killed starts again', async () => {
        const folder = await bankFolder()
        const user = startUser({ folder, access: 'read' })
        expect(await user.first).toBe('open')
        const pid = await serverPid(clusterOf(folder))
        process.kill(pid, 'SIGKILL')
        while (await isPostmaster(pid)) await sleep(10)
        expect(await user.leave()).toBe('closed')
        const next = startUser({ folder, access: 'read' })
        expect(await next.first).toBe('open')
        expect(await serverPid(clusterOf(folder))).not.toBe(pid)
        expect(await next.leave()).toBe('closed')
    })

    test('a process id that a stranger has now does not stop it', async () => {
        const folder = await bankFolder()
        await startUser({ folder, access: 'read' }).leave()
        const file = join(clusterOf(folder), 'postmaster.pid')
        const text = `${process.pid}\n${clusterOf(folder)}\n1\n5432\n/tmp/tong-gone\n\n`
        await writeFile(file, text)
        const owner = await stat(clusterOf(folder))
        await chown(file, owner.uid, owner.gid)
        const user = startUser({ folder, access: 'read' })
        expect(await user.first).toBe('open')
        expect(await user.leave()).toBe('closed')
    })

    test('a server that cannot start says why', async () => {
        const folder = await bankFolder()
        await startUser({ folder, access: 'read' }).leave()
        await writeFile(join(clusterOf(folder), 'PG_VERSION'), '9.6\n')
        const said = await startUser({ folder, access: 'read' }).first
        const [failure] = JSON.parse(said)
        expect(failure.code).toBe('runtime.postgres_failed')
        expect(failure.params.log).toContain('9.6')
    })
})

describe('one writes, many read', () => {
    test('a second writer is told who writes, a reader comes in', async () => {
        const folder = await bankFolder()
        const writer = startUser({ folder, access: 'write' })
        expect(await writer.first).toBe('open')
        const [second, reader] = [
            startUser({ folder, access: 'write' }),
            startUser({ folder, access: 'read' }),
        ]
        const [failure] = JSON.parse(await second.first)
        expect(failure.code).toBe('runtime.busy')
        expect(failure.params).toMatchObject({
            known: 'yes',
            command: 'tong test',
            pid: String(writer.process.pid),
        })
        expect(await reader.first).toBe('open')
        expect(await writer.leave()).toBe('closed')
        expect(existsSync(join(folder, 'lock'))).toBe(false)
        expect(await reader.leave()).toBe('closed')
    })
})

describe('who the server runs as', () => {
    test('this user, or nobody for root', async () => {
        const folder = await bankFolder()
        const user = startUser({ folder, access: 'read' })
        expect(await user.first).toBe('open')
        const { uid } = await stat(clusterOf(folder))
        expect(uid).toBe(isRoot ? nobody : process.getuid?.())
        expect(await user.leave()).toBe('closed')
    })

    test.runIf(isRoot)('an ordinary user, and root after it, in the same folder', async () => {
        const scratch = await scratchFolder()
        await chmod(scratch, 0o777)
        const folder = join(scratch, 'data')
        const environment = { TONG_STATE: join(scratch, 'state') }
        const user = startUser({ folder, access: 'write', environment, uid: nobody })
        expect(await user.first).toBe('open')
        expect((await stat(folder)).mode & 0o777).toBe(0o700)
        expect(await user.leave()).toBe('closed')
        const root = startUser({ folder, access: 'write', environment })
        expect(await root.first).toBe('open')
        expect(await root.leave()).toBe('closed')
        expect((await stat(clusterOf(folder))).uid).toBe(nobody)
    })

    test.runIf(isRoot)(
        'below a folder that nobody can enter: the store lies elsewhere',
        async () => {
            const scratch = await scratchFolder()
            const home = join(scratch, 'home')
            await mkdir(home, { mode: 0o700 })
            const folder = join(home, 'data')
            const environment = { TONG_STATE: join(scratch, 'state') }
            const use = (path: string) => startUser({ folder: path, access: 'write', environment })
            const user = use(folder)
            expect(await user.first).toBe('open')
            expect(await user.leave()).toBe('closed')
            const elsewhere = (await readFile(join(folder, 'store/where'), 'utf8')).trim()
            expect(elsewhere.startsWith(join(scratch, 'state'))).toBe(true)

            await cp(folder, join(home, 'copy'), { recursive: true })
            const [copied] = JSON.parse(await use(join(home, 'copy')).first)
            expect(copied.code).toBe('runtime.store_of_other_folder')

            await rename(folder, join(home, 'moved'))
            const moved = use(join(home, 'moved'))
            expect(await moved.first).toBe('open')
            expect(await moved.leave()).toBe('closed')
        },
    )
})

import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Postmaster, readPostmaster } from '#runtime/postmaster-file.ts'
import { isAlive } from '#runtime/process-alive.ts'
import { publishPolicyFiles } from '../publish-policy.ts'
import { type SmallFiles, smallBankFiles } from './small-bank-files.ts'
import { answerOf } from './tong-process.ts'

const fixture = join(import.meta.dirname, 'small-bank')

/** The text of the small bank's one policy, below its data folder; it is published from there. */
export const smallPolicy = 'policies/corner/2025-01.yaml'

/** A bank of its own models, contract and policy, with a folder of its delivered files. */
export type SmallBank = {
    /** The data folder. */
    readonly data: string
    /** The folder of the delivered files. */
    readonly files: string
}

const folders: string[] = []

// Hooks run last in, first out: whoever removes a bank with its server has done so by now.
afterAll(async () => {
    for (const folder of folders.splice(0)) await removeFolder(folder)
})

/** A new folder whose name holds a space and Chinese letters; it is gone after the file's tests. */
export async function newFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'tong e2e 银行 '))
    folders.push(folder)
    // Root's private server runs as another user, who must be able to pass through.
    await chmod(folder, 0o711)
    return folder
}

/**
 * Makes a small bank in a new folder, its policy published. Nothing is imported yet. `files`
 * stand in for those of the same name.
 */
export async function makeSmallBank(files: SmallFiles = {}): Promise<SmallBank> {
    const folder = await newFolder()
    const bank = { data: join(folder, 'data'), files: join(folder, 'files') }
    await cp(fixture, bank.data, { recursive: true })
    await mkdir(bank.files)
    for (const [name, text] of Object.entries({ ...smallBankFiles(), ...files })) {
        await writeFile(join(bank.files, name), text)
    }
    await publishPolicyFiles(bank.data, [join(bank.data, smallPolicy)])
    return bank
}

/** Makes a small bank whose files are imported. */
export async function importSmallBank(files: SmallFiles = {}): Promise<SmallBank> {
    const bank = await makeSmallBank(files)
    await answerOf({ args: ['import', 'corner', bank.files], data: bank.data })
    return bank
}

/** Removes a bank, and its server where a test that failed left it behind. */
export async function removeBank({ data }: Pick<SmallBank, 'data'>): Promise<void> {
    const server = await serverOf(data)
    if (server !== null) {
        if (isAlive(server.pid)) process.kill(server.pid, 'SIGQUIT')
        await rm(server.socketFolder, { recursive: true, force: true })
    }
    await removeFolder(join(data, '..'))
}

async function removeFolder(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** The private server of a data folder, where one runs. */
export async function serverOf(data: string): Promise<Postmaster | null> {
    return await readPostmaster(join(data, 'store/postgres'))
}

/** The names in a folder of the data folder, sorted; none where it is not there. */
export async function namesIn(data: string, folder: string): Promise<readonly string[]> {
    return (await readdir(join(data, folder)).catch(() => [])).sort()
}

/** All files of a data folder but those of the running engines, with their content's length. */
export async function filesOf(data: string): Promise<readonly string[]> {
    const entries = await readdir(data, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return files
        .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1))
        .filter((path) => !path.startsWith('store/'))
        .sort()
}

/** Snapshots that are not whole: without their note, or without rows beside it. */
export async function halfSnapshots(data: string): Promise<readonly string[]> {
    const half: string[] = []
    for (const key of await namesIn(data, 'snapshots')) {
        const files = await readdir(join(data, 'snapshots', key), { recursive: true })
        const note = join(data, 'snapshots', key, 'step.json')
        const text = await readFile(note, 'utf8').catch(() => '')
        const isWhole = /^\{"rows":\d+,"digest":(?:"[0-9a-f]+"|null)[,}].*$/.test(text)
        // A view has been tested and is not stored: there is its note, and no folder of its model.
        const isStored = files.length > 1
        const hasRows = files.some((file) => file.endsWith('.parquet'))
        if (!isWhole || (isStored && !hasRows)) half.push(key)
    }
    return half
}

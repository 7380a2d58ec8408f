import { readdir, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './process-alive.ts'

/** How many things lie in a folder, and their size in bytes. */
export type FolderSize = { readonly count: number; readonly bytes: number }

/** What lies in a data folder. */
export type FolderFacts = {
    readonly batches: FolderSize
    readonly snapshots: FolderSize
    readonly runs: FolderSize
    /** What processes left that were ended: it goes when the bank is opened the next time. */
    readonly left: FolderSize
    /** What an import that was ended has finished: the same import goes on from there. */
    readonly kept: FolderSize
}

const none: FolderSize = { count: 0, bytes: 0 }

/** Looks at what lies in a data folder and changes nothing; what is not there counts nothing. */
export async function folderFacts(dataFolder: string): Promise<FolderFacts> {
    const inTmp = await namesIn(join(dataFolder, 'tmp'))
    const isLeft = (name: string): boolean => {
        if (!name.startsWith(`${hostname()}-`)) return false
        return !isAlive(Number(name.slice(hostname().length + 1).split('-')[0]))
    }
    const kept = inTmp.filter((name) => name.startsWith('import-'))
    return {
        batches: await sizeOf(join(dataFolder, 'batches')),
        snapshots: await sizeOf(join(dataFolder, 'snapshots')),
        runs: await sizeOf(join(dataFolder, 'runs')),
        left: await sizeOf(join(dataFolder, 'tmp'), inTmp.filter(isLeft)),
        kept: await sizeOf(join(dataFolder, 'tmp'), kept),
    }
}

async function sizeOf(folder: string, names?: readonly string[]): Promise<FolderSize> {
    const counted = names ?? (await namesIn(folder))
    let bytes = 0
    for (const name of counted) bytes += await bytesIn(join(folder, name))
    return counted.length === 0 ? none : { count: counted.length, bytes }
}

async function bytesIn(path: string): Promise<number> {
    const found = await stat(path).catch(() => null)
    if (found === null) return 0
    if (!found.isDirectory()) return found.size
    let bytes = 0
    for (const name of await namesIn(path)) bytes += await bytesIn(join(path, name))
    return bytes
}

async function namesIn(folder: string): Promise<readonly string[]> {
    return await readdir(folder).catch(() => [])
}

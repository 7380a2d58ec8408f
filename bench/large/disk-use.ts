import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What a bank takes on the disk, in MB of 10^6 bytes. */
export type DiskUse = {
    readonly files: number
    readonly batches: number
    readonly snapshots: number
    readonly store: number
}

const blockBytes = 512
const lookEveryMs = 1000

/** Looks at the folders of a bank; one that is not there takes nothing. */
export function diskUse({
    files,
    data,
}: {
    readonly files: string
    readonly data: string
}): DiskUse {
    return {
        files: megabytes(files),
        batches: megabytes(join(data, 'batches')),
        snapshots: megabytes(join(data, 'snapshots')),
        store: megabytes(join(data, 'store')),
    }
}

/** Looks at a folder again and again until it is asked for the most that it held, in MB. */
export function watchFolder(folder: string): () => number {
    let most = 0
    const look = (): void => {
        most = Math.max(most, megabytes(folder))
    }
    const timer = setInterval(look, lookEveryMs)
    return () => {
        clearInterval(timer)
        return most
    }
}

/** What a folder takes on the disk; files that are removed meanwhile count for nothing. */
function megabytes(folder: string): number {
    const bytesBelow = (path: string): number =>
        entriesOf(path).reduce((sum, entry) => {
            const below = join(path, entry.name)
            return sum + (entry.isDirectory() ? bytesBelow(below) : bytesOf(below))
        }, 0)
    return Math.round(bytesBelow(folder) / 1e6)
}

function entriesOf(folder: string): readonly Dirent[] {
    try {
        return readdirSync(folder, { withFileTypes: true })
    } catch {
        return []
    }
}

function bytesOf(path: string): number {
    return (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * blockBytes
}

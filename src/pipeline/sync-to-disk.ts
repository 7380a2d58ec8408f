import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Waits until a folder, all files below it and their names are on the disk. A rename that makes
 * it visible is safe from a power cut only after this.
 */
export async function syncToDisk(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries) {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) await syncToDisk(path)
        else await syncOne(path)
    }
    await syncOne(folder)
}

async function syncOne(path: string): Promise<void> {
    const handle = await open(path, 'r')
    try {
        await handle.sync()
    } finally {
        await handle.close()
    }
}

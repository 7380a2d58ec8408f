import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Setting } from './bench.ts'

/** Hands the path of a folder that is not there yet to `work`, and removes it afterwards. */
export async function inFreshFolder<T>(
    { cacheFolder }: Pick<Setting, 'cacheFolder'>,
    work: (path: string) => Promise<T>,
): Promise<T> {
    const path = join(cacheFolder, `fresh-${process.pid}`)
    const remove = (): void => rmSync(path, { recursive: true, force: true })
    remove()
    try {
        return await work(path)
    } finally {
        remove()
    }
}

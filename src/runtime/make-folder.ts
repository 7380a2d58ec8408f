import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own recursive form says on a read-only disk that the
 * folder above is missing, and below `/proc` never ends. Throws what the file system says.
 */
export function makeFolder(path: string, mode: number): void {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    if (!existsSync(dirname(path))) makeFolder(dirname(path), mode)
    try {
        mkdirSync(path, { mode })
    } catch (cause) {
        const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
        if (!isCode(cause, 'EEXIST') || !isThere) throw cause
    }
}

/** Whether it is the trouble of this code, `EEXIST`. */
export function isCode(cause: unknown, code: string): boolean {
    return cause instanceof Error && 'code' in cause && cause.code === code
}

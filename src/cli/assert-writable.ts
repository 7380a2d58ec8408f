import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { refuse } from '#domain/result.ts'

/** Refuses with `cli.file_unwritable` before the work rather than after it. */
export function assertWritable(file: string): void {
    const isFolder = (path: string): boolean =>
        statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    if (!isFolder(dirname(file)) || isFolder(file)) refuse('cli.file_unwritable', { file })
}

import { statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { refuse } from '#domain/result.ts'
import { assertWritable } from './assert-writable.ts'

/** What of the flags names the file into which a command writes rows. */
export type OutFlags = { readonly out?: string; readonly force?: boolean }

/**
 * Where the rows go, absolute; null: into no file. Refused before the work rather than after it:
 * with `cli.out_format` where the ending is not that of what is written, such as `csv`, with
 * `cli.file_unwritable`, and with `cli.file_there` where a file is there and nobody said
 * `--force`.
 */
export function outFile({ out, force }: OutFlags, ending: string): string | null {
    if (out === undefined) return null
    const path = resolve(out)
    if (extname(path).toLowerCase() !== `.${ending}`) {
        refuse('cli.out_format', { file: out, known: ending, choice: 'one' })
    }
    assertWritable(path)
    if (force !== true && statSync(path, { throwIfNoEntry: false }) !== undefined) {
        refuse('cli.file_there', { path })
    }
    return path
}

import { constants } from 'node:fs'
import { access, copyFile, link, rename, rm, stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { Refusal, refuse } from '#domain/result.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { newFile, placeNew } from './new-file.ts'

/** The formats in which rows leave. */
export const exportFormats = ['csv', 'parquet', 'xlsx'] as const
/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number]

/** The file that an export becomes. */
export type ExportTarget = {
    /** Absolute. */
    readonly path: string
    readonly format: ExportFormat
    /** Whether a file that is there is replaced. */
    readonly isForced: boolean
}

/** What of the flags says where an export goes. */
export type TargetFlags = {
    readonly out: string
    readonly format?: string
    readonly force?: boolean
}

/**
 * Where an export goes, refused before the work rather than after it: `cli.out_format` where
 * neither the ending nor `--format` tells the format, `cli.file_there` where a file is there and
 * nobody said `--force`, `cli.file_unwritable`, `cli.out_folder`.
 */
export async function exportTarget({ out, format, force }: TargetFlags): Promise<ExportTarget> {
    const path = resolve(out)
    const named = format ?? extname(path).slice(1).toLowerCase()
    const known = exportFormats.find((one) => one === named)
    if (known === undefined) {
        const all = exportFormats.join(', ')
        refuse('cli.out_format', { file: out, known: all, choice: 'several' })
    }
    const there = await stat(path).catch(() => null)
    if (there !== null && !there.isFile()) refuse('cli.file_unwritable', { file: path })
    const isForced = force === true
    if (there !== null && !isForced) refuse('cli.file_there', { path })
    if (there === null) await newFile(path, '--out')
    try {
        await access(dirname(path), constants.W_OK)
    } catch (cause) {
        throw asRefusal(cause, dirname(path))
    }
    return { path, format: known, isForced }
}

function asRefusal(cause: unknown, path: string): unknown {
    const trouble = fileTrouble(cause, path)
    return trouble === null ? cause : new Refusal([trouble])
}

/**
 * Puts a finished file in its place: it is whole when it appears. One that has come to be there in
 * the meantime stays.
 */
export async function placeExport(draft: string, target: ExportTarget): Promise<void> {
    const { path, isForced } = target
    try {
        await (isForced ? rename(draft, path) : link(draft, path))
    } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
        if (code === 'EEXIST') refuse('cli.file_there', { path })
        // Another disk, or one without links: then it is copied beside, and renamed there.
        if (!['EXDEV', 'EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(code)) {
            throw asRefusal(cause, path)
        }
        if (isForced) await replaceFile(draft, path)
        else await placeNew(draft, { path, flag: '--out' })
    }
}

/** The file that is replaced stays until the new one lies whole beside it. */
async function replaceFile(draft: string, path: string): Promise<void> {
    const beside = `${path}.part`
    try {
        await copyFile(draft, beside)
        await rename(beside, path)
    } catch (cause) {
        throw asRefusal(cause, path)
    } finally {
        await rm(beside, { force: true })
    }
}

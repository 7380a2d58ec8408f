import { copyFile, link, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Refusal, refuse } from '#domain/result.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'

/** A file that a command is to write, and the flag that named it. */
export type NewFile = {
    /** Absolute. */
    readonly path: string
    readonly flag: string
}

/**
 * The file that a flag names, refused before the work rather than after it: `cli.out_there` where
 * it is there already, `cli.out_folder` where its folder is not.
 */
export async function newFile(named: string, flag: string): Promise<NewFile> {
    const path = resolve(named)
    const isThere = (await stat(path).catch(() => null)) !== null
    if (isThere) refuse('cli.out_there', { path, flag })
    const folder = await stat(dirname(path)).catch(() => null)
    return folder?.isDirectory() === true
        ? { path, flag }
        : refuse('cli.out_folder', { path, flag })
}

/** The same of a flag that may be missing: null then. */
export async function newFileIf(named: string | undefined, flag: string): Promise<NewFile | null> {
    return named === undefined ? null : await newFile(named, flag)
}

/** Writes a text. A file that has come to be there in the meantime is not written over either. */
export async function writeNew({ path, flag }: NewFile, text: string): Promise<void> {
    await toldOf({ path, flag }, () => writeFile(path, text, { flag: 'wx' }))
}

/**
 * Puts a finished file where a new one was asked for: it is whole when it appears, and nothing is
 * left of it where that fails.
 */
export async function placeNew(finished: string, { path, flag }: NewFile): Promise<void> {
    const beside = `${path}.part`
    try {
        await toldOf({ path, flag }, async () => {
            await copyFile(finished, beside)
            await linkOrRename(beside, path)
        })
    } finally {
        await rm(beside, { force: true })
    }
}

/** Some file systems know no links; a renamed file would replace what is there. */
async function linkOrRename(from: string, to: string): Promise<void> {
    try {
        await link(from, to)
    } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
        if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw cause
        await newFile(to, '')
        await rename(from, to)
    }
}

async function toldOf({ path, flag }: NewFile, write: () => Promise<void>): Promise<void> {
    try {
        await write()
    } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? cause.code : null
        if (code === 'EEXIST') refuse('cli.out_there', { path, flag })
        if (code === 'ENOENT') refuse('cli.out_folder', { path, flag })
        const trouble = fileTrouble(cause, path)
        throw trouble === null ? cause : new Refusal([trouble])
    }
}

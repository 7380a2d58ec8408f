import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Refusal, refuse } from '#domain/result.ts'
import { fileTrouble } from './file-trouble.ts'
import { isCode, makeFolder } from './make-folder.ts'

/** A file below `models` of a data folder. */
export type PlacedFile = { readonly path: string; readonly text: string }

/**
 * Puts a bank's own models into a data folder that is not there yet, or is empty: all of them by
 * one rename, or none. The same models a second time change nothing. Throws Refusal
 * `runtime.models_there` where others are there, and what the file system may say.
 */
export async function placeModels(dataFolder: string, files: readonly PlacedFile[]): Promise<void> {
    const path = resolve(dataFolder)
    const models = join(path, 'models')
    // Beside the folder, for in it a stranger's name would make it no data folder.
    const draft = join(dirname(path), `.${basename(path)}.models-${process.pid}`)
    try {
        if (await areThere(models, files)) return
        makeFolder(dirname(path), 0o755)
        for (const { path: name, text } of files) {
            await mkdir(join(draft, dirname(name)), { recursive: true })
            await writeFile(join(draft, name), text)
        }
        makeFolder(path, 0o755)
        await rename(draft, models)
    } catch (cause) {
        if (isCode(cause, 'ENOTEMPTY') || isCode(cause, 'EEXIST')) {
            refuse('runtime.models_there', { path: models })
        }
        const trouble = fileTrouble(cause, path)
        throw trouble === null ? cause : new Refusal([trouble])
    } finally {
        await rm(draft, { recursive: true, force: true })
    }
}

async function areThere(models: string, files: readonly PlacedFile[]): Promise<boolean> {
    for (const { path, text } of files) {
        const there = await readFile(join(models, path), 'utf8').catch(() => null)
        if (there !== text) return false
    }
    return true
}

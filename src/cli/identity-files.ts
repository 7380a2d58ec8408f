import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { type MatchingDesk, workSideBySide } from '#pipeline/identity/matching.ts'
import { type FoundTables, writeClusters, writePairs } from '#pipeline/identity/write-matches.ts'
import { type NewFile, newFile, newFileIf, placeNew } from './new-file.ts'
import type { WrittenFiles } from './terminal/matching-text.ts'

/** What a matching of files may be asked to write. */
export type FileFlags = {
    readonly page?: string
    readonly pairs?: string
    readonly clusters?: string
    readonly keep?: string
}

/** Places where nothing is yet; null where nothing was asked for. */
export type AskedFiles = {
    readonly pairs: NewFile | null
    readonly clusters: NewFile | null
    readonly page: NewFile | null
    /** A folder for what later records are matched with. */
    readonly keep: NewFile | null
}

/** Less likely pairs are of no use to anybody, and there are many of them. */
const leastWritten = 0.01

/** Looks before the work whether all of it can be written. Throws Refusal `cli.out_*`. */
export async function askedFiles(flags: FileFlags): Promise<AskedFiles> {
    const all = {
        pairs: await newFileIf(flags.pairs, '--pairs'),
        clusters: await newFileIf(flags.clusters, '--clusters'),
        page: await newFileIf(flags.page, '--page'),
        keep: await newFileIf(flags.keep, '--keep'),
    }
    const named = Object.values(all).filter((one) => one !== null)
    for (const [at, { path, flag }] of named.entries()) {
        const other = named.slice(at + 1).find((one) => one.path === path)
        if (other !== undefined) refuse('cli.out_twice', { path, one: flag, other: other.flag })
    }
    return all
}

/** What there is to be written. */
export type Writing<F> = {
    readonly found: FoundTables
    readonly hasSources: boolean
    readonly asked: AskedFiles
    /** The text of the page about the model; null where none was asked for. */
    readonly page: string | null
    /** Writes what is kept into a folder. */
    readonly keep: (desk: MatchingDesk, folder: string) => Promise<void>
    /** Counts what was found while it is written. */
    readonly count: (desk: MatchingDesk) => Promise<F>
}

/** Written where nobody looks, then put in place: a killed command leaves no half file. */
export async function writeFound<F>(
    desk: MatchingDesk,
    {
        found,
        hasSources,
        asked: { pairs, clusters, page: pageFile, keep: folder },
        page,
        keep,
        count,
    }: Writing<F>,
): Promise<{ readonly written: WrittenFiles; readonly figures: F }> {
    const file = { pairs: join(desk.folder, 'out-pairs'), clusters: join(desk.folder, 'out-rows') }
    const pagePath = join(desk.folder, 'out-page')
    if (page !== null) await writeFile(pagePath, page)
    const part = `${folder?.path}.part`
    try {
        const [, pairsWritten, figures] = await workSideBySide(desk, [
            async ({ warehouse }) => {
                if (clusters === null) return
                await writeClusters(warehouse, { found, hasSources, file: file.clusters })
            },
            async ({ warehouse }) => {
                const wanted = { least: leastWritten, found, hasSources, file: file.pairs }
                return pairs === null ? 0 : await writePairs(warehouse, wanted)
            },
            count,
            async (lane) => {
                if (folder === null) return
                // What a killed command may have left.
                await rm(part, { recursive: true, force: true })
                await keep(lane, part)
            },
        ])
        desk.signal.throwIfAborted()
        if (pageFile !== null) await placeNew(pagePath, pageFile)
        if (clusters !== null) await placeNew(file.clusters, clusters)
        if (pairs !== null) await placeNew(file.pairs, pairs)
        if (folder !== null) await placeFolder(part, folder)
        const written = {
            clusters: clusters?.path ?? null,
            pairs: pairs?.path ?? null,
            page: pageFile?.path ?? null,
            base: folder?.path ?? null,
            ...{ pairsWritten, leastWritten },
        }
        return { written, figures }
    } finally {
        if (folder !== null) await rm(part, { recursive: true, force: true })
    }
}

/** One rename: whoever looks finds all of it or nothing. */
async function placeFolder(part: string, { path, flag }: NewFile): Promise<void> {
    await newFile(path, flag)
    await rename(part, path)
}

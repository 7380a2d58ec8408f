import { createWriteStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { failure, Refusal } from '#domain/result.ts'
import { FileFault } from '../import/file-fault.ts'
import { openZip, ZipFault } from '../import/unzip.ts'
import { openWorkbook } from '../import/xlsx/open-workbook.ts'
import { type BinaryKind, binaryKind } from './sniff-encoding.ts'

/** One table's worth of what was named: a file, a file of an archive, or a sheet of a workbook. */
export type UnknownFile = {
    readonly path: string
    /** The sheet; null where it is no workbook, or one with a single sheet. */
    readonly sheet: string | null
    /** Its share of the bytes of all files. */
    readonly bytes: number
}

/**
 * Takes archives and workbooks apart: the files of a ZIP archive are unpacked below `folder`, and
 * each sheet that people see is a table. What cannot be opened is left as it is, for whoever reads
 * it says why. Throws Refusal `pipeline.draft_zip_broken`.
 */
export async function unknownFiles(
    paths: readonly string[],
    folder: string,
): Promise<readonly UnknownFile[]> {
    const files: UnknownFile[] = []
    for (const [index, path] of paths.entries()) {
        const isArchive = /\.zip$/i.test(path) && (await firstBytesKind(path)) === 'zip'
        const plain = isArchive ? await unpack(path, join(folder, `archive_${index}`)) : [path]
        for (const one of plain) files.push(...(await sheetsOf(one)))
    }
    return files
}

/** What the first bytes of a file say; null where nothing can be read. */
export async function firstBytesKind(path: string): Promise<BinaryKind | null> {
    try {
        const file = await open(path)
        try {
            const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
            return binaryKind(buffer.subarray(0, bytesRead))
        } finally {
            await file.close()
        }
    } catch {
        return null
    }
}

/** Whether a file calls itself a workbook; to its bytes it is an archive like others. */
export function isWorkbook(path: string): boolean {
    return /\.xlsx$/i.test(path)
}

async function unpack(path: string, folder: string): Promise<readonly string[]> {
    const unpacked: string[] = []
    try {
        const zip = await openZip(path)
        try {
            for (const [index, entry] of zip.entries.entries()) {
                if (isAside(entry.path)) continue
                const own = join(folder, String(index))
                await mkdir(own, { recursive: true })
                const target = join(own, entry.name)
                await pipeline(await entry.open(), createWriteStream(target))
                unpacked.push(target)
            }
        } finally {
            zip.close()
        }
    } catch (cause) {
        if (!(cause instanceof ZipFault)) throw cause
        const at = { file: basename(path) }
        throw new Refusal([failure('pipeline.draft_zip_broken', { trouble: cause.trouble }, at)])
    }
    return unpacked
}

/** What a Mac puts beside each file of an archive. */
function isAside(path: string): boolean {
    return path.startsWith('__MACOSX/') || path.endsWith('.DS_Store')
}

async function sheetsOf(path: string): Promise<readonly UnknownFile[]> {
    const bytes = (await stat(path).catch(() => null))?.size ?? 0
    const whole = [{ path, sheet: null, bytes }]
    if (!isWorkbook(path)) return whole
    try {
        const workbook = await openWorkbook(path)
        const shown = workbook.sheets.filter(({ isHidden }) => !isHidden)
        workbook.close()
        if (shown.length < 2) return whole
        return shown.map(({ name }) => ({ path, sheet: name, bytes: bytes / shown.length }))
    } catch (cause) {
        if (!(cause instanceof FileFault)) throw cause
        return whole
    }
}

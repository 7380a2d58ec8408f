import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { isBomb, readLimits } from './limits.ts'

/** What is wrong with an archive. */
export type ZipTrouble = 'broken' | 'encrypted' | 'method' | 'bomb' | 'many'

/** An archive, or one of its entries, that is not read. */
export class ZipFault extends Error {
    readonly trouble: ZipTrouble

    constructor(trouble: ZipTrouble) {
        super(`zip: ${trouble}`)
        this.name = 'ZipFault'
        this.trouble = trouble
    }
}

/** A file in an archive. */
export type ZipEntry = {
    /** The whole name, folders included, with `/` between them. It is never used as a path. */
    readonly path: string
    /** The last part of it. */
    readonly name: string
    /** Unpacked. */
    readonly bytes: number
    /** Of the unpacked bytes; whoever reads them holds them against it. */
    readonly crc32: number
    /**
     * The unpacked bytes; the stream fails where their number is not the one that the archive
     * names (see {@link zipFault}). Throws {@link ZipFault}.
     */
    open(): Promise<Readable>
}

/** An open archive. */
export type ZipReader = {
    readonly entries: readonly ZipEntry[]
    close(): void
}

const utf8Names = 0x0800

/**
 * Opens a ZIP archive, also one of ZIP64, by its list of entries. Folders are left out, and names
 * are only names: `../../etc/passwd` is a file called passwd. Throws {@link ZipFault}, and errors
 * of the file system.
 */
export async function openZip(path: string): Promise<ZipReader> {
    const zip = await guarded(() => openPromise(path, { autoClose: false, decodeStrings: false }))
    try {
        if (zip.entryCount > readLimits.zipEntries) throw new ZipFault('many')
        const entries: ZipEntry[] = []
        await guarded(async () => {
            for await (const entry of zip.eachEntry()) {
                const whole = nameOf(entry).replaceAll('\\', '/')
                const name = whole.slice(whole.lastIndexOf('/') + 1)
                if (name !== '') entries.push(entryOf(entry, { zip, path: whole, name }))
            }
        })
        return { entries, close: () => zip.close() }
    } catch (cause) {
        zip.close()
        throw cause
    }
}

function entryOf(
    entry: Entry,
    { zip, path, name }: { readonly zip: ZipFile; readonly path: string; readonly name: string },
): ZipEntry {
    const { compressedSize: packed, uncompressedSize: bytes } = entry
    return {
        ...{ path, name, bytes, crc32: entry.crc32 },
        open: () => {
            if (entry.isEncrypted()) throw new ZipFault('encrypted')
            if (!entry.canDecodeFileData()) throw new ZipFault('method')
            if (isBomb({ packed, unpacked: bytes })) throw new ZipFault('bomb')
            return guarded(() => zip.openReadStreamPromise(entry))
        },
    }
}

/** Names without a mark are in the code page of the machine that packed them. */
function nameOf(entry: Entry): string {
    // With decodeStrings off the name comes as bytes, whatever its type says.
    const bytes = entry.fileNameRaw
    const isMarked = (entry.generalPurposeBitFlag & utf8Names) !== 0
    return new TextDecoder(isMarked || isUtf8(bytes) ? 'utf-8' : 'gb18030').decode(bytes)
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
        return await work()
    } catch (cause) {
        throw zipFault(cause) ?? cause
    }
}

/**
 * What an error on the way through an archive says of the archive; null where it says nothing.
 * The library's errors have no code: all that is none of the file system is the archive's.
 */
export function zipFault(cause: unknown): ZipFault | null {
    if (cause instanceof ZipFault) return cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    return code === '' || code.startsWith('Z_') ? new ZipFault('broken') : null
}

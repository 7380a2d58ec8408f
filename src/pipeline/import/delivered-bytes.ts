import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, Readable, Transform } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { crc32, createGunzip } from 'node:zlib'
import { isBomb } from './limits.ts'
import { openZip, ZipFault, zipFault } from './unzip.ts'

/** What a file is while it is read: if any of this is another afterwards, so may its bytes be. */
export type FileState = string

/** A file whose bytes may be read, or a part of an archive. */
export type BytesSource = {
    readonly path: string
    /** The whole name of an entry of the archive at `path`; null: the file itself. */
    readonly entry: string | null
}

/** What the bytes of a file were. */
export type BytesRead = {
    /** Hex; of a gzipped file as it lies there, of an entry of an archive unpacked. */
    readonly sha256: string
    readonly bytes: number
}

/** Who hears of the bytes of a file. */
export type BytesListener = {
    readonly signal: AbortSignal
    /** Bytes read of those that the file, or the entry, has. */
    readonly onBytes: (count: number) => void
    /**
     * Takes the next piece of the unpacked bytes; false: nothing behind it is wanted. The bytes may
     * be other ones after {@link piecesKept} more pieces.
     */
    readonly onPiece: (piece: Buffer) => Promise<boolean> | boolean
}

/** A packed file that is not read. */
export class PackFault extends Error {
    readonly trouble: 'gzip_broken' | 'gzip_bomb'

    constructor(trouble: PackFault['trouble']) {
        super(trouble)
        this.name = 'PackFault'
        this.trouble = trouble
    }
}

const chunkBytes = 1 << 20
/** How many pieces of a file stay as they are behind the one that is being taken. */
export const piecesKept = 7
/** Longer than the clock of a file system takes for one tick. */
const tickMs = 50

/**
 * Reads a file once, in pieces, from beginning to end; what is gzipped is unpacked. Throws
 * {@link PackFault}, {@link ZipFault}, errors of the file system, the reason of the signal, and
 * what `onPiece` throws.
 */
export async function readBytes(source: BytesSource, listener: BytesListener): Promise<BytesRead> {
    const { path, entry } = source
    if (entry === null) {
        if (!path.endsWith('.gz')) {
            return await readStream({ isGzip: false, bytes: filePieces(path) }, listener)
        }
        const file = createReadStream(path, { highWaterMark: chunkBytes })
        return await readStream({ isGzip: true, bytes: file }, listener)
    }
    const zip = await openZip(path)
    try {
        const found = zip.entries.find((one) => one.path === entry)
        if (found === undefined) throw new ZipFault('broken')
        const bytes = checked(await found.open(), found.crc32)
        return await readStream({ isGzip: entry.endsWith('.gz'), bytes }, listener)
    } finally {
        zip.close()
    }
}

/** The pieces of a file in a few buffers that take turns: making as many as it has is dear. */
async function* filePieces(path: string): AsyncIterable<Buffer> {
    const file = await open(path, 'r')
    try {
        const buffers = Array.from({ length: piecesKept + 1 }, () => Buffer.alloc(chunkBytes))
        for (let turn = 0; ; turn++) {
            const buffer = buffers[turn % buffers.length] as Buffer
            const { bytesRead } = await file.read(buffer, 0, chunkBytes)
            if (bytesRead === 0) return
            yield buffer.subarray(0, bytesRead)
        }
    } finally {
        await file.close()
    }
}

type DeliveredBytes =
    | { readonly isGzip: boolean; readonly bytes: Readable }
    | { readonly isGzip: false; readonly bytes: AsyncIterable<Buffer> }

async function readStream(source: DeliveredBytes, listener: BytesListener): Promise<BytesRead> {
    const { isGzip } = source
    const hash = createHash('sha256')
    const seen = { packed: 0, unpacked: 0 }
    const count = (chunk: Buffer): void => {
        hash.update(chunk)
        seen.packed += chunk.length
        listener.onBytes(chunk.length)
    }
    try {
        for await (const chunk of source.isGzip ? gunzipped(source.bytes, count) : source.bytes) {
            listener.signal.throwIfAborted()
            if (!isGzip) count(chunk)
            seen.unpacked += chunk.length
            if (isGzip && isBomb(seen)) throw new PackFault('gzip_bomb')
            if (!(await listener.onPiece(chunk))) break
        }
    } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
        throw isGzip && code.startsWith('Z_') ? new PackFault('gzip_broken') : cause
    }
    return { sha256: hash.digest('hex'), bytes: seen.packed }
}

function gunzipped(source: Readable, count: (chunk: Buffer) => void): Readable {
    const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
            count(chunk)
            done(null, chunk)
        },
    })
    // What goes wrong on the way comes out of the last stream, where it is read.
    return pipeline(source, counted, createGunzip({ chunkSize: 1 << 18 }), () => {})
}

/** The bytes of an entry; fails where they are not those that the archive names. */
async function* checkedBytes(stream: Readable, expected: number): AsyncIterable<Buffer> {
    let sum = 0
    try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
            sum = crc32(chunk, sum)
            yield chunk
        }
    } catch (cause) {
        throw zipFault(cause) ?? cause
    }
    if (sum !== expected) throw new ZipFault('broken')
}

function checked(stream: Readable, expected: number): Readable {
    return Readable.from(checkedBytes(stream, expected), { objectMode: false })
}

/**
 * What a file is now. A change within the tick of the file system's clock would not show, so a
 * file that was written this moment is waited for.
 */
export async function fileState(path: string): Promise<FileState> {
    let found = await stat(path, { bigint: true })
    if (Math.abs(Date.now() - Number(found.mtimeMs)) < tickMs) {
        await wait(tickMs)
        found = await stat(path, { bigint: true })
    }
    return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}

import { createReadStream } from 'node:fs'
import { type Failure, failure } from '#domain/result.ts'
import type { FileFormat } from '#sources/contract.ts'
import { type CopyFile, createCopyFile } from './copy-file.ts'
import { type Decoder, openDecoder } from './decoder.ts'
import { type BytesRead, type FileState, fileState, readBytes } from './delivered-bytes.ts'
import type { DeliveredFile } from './files.ts'
import { createLineCheck, type LineCheck } from './line-check.ts'
import { type CutLines, createLineCutter, markOf } from './line-cutter.ts'
import { readFailure } from './read-failure.ts'
import {
    createShapeCheck,
    type ShapeCheck,
    type ShapedText,
    type TextShape,
} from './shape-check.ts'

/** A delivered file as plain UTF-8 text, and what is wrong with it. */
export type TextFile = TextShape & {
    /** Of the bytes delivered, before they were unpacked; hex. */
    readonly sha256: string
    readonly bytes: number
    /** Path of the plain text: a copy, or the file as delivered where that is plain already. */
    readonly copy: string
    /** Whether the first record of the plain text is its header. */
    readonly hasHeader: boolean
    /** To be asked once the engine has read the text: whether the file changed meanwhile. */
    changed(): Promise<Failure | null>
    /** Looks at every record where so far lines were counted for them; left out: it was done. */
    readonly look?: () => Promise<TextShape>
}

/** One delimited file that is read. */
export type TextOptions = {
    readonly file: DeliveredFile
    readonly format: FileFormat
    readonly hasHeader: boolean
    /** Path of the copy, should one be needed. */
    readonly target: string
    readonly signal: AbortSignal
    readonly onBytes: (count: number) => void
    /** Whether lines may be counted for records: whoever asks for it compares with the engine. */
    readonly mayCount?: boolean
}

const lineFeed = 10
const carriageReturn = 13
const chunkBytes = 1 << 20

/**
 * Reads a delimited file once, in pieces: hashes it, unpacks and decodes it, checks its header and
 * the shape of every record. A plain UTF-8 file is not copied. Rejects only on trouble with the
 * disk or when cancelled.
 */
export async function readText(options: TextOptions): Promise<TextFile> {
    const { file, format, hasHeader } = options
    const { table, name, path } = file
    const state = await fileState(path).catch(() => '')
    const shaped = { table, format, name, hasHeader }
    const shape = options.mayCount === true ? createLineCheck(shaped) : createExactCheck(shaped)
    const copy = createCopyFile(options.target, { isWanted: !isPlain(options) })
    const decoder = openDecoder({ bytes: file.bytes, isPlain: format.encoding === 'utf-8' })
    const seen: Seen = { isBegun: false, isBare: false }
    let read: BytesRead = { sha256: '', bytes: 0 }
    try {
        read = await passText(options, { shape, copy, decoder, seen })
    } catch (cause) {
        const line = shape.line()
        shape.stop(readFailure(cause, { file, encoding: format.encoding, line }))
    } finally {
        await decoder.close()
        await copy.end()
    }
    // Lines that end with CR alone are no lines to anybody else: all of the file is one.
    if (seen.isBare && !format.encoding.startsWith('utf-16')) {
        shape.stop(failure('sources.newline_bare', { table: table.name }, { file: name, line: 1 }))
    }
    const change = await fileChange(file, state)
    if (change !== null) shape.stop(change)
    const look = async (): Promise<TextShape> =>
        await lookAtRecords(copy.isBegun() ? options.target : path, { ...options, shaped })
    // A copy stays what it is, whatever becomes of the file that was delivered.
    const place = copy.isBegun()
        ? { copy: options.target, changed: async () => null }
        : { copy: path, changed: () => fileChange(file, state) }
    const found = shape.isDoubtful() ? await look() : shape.result()
    return { ...found, ...read, hasHeader, ...place, ...(found.isCounted === true ? { look } : {}) }
}

function createExactCheck(text: ShapedText): LineCheck {
    return { ...createShapeCheck(text), isDoubtful: () => false }
}

/** The shape of a plain text, each of its records looked at. */
async function lookAtRecords(
    path: string,
    { shaped, signal }: Pick<TextOptions, 'signal'> & { readonly shaped: ShapedText },
): Promise<TextShape> {
    const shape = createShapeCheck(shaped)
    for await (const piece of createReadStream(path, { highWaterMark: chunkBytes })) {
        signal.throwIfAborted()
        if (!shape.push(piece)) return shape.result()
    }
    shape.end()
    return shape.result()
}

/** What was seen of the first piece of a file: whether it came, and has no line end but bare CR. */
type Seen = { isBegun: boolean; isBare: boolean }

type TextWay = {
    readonly shape: ShapeCheck
    readonly copy: CopyFile
    readonly decoder: Decoder
    readonly seen: Seen
}

/** Pieces that are decoded while others are looked at. */
const piecesAhead = 3

/** Passes the text of a file on to its copy and to the check of its shape, in order. */
async function passText(
    { file, format, signal, onBytes }: TextOptions,
    { shape, copy, decoder, seen }: TextWay,
): Promise<BytesRead> {
    const cutter = createLineCutter(format.encoding)
    const ahead: Promise<Uint8Array>[] = []
    const add = (lines: CutLines): void => {
        const text = decoder.decode(lines)
        // Whoever comes to it hears of its fault; until then nobody has to.
        text.catch(() => {})
        ahead.push(text)
    }
    const take = async (left: number): Promise<boolean> => {
        while (ahead.length > left) {
            const text = await ahead.shift()
            if (text === undefined) break
            if (copy.isBegun()) await copy.write(text)
            if (!shape.push(text)) return false
        }
        return true
    }
    const onPiece = async (piece: Buffer): Promise<boolean> => {
        if (!seen.isBegun) {
            if (markOf(piece) !== null) copy.begin()
            seen.isBare = !piece.includes(lineFeed) && piece.includes(carriageReturn)
            seen.isBegun = true
        }
        try {
            for (const lines of cutter.push(piece)) add(lines)
        } catch (cause) {
            await take(0)
            throw cause
        }
        return await take(piecesAhead)
    }
    const read = await readBytes(
        { path: file.path, entry: file.entry ?? null },
        { signal, onBytes, onPiece },
    )
    if (!shape.isStopped()) {
        add(cutter.end())
        if (await take(0)) shape.end()
    }
    return read
}

/**
 * The path of the text where the engine can read the file just as it was delivered, beside
 * {@link readText} and without waiting for it; null where a copy is made.
 */
export function plainPath(options: Pick<TextOptions, 'file' | 'format'>): string | null {
    return isPlain(options) ? options.file.path : null
}

function isPlain({ file, format }: Pick<TextOptions, 'file' | 'format'>): boolean {
    const isPacked = file.path.endsWith('.gz') || (file.entry ?? null) !== null
    return !isPacked && format.encoding === 'utf-8'
}

/** The failure that a file is for having changed since its state was noted; null: it has not. */
export async function fileChange(file: DeliveredFile, state: FileState): Promise<Failure | null> {
    if ((await fileState(file.path).catch(() => '')) === state) return null
    return failure('sources.file_changed', { table: file.table.name }, { file: file.name })
}

import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { refuse } from '#domain/result.ts'
import type { Encoding } from '#sources/contract-words.ts'
import { binaryKind, likelyEncodings, looksLikeChinese } from './sniff-encoding.ts'

/** An unknown text file, copied as plain UTF-8 without a mark. */
export type CopiedText = {
    readonly name: string
    readonly encoding: Encoding
    /** Whether it decodes as GB18030, but not to words that are often written. */
    readonly isEncodingDoubtful: boolean
    /** The beginning of the text, and whether it is all of it. */
    readonly head: string
    readonly isWhole: boolean
    /** Path of the copy. */
    readonly path: string
}

/** One file on its way into its copy. */
export type CopyOptions = {
    readonly path: string
    readonly target: string
    readonly signal: AbortSignal
    readonly onBytes: (count: number) => void
}

const sniffedBytes = 1 << 20
const headLetters = 1 << 17

/**
 * Copies a file whose encoding is not known, whole and in pieces: the first encoding is taken that
 * all of it fits. Throws Refusal: `pipeline.draft_file_unreadable`, `draft_file_empty`,
 * `draft_file_binary`, `draft_gzip_broken`, `draft_encoding_unknown`, `draft_line_ends`.
 */
export async function copyText(options: CopyOptions): Promise<CopiedText> {
    const { path, target } = options
    const name = basename(path)
    const head = await headOf(options)
    if (head.length === 0) refuse('pipeline.draft_file_empty', {}, { file: name })
    const kind = binaryKind(head)
    if (kind !== null) refuse('pipeline.draft_file_binary', { kind }, { file: name })
    for (const encoding of likelyEncodings(head)) {
        const copied = await decodeInto(encoding, options)
        if (copied === null) continue
        if (copied.head.trim() === '') refuse('pipeline.draft_file_empty', {}, { file: name })
        const isMac = !copied.head.trimEnd().includes('\n') && copied.head.includes('\r')
        if (isMac) refuse('pipeline.draft_line_ends', {}, { file: name })
        const isEncodingDoubtful = encoding === 'gb18030' && !looksLikeChinese(head)
        return { name, encoding, isEncodingDoubtful, ...copied, path: target }
    }
    return refuse('pipeline.draft_encoding_unknown', {}, { file: name })
}

async function headOf(options: CopyOptions): Promise<Uint8Array> {
    const pieces: Buffer[] = []
    let length = 0
    try {
        const status = await stat(options.path)
        if (!status.isFile()) throw Object.assign(new Error('no file'), { code: 'EISDIR' })
        for await (const chunk of unpacked(options.path, () => {})) {
            pieces.push(chunk)
            length += chunk.length
            if (length >= sniffedBytes) break
        }
    } catch (cause) {
        throw readingTrouble(cause, options.path)
    }
    return Buffer.concat(pieces)
}

type Decoder = InstanceType<typeof TextDecoder>
type Decoded = Pick<CopiedText, 'head' | 'isWhole'>

/** Null where some of the bytes are not in the encoding. */
async function decodeInto(
    encoding: Encoding,
    { path, target, signal, onBytes }: CopyOptions,
): Promise<Decoded | null> {
    const decoder = new TextDecoder(encoding, { fatal: true })
    const copy = await open(target, 'w')
    let head = ''
    let letters = 0
    let held = ''
    let endsLine = false
    // Engines stumble over line ends of both kinds in one file; which ones they are is no matter.
    const take = async (piece: string): Promise<void> => {
        const whole = held + piece
        held = whole.endsWith('\r') ? '\r' : ''
        const text = whole.slice(0, whole.length - held.length).replaceAll('\r\n', '\n')
        if (head.length < headLetters) head += text.slice(0, headLetters - head.length)
        letters += text.length
        if (text !== '') endsLine = text.endsWith('\n')
        await copy.write(text)
    }
    try {
        for await (const chunk of unpacked(path, onBytes)) {
            signal.throwIfAborted()
            const text = decoded(decoder, chunk)
            if (text === null || text.includes('\0')) return null
            await take(text)
        }
        const rest = decoded(decoder, null)
        if (rest === null) return null
        await take(rest)
        // A last line that lacks its end is a line all the same; one carriage return is held back.
        if (!endsLine) await take('\n')
    } catch (cause) {
        throw readingTrouble(cause, path)
    } finally {
        await copy.close()
    }
    return { head, isWhole: letters === head.length }
}

function decoded(decoder: Decoder, chunk: Uint8Array | null): string | null {
    try {
        return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
        return null
    }
}

function unpacked(path: string, onBytes: (count: number) => void): AsyncIterable<Buffer> {
    const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
            onBytes(chunk.length)
            done(null, chunk)
        },
    })
    const source = createReadStream(path, { highWaterMark: 1 << 20 })
    // What goes wrong on the way comes out of the last stream, where it is read.
    const ignored = (): void => {}
    return path.endsWith('.gz')
        ? pipeline(source, counted, createGunzip({ chunkSize: 1 << 18 }), ignored)
        : pipeline(source, counted, ignored)
}

/** What is thrown on: the failure of a person's file, or what is none. */
function readingTrouble(cause: unknown, path: string): unknown {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const at = { file: basename(path) }
    try {
        if (code.startsWith('Z_')) refuse('pipeline.draft_gzip_broken', {}, at)
        if (['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR'].includes(code)) {
            refuse('pipeline.draft_file_unreadable', { reason: code }, { file: path })
        }
    } catch (refusal) {
        return refusal
    }
    return cause
}

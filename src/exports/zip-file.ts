import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { refuse } from '#domain/result.ts'

/** A ZIP archive that is written entry by entry; a large one needs no memory. */
export type ZipFile = {
    /** Writes one entry from pieces of text, in UTF-8. */
    add(name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void>
    /** Writes the list of entries and closes the file. */
    end(): Promise<void>
    /** Closes a file that is not to be finished. */
    abandon(): Promise<void>
}

type Entry = {
    readonly name: Buffer
    readonly offset: number
    readonly crc: number
    readonly size: number
    readonly packed: number
}

/** January 1 of 1980: the same contents give the same bytes on any day. */
const dosDate = (1 << 5) | 1
const version = 20
const utf8Names = 0x0800
const deflated = 8
const headerBytes = 30
const sizeMax = 0xffff_ffff

/**
 * Opens an archive at a path that is replaced. The form is that of PKWARE's APPNOTE 6.3.3 without
 * ZIP64: more than 4 GiB is refused with `exports.archive_full`. Sizes are filled in once an entry
 * is written, so that readers need no data descriptors. Level 3 packs in two thirds of the time
 * into an eighth more bytes.
 */
export async function openZip(path: string, level: 3 | 6 = 6): Promise<ZipFile> {
    const file = await open(path, 'w')
    const entries: Entry[] = []
    let at = 0
    return {
        async add(name, pieces) {
            const entry = await writeEntry(file, {
                ...{ name: Buffer.from(name), offset: at, pieces, level },
            })
            at += headerBytes + entry.name.length + entry.packed
            entries.push(entry)
        },
        async end() {
            const list = Buffer.concat(entries.map(directoryEntry))
            await file.write(
                Buffer.concat([list, endRecord(entries.length, { at, list })]),
                0,
                null,
                at,
            )
            await file.sync()
            await file.close()
        },
        abandon: () => file.close(),
    }
}

async function writeEntry(
    file: FileHandle,
    options: {
        readonly name: Buffer
        readonly offset: number
        readonly pieces: Iterable<string> | AsyncIterable<string>
        readonly level: number
    },
): Promise<Entry> {
    const { name, offset, pieces, level } = options
    const start = offset + headerBytes + name.length
    let crc = 0
    let size = 0
    let packed = 0
    await pipeline(
        async function* () {
            for await (const piece of pieces) {
                const bytes = Buffer.from(piece)
                crc = crc32(bytes, crc)
                size += bytes.length
                yield bytes
            }
        },
        createDeflateRaw({ level }),
        async (chunks: AsyncIterable<Buffer>) => {
            for await (const chunk of chunks) {
                await file.write(chunk, 0, chunk.length, start + packed)
                packed += chunk.length
            }
        },
    )
    if (size > sizeMax || start + packed > sizeMax) refuse('exports.archive_full')
    const entry = { name, offset, crc, size, packed }
    const header = localHeader(entry)
    await file.write(header, 0, header.length, offset)
    return entry
}

/** Version, flags, method, time, date, checksum, sizes, length of the name: in both headers. */
function commonFields({ name, crc, size, packed }: Entry): Buffer {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(version, 0)
    fields.writeUInt16LE(utf8Names, 2)
    fields.writeUInt16LE(deflated, 4)
    fields.writeUInt16LE(0, 6)
    fields.writeUInt16LE(dosDate, 8)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(packed, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(name.length, 22)
    return fields
}

function localHeader(entry: Entry): Buffer {
    return Buffer.concat([signature(0x04034b50), commonFields(entry), entry.name])
}

function directoryEntry(entry: Entry): Buffer {
    const madeBy = Buffer.alloc(2)
    madeBy.writeUInt16LE(version, 0)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(entry.offset, 10)
    return Buffer.concat([
        ...[signature(0x02014b50), madeBy, commonFields(entry), rest, entry.name],
    ])
}

function endRecord(
    count: number,
    { at, list }: { readonly at: number; readonly list: Buffer },
): Buffer {
    const record = Buffer.alloc(18)
    record.writeUInt16LE(count, 4)
    record.writeUInt16LE(count, 6)
    record.writeUInt32LE(list.length, 8)
    record.writeUInt32LE(at, 12)
    return Buffer.concat([signature(0x06054b50), record])
}

function signature(value: number): Buffer {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value, 0)
    return bytes
}

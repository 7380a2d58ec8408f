import { type FileHandle, open } from 'node:fs/promises'
import type { LinePlaces } from './line-places.ts'
import type { Numbers } from './open-numbers.ts'
import type { PickedRecords } from './picked-records.ts'

/** What to take from a text of which each line is a record. */
export type LinePicking = {
    readonly path: string
    readonly places: LinePlaces
    /** Lines above the first record. */
    readonly firstLine: number
    /** The numbers of the records, ascending. */
    readonly wanted: Numbers
    readonly picked: PickedRecords
    readonly signal: AbortSignal
    /** Writes what has gathered. */
    readonly flush: () => Promise<void>
}

const chunkBytes = 1 << 14
const lineFeed = 10
/** Records that gather before they are written. */
const gatheredMax = 256

/** Takes lines out of a text, from the nearest places that are known: most of it is not read. */
export async function pickLines(picking: LinePicking): Promise<void> {
    const { path, places, firstLine, wanted, picked, signal, flush } = picking
    const file = await open(path, 'r')
    const lines = createLines(file)
    try {
        let gathered = 0
        for (let row = wanted.first(); row !== null; row = wanted.first()) {
            signal.throwIfAborted()
            const line = row + firstLine
            const place = Math.floor(line / places.every)
            const begin = places.begins[place]
            if (begin !== undefined && place * places.every > lines.line()) {
                lines.goTo(place * places.every, begin)
            }
            while (lines.line() < line) await lines.next()
            picked.add({ row, line: line + 1, bytes: await lines.next() })
            wanted.drop()
            if (++gathered % gatheredMax === 0) await flush()
        }
    } finally {
        await file.close()
    }
}

/** Goes over the lines of a file, one after the other, each with its end. */
function createLines(file: FileHandle) {
    let bytes = Buffer.alloc(0)
    let at = 0
    let line = 0
    /** Where in the file the bytes end. */
    let position = 0
    const readOn = async (): Promise<boolean> => {
        const more = Buffer.allocUnsafe(chunkBytes)
        const { bytesRead } = await file.read(more, 0, chunkBytes, position)
        position += bytesRead
        bytes = Buffer.concat([bytes.subarray(at), more.subarray(0, bytesRead)])
        at = 0
        return bytesRead > 0
    }
    return {
        line: (): number => line,
        goTo: (target: number, begin: number): void => {
            bytes = Buffer.alloc(0)
            at = 0
            line = target
            position = begin
        },
        /** The next line; behind the last one of the file, which may have no end, there is none. */
        next: async (): Promise<Uint8Array> => {
            let end = bytes.indexOf(lineFeed, at)
            while (end === -1) {
                const isMore = await readOn()
                end = bytes.indexOf(lineFeed, at)
                if (isMore || end !== -1) continue
                if (bytes.length === at)
                    throw new Error('the text has fewer lines than were counted')
                bytes = Buffer.concat([bytes, Buffer.from([lineFeed])])
                end = bytes.length - 1
            }
            const found = bytes.subarray(at, end + 1)
            at = end + 1
            line++
            return found
        },
    }
}

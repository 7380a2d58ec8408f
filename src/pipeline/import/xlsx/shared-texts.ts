import { FileFault } from '../file-fault.ts'
import { readLimits } from '../limits.ts'

const bytesAtFirst = 1 << 16

/** The texts that cells share, by number. */
export type SharedTexts = {
    add(text: string): void
    /** Null where there is none of that number. */
    at(index: number): string | null
}

/**
 * Holds texts as bytes in one piece: a million of them are no million objects. Throws FileFault
 * `sources.sheet_texts_large` beyond the limit.
 */
export function createSharedTexts(): SharedTexts {
    let bytes = Buffer.alloc(bytesAtFirst)
    let ends = new Uint32Array(bytesAtFirst / 4)
    let used = 0
    let count = 0
    return {
        add: (text) => {
            const needed = used + Buffer.byteLength(text)
            if (needed > readLimits.sharedTextBytes) {
                const gigabytes = readLimits.sharedTextBytes / 2 ** 30
                throw new FileFault('sources.sheet_texts_large', { gigabytes })
            }
            if (needed > bytes.length) {
                bytes = Buffer.concat([bytes], Math.max(needed, bytes.length * 2))
            }
            if (count === ends.length) {
                const longer = new Uint32Array(ends.length * 2)
                longer.set(ends)
                ends = longer
            }
            used += bytes.write(text, used)
            ends[count] = used
            count++
        },
        at: (index) => {
            if (!(index >= 0 && index < count)) return null
            const begin = index === 0 ? 0 : ends[index - 1]
            return bytes.toString('utf8', begin, ends[index])
        },
    }
}

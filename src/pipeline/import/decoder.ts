import { Worker } from 'node:worker_threads'
import { decodeLines, encodingFault, refuseUnlikely } from './encoding.ts'
import type { CutLines } from './line-cutter.ts'

/** Turns lines into UTF-8, several pieces at a time; whoever asks takes them in their order. */
export type Decoder = {
    /** Rejects with EncodingFault. */
    decode(lines: CutLines): Promise<Uint8Array>
    close(): Promise<void>
}

/** Smaller files are decoded before a thread has begun. */
const threadedBytesMin = 8 * 2 ** 20

/** A decoder for a file of so many bytes, of which UTF-8 needs none. */
export function openDecoder({ bytes, isPlain }: { bytes: number; isPlain: boolean }): Decoder {
    return isPlain || bytes < threadedBytesMin ? decoderHere : threadedDecoder()
}

const decoderHere: Decoder = {
    decode: async (lines) => decodeLines(lines),
    close: async () => {},
}

/**
 * Decodes in a thread of its own, while this one hashes the next piece and splits the last one into
 * records: decoding takes about as long as both.
 */
function threadedDecoder(): Decoder {
    const worker = new Worker(new URL('./decoder-worker.ts', import.meta.url))
    const waiting: PromiseWithResolvers<Uint8Array | null>[] = []
    worker.on('message', (text: Uint8Array | null) => waiting.shift()?.resolve(text))
    let failure: Error | null = null
    worker.on('error', (cause) => {
        failure = cause
        for (const one of waiting.splice(0)) one.reject(cause)
    })
    return {
        decode: async (lines) => {
            const { bytes, encoding } = lines
            // A file with a mark may be UTF-8 all the same.
            if (encoding === 'utf-8') return decodeLines(lines)
            refuseUnlikely(lines)
            if (failure !== null) throw failure
            const answer = Promise.withResolvers<Uint8Array | null>()
            waiting.push(answer)
            const own = new Uint8Array(bytes)
            worker.postMessage({ bytes: own, encoding }, [own.buffer])
            const text = await answer.promise
            if (text === null || text.includes(0)) throw encodingFault(lines)
            return text
        },
        close: async () => {
            await worker.terminate()
        },
    }
}

import { parentPort } from 'node:worker_threads'
import { utf8Of } from './encoding.ts'
import type { CutLines } from './line-cutter.ts'

// A thread of its own: see decoder.ts.
parentPort?.on('message', (lines: Pick<CutLines, 'bytes' | 'encoding'>) => {
    const text = utf8Of(lines)
    // What is sent on is not copied, so it must be no part of a larger piece of memory.
    const own = text === null ? null : new Uint8Array(text)
    parentPort?.postMessage(own, own === null ? [] : [own.buffer])
})

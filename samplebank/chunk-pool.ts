import { Worker } from 'node:worker_threads'
import type { ChunkParts } from './chunk.ts'
import type { ChunkOrder } from './write-chunk.ts'

/** Threads that write chunks. */
export type ChunkPool = {
    /** Has a chunk written by one of the threads, the one whose turn it is. */
    write(order: ChunkOrder): Promise<ChunkParts>
    close(): Promise<void>
}

type Message =
    | { readonly customers: number; readonly parts?: undefined }
    | { readonly parts: ChunkParts }

type Waiting = {
    readonly give: (parts: ChunkParts) => void
    readonly fail: (cause: unknown) => void
}

/** Opens threads; `onCustomers` hears how many more customers are done. */
export function openPool(threads: number, onCustomers: (customers: number) => void): ChunkPool {
    const desks = Array.from({ length: threads }, () => openThread(onCustomers))
    let turn = 0
    return {
        write(order) {
            const desk = desks[turn++ % threads]
            if (desk === undefined) throw new Error('a pool without threads')
            return desk.write(order)
        },
        async close() {
            await Promise.all(desks.map((desk) => desk.close()))
        },
    }
}

function openThread(onCustomers: (customers: number) => void) {
    const worker = new Worker(new URL('./chunk-worker.ts', import.meta.url), {
        // The thread writes text and nothing else: it needs no flags of those who start it.
        execArgv: [],
    })
    const waiting: Waiting[] = []
    const failAll = (cause: unknown): void => {
        for (const { fail } of waiting.splice(0)) fail(cause)
    }
    worker.on('message', (message: Message) => {
        if (message.parts === undefined) onCustomers(message.customers)
        else waiting.shift()?.give(message.parts)
    })
    worker.on('error', failAll)
    worker.on('exit', () => failAll(new Error('a thread of the sample bank ended')))
    return {
        write(order: ChunkOrder): Promise<ChunkParts> {
            return new Promise((give, fail) => {
                waiting.push({ give, fail })
                worker.postMessage(order)
            })
        },
        async close(): Promise<void> {
            await worker.terminate()
        },
    }
}

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type FormOrder, formLines } from './form-lines.ts'

/** Reads values into the lines of their forms. */
export type FormReader = {
    /** Whoever asks takes the answers in the order of the questions. */
    readonly read: (order: FormOrder) => Promise<string>
    readonly close: () => Promise<void>
}

/** Fewer values are read before threads have begun. */
const threadedValuesMin = 50_000

/**
 * A reader for tables of so many records. Reading takes longer than all that the engine does with
 * it, and values have nothing to do with one another: threads share it.
 */
export function openFormReader(records: number): FormReader {
    if (records < threadedValuesMin) {
        return { read: async (order) => formLines(order), close: async () => {} }
    }
    const threads = Array.from({ length: Math.min(availableParallelism(), 4) }, openThread)
    let turn = 0
    return {
        read: async (order) => {
            const thread = threads[turn++ % threads.length]
            if (thread === undefined) throw new Error('a reader without threads')
            return await thread.read(order)
        },
        close: async () => {
            await Promise.all(threads.map((thread) => thread.close()))
        },
    }
}

function openThread(): FormReader {
    const worker = new Worker(new URL('./form-worker.ts', import.meta.url))
    const waiting: PromiseWithResolvers<string>[] = []
    let failure: Error | null = null
    const fail = (cause: Error): void => {
        failure = cause
        for (const one of waiting.splice(0)) one.reject(cause)
    }
    worker.on('message', (lines: string) => waiting.shift()?.resolve(lines))
    worker.on('error', fail)
    worker.on('exit', () => fail(new Error('a thread that reads values ended')))
    return {
        read: (order) => {
            if (failure !== null) return Promise.reject(failure)
            const answer = Promise.withResolvers<string>()
            waiting.push(answer)
            worker.postMessage(order)
            return answer.promise
        },
        close: async () => {
            await worker.terminate()
        },
    }
}

import { parentPort } from 'node:worker_threads'
import { type FormOrder, formLines } from './form-lines.ts'

// A thread of its own: see form-reader.ts.
parentPort?.on('message', (order: FormOrder) => {
    parentPort?.postMessage(formLines(order))
})

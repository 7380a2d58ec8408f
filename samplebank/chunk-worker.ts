import { parentPort } from 'node:worker_threads'
import { encodeText } from './encode-text.ts'
import { textTables } from './sample-files.ts'
import { type ChunkOrder, writeChunk } from './write-chunk.ts'

// A thread that writes chunks: orders come in, rows of all files go out.

parentPort?.on('message', (order: ChunkOrder) => {
    const parts = writeChunk(order, (customers) => parentPort?.postMessage({ customers }))
    const texts = parts.texts
        .filter(({ rows }) => rows > 0)
        .map((text) => ({ ...text, bytes: encodeText(text.bytes, textTables[text.name].encoding) }))
    const buffers = texts.map(({ bytes }) => bytes.buffer).filter((one) => isOwn(one))
    parentPort?.postMessage({ parts: { ...parts, texts } }, [...new Set(buffers)])
})

/** Small buffers share one that is Node's own: those are copied. */
function isOwn(buffer: ArrayBufferLike): buffer is ArrayBuffer {
    return buffer instanceof ArrayBuffer && buffer.byteLength > 65_536
}

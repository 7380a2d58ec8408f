import { createReadStream } from 'node:fs'
import { refuse } from '#domain/result.ts'
import { parseModel, type ReadModel } from '#pipeline/identity/model-file.ts'

/** Models are some pages long: of a longer file the rest is not read, and it is no model. */
const bytesMax = 1024 * 1024

/**
 * Reads a file of a model. Throws Refusal `cli.model_unreadable`, and `identity.model_*` with all
 * faults.
 */
export async function readModelFile(path: string): Promise<ReadModel> {
    const chunks: Buffer[] = []
    try {
        for await (const chunk of createReadStream(path, { end: bytesMax })) chunks.push(chunk)
    } catch (cause) {
        if (!(cause instanceof Error) || !('code' in cause)) throw cause
        refuse('cli.model_unreadable', { reason: String(cause.code) }, { file: path })
    }
    const text = Buffer.concat(chunks).toString('utf8')
    return { model: parseModel({ text, file: path }), file: path }
}

import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { refuse } from '#domain/result.ts'

/** Files of rules are a few pages long. */
const bytesMax = 64 * 1024

/**
 * Reads the text of a file of rules. Refuses with `cli.rules_unreadable`, `cli.rules_large` and
 * `cli.rules_not_text`; faults call the file as the user did.
 */
export async function readRulesFile(file: string): Promise<string> {
    const at = { file }
    const chunks: Buffer[] = []
    try {
        // One byte more tells that there is more: a device or a pipe has no size to ask for.
        for await (const chunk of createReadStream(file, { end: bytesMax })) chunks.push(chunk)
    } catch (cause) {
        if (!(cause instanceof Error) || !('code' in cause)) throw cause
        return refuse('cli.rules_unreadable', { reason: String(cause.code) }, at)
    }
    const bytes = Buffer.concat(chunks)
    if (bytes.length > bytesMax) refuse('cli.rules_large', { max: bytesMax / 1024 }, at)
    if (!isUtf8(bytes) || bytes.includes(0)) refuse('cli.rules_not_text', {}, at)
    return bytes.toString('utf8')
}

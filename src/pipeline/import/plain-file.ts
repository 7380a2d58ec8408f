import { open } from 'node:fs/promises'
import { type BytesRead, readBytes } from './delivered-bytes.ts'
import type { TextOptions } from './text.ts'

/**
 * The path of a file that must be read back and forth: itself, or its copy at `target` where it is
 * packed. Throws as {@link readBytes} does.
 */
export async function plainFile(
    { file, signal, onBytes }: Pick<TextOptions, 'file' | 'signal' | 'onBytes'>,
    target: string,
): Promise<{ readonly path: string; readonly read: BytesRead }> {
    const entry = file.entry ?? null
    const source = { path: file.path, entry }
    if (entry === null && !file.path.endsWith('.gz')) {
        const read = await readBytes(source, { signal, onBytes, onPiece: () => true })
        return { path: file.path, read }
    }
    const copy = await open(target, 'w')
    try {
        const onPiece = async (piece: Buffer): Promise<boolean> => {
            await copy.writeFile(piece)
            return true
        }
        return { path: target, read: await readBytes(source, { signal, onBytes, onPiece }) }
    } finally {
        await copy.close()
    }
}

import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'

/** A register in two parts: most of it, and what comes later. */
export type LaterRecords = { readonly base: string; readonly later: string }

/** Parts a register by lines: each `every`-th record comes later, whoever it tells of. */
export async function partRegister(
    folder: string,
    { records, every }: { readonly records: string; readonly every: number },
): Promise<LaterRecords> {
    const paths = { base: join(folder, 'base.csv'), later: join(folder, 'later.csv') }
    const files = [createWriteStream(paths.base), createWriteStream(paths.later)] as const
    let line = 0
    for await (const text of createInterface({ input: createReadStream(records) })) {
        const targets = line === 0 ? files : [line % every === 0 ? files[1] : files[0]]
        for (const file of targets) {
            if (file.write(`${text}\n`)) continue
            await new Promise<void>((resolve) => file.once('drain', resolve))
        }
        line++
    }
    for (const file of files) {
        file.end()
        await finished(file)
    }
    return paths
}

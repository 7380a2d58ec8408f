import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { makeFolder } from '#runtime/make-folder.ts'
import { openWorkspace } from '#runtime/open-workspace.ts'
import { sampleSystems } from '#samplebank/sample-files.ts'
import { writeSampleBank } from '#samplebank/write-sample-bank.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'

/** What `tong sample` is given. */
export type SampleFlags = {
    readonly folder: string
    readonly customers: string
    readonly seed: string
    /** False for a bank whose files are all right. */
    readonly faults: boolean
}

/** `tong sample FOLDER`: writes the files of a sample bank of any size, and the truth. */
export async function sample(frame: Frame, flags: SampleFlags): Promise<void> {
    const { config, say, progress, signal } = frame
    const bounds = { flag: '--customers', min: 100, max: 10_000_000 }
    const customers = numberFlag(flags.customers, bounds)
    const seed = numberFlag(flags.seed, { flag: '--seed', min: 0, max: 1_000_000 })
    const folder = resolve(flags.folder)
    const there = await stat(folder).catch(() => null)
    if (there !== null && !there.isDirectory()) refuse('cli.sample_folder', { path: folder })
    makeSampleFolder(folder)
    const workspace = await openWorkspace(config, signal)
    try {
        progress.begin({ label: say('cli.progress.sample'), total: customers })
        const { rows } = await writeSampleBank({
            ...{ warehouse: workspace.warehouse, folder, customers, seed, signal },
            hasFaults: flags.faults,
            threads: config.threads,
            onProgress: ({ done }) => progress.advance(done),
        })
        const systems = sampleSystems.map((system) => {
            const own = Object.entries(rows).filter(([file]) => file.startsWith(`${system}/`))
            return { system, rows: own.reduce((sum, [, count]) => sum + count, 0) }
        })
        const faults = rows['truth/faults.csv']
        frame.answer({
            json: { folder, customers, seed, systems, faults },
            text: () =>
                [
                    say('cli.sample.done', { folder, customers }),
                    ...systems.map((one) => say('cli.sample.system', one)),
                    say('cli.sample.faults', { faults }),
                    say('cli.sample.next', { folder: shellWord(folder), data: frame.dataFlag }),
                ].join('\n'),
        })
    } finally {
        await workspace.close()
    }
}

/** Makes it before the work, where the disk says at once what is wrong with it. */
function makeSampleFolder(path: string): void {
    try {
        makeFolder(path, 0o755)
    } catch {
        refuse('cli.sample_unwritable', { path })
    }
}

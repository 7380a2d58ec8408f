import { join } from 'node:path'
import type { RunOptions } from '#pipeline/run-steps.ts'

/** How steps run in a test: in the places of a bank below a folder, without a clock or a word. */
export function quietRun(folder: string): Omit<RunOptions, 'warehouse' | 'models'> {
    return {
        folders: {
            snapshots: join(folder, 'snapshots'),
            batches: join(folder, 'batches'),
            human: join(folder, 'human'),
            scratch: join(folder, 'tmp'),
        },
        signal: new AbortController().signal,
        now: () => 0,
        onProgress: () => {},
    }
}

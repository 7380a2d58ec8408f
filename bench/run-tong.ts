import { join } from 'node:path'
import type { Sample } from './bench.ts'
import { measureCommand } from './measure-command.ts'
import { repository } from './repository.ts'

/** Runs `./tong` on a data folder as a person would. Throws where it does not end well. */
export async function runTong(dataFolder: string, words: readonly string[]): Promise<Sample> {
    const { sample } = await measureCommand({
        command: join(repository, 'tong'),
        args: ['--data', dataFolder, ...words],
        folder: repository,
    })
    return sample
}

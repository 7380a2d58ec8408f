import { join } from 'node:path'
import type { Bench, Sample } from './bench.ts'
import { type Command, measureCommand } from './measure-command.ts'
import { repository } from './repository.ts'

/** U2: the least that a person waits for any command. */
export const helpBench: Bench = {
    name: 'u2-help',
    title: './tong --help, beside the two starts of Node that it is made of',
    sizes: ['S'],
    runs: 15,
    peers: 'none',
    run: async (setting) => {
        const ours: Sample[] = []
        const floor: Sample[] = []
        const help = { command: join(repository, 'tong'), args: ['--help'], folder: repository }
        const empty = { command: process.execPath, args: ['--eval', ''], folder: repository }
        const sampleOf = async (command: Command): Promise<Sample> =>
            (await measureCommand(command)).sample
        for (let round = 1; round <= setting.runs; round++) {
            ours.push(await sampleOf(help))
            const [launcher, program] = [await sampleOf(empty), await sampleOf(empty)]
            floor.push({ ...program, seconds: launcher.seconds + program.seconds })
        }
        const line = { work: 'help', count: null }
        return {
            lines: [
                { ...line, program: './tong --help', isOurs: true, samples: ours },
                { ...line, program: 'node, empty, twice', isOurs: false, samples: floor },
            ],
            notes: ['goal: less than 0.3 s'],
            versions: [],
        }
    },
}

import type { Bench, Sample } from './bench.ts'
import { inFreshFolder } from './fresh-folder.ts'
import { measureCommand } from './measure-command.ts'
import { repository } from './repository.ts'

/** U1: what a newcomer waits for, the installation apart. */
export const npmStartBench: Bench = {
    name: 'u1-start',
    title: 'npm start in an installed clone, from nothing to the summary and the report',
    sizes: ['S'],
    runs: 3,
    peers: 'none',
    run: async (setting) => {
        const first: Sample[] = []
        const second: Sample[] = []
        for (let round = 1; round <= setting.runs; round++) {
            setting.tell(`round ${round} of ${setting.runs}`)
            await inFreshFolder(setting, async (path) => {
                const start = {
                    command: 'npm',
                    args: ['start', '--silent'],
                    env: { TONG_DATA: path },
                    folder: repository,
                }
                first.push((await measureCommand(start)).sample)
                second.push((await measureCommand(start)).sample)
            })
        }
        const line = { isOurs: true, count: null, program: 'npm start' }
        return {
            lines: [
                { ...line, work: 'a fresh data folder', samples: first },
                { ...line, work: 'again, all is there', samples: second },
            ],
            notes: ['goal: less than 60 s from nothing'],
            versions: [],
        }
    },
}

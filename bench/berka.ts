import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Line, Sample } from './bench.ts'
import { inFreshFolder } from './fresh-folder.ts'
import { runTong } from './run-tong.ts'

/** What one types to get from the files of a bank to one explained tier. */
const commands = (files: string): readonly (readonly string[])[] => [
    ['import', 'berka', files],
    ['run', '--as-of', '1994-09'],
    ['close'],
    ['explain', 'berka:client:692'],
]

/** U3: from a real bank's files to an explained tier. */
export const berkaBench: Bench = {
    name: 'u3-berka',
    title: "Berka's files to an explained tier: import, run, close, explain",
    sizes: ['S'],
    runs: 3,
    peers: 'none',
    run: async (setting) => {
        const files = join(setting.sharedFolder, 'data', 'berka')
        if (!existsSync(files)) throw new Error(`Berka's files are not in ${files}`)
        const samples = new Map<string, Sample[]>()
        const add = (work: string, sample: Sample): void => {
            samples.set(work, [...(samples.get(work) ?? []), sample])
        }
        for (let round = 1; round <= setting.runs; round++) {
            setting.tell(`round ${round} of ${setting.runs}`)
            await inFreshFolder(setting, async (path) => {
                const found: Sample[] = []
                for (const words of commands(files)) {
                    const sample = await runTong(path, words)
                    add(words[0] ?? '', sample)
                    found.push(sample)
                }
                add('all four', together(found))
            })
        }
        const lines = [...samples].map(
            ([work, found]): Line => ({
                work,
                program: `./tong ${work === 'all four' ? '…' : work}`,
                isOurs: true,
                samples: found,
                count: null,
            }),
        )
        return { lines, notes: ['goal: less than 20 s for all four'], versions: [] }
    },
}

/** One command after the other as one piece of work. */
function together(samples: readonly Sample[]): Sample {
    const most = (values: readonly (number | null)[]): number | null =>
        values.includes(null) ? null : Math.max(...values.map((value) => value ?? 0))
    const sum = (values: readonly (number | null)[]): number =>
        values.reduce<number>((all, value) => all + (value ?? 0), 0)
    return {
        seconds: sum(samples.map(({ seconds }) => seconds)),
        cpuSeconds: sum(samples.map(({ cpuSeconds }) => cpuSeconds)),
        peakMb: most(samples.map(({ peakMb }) => peakMb)),
        othersShare: most(samples.map(({ othersShare }) => othersShare)),
    }
}

import { join } from 'node:path'
import type { Bench, Line, Sample } from '../bench.ts'
import { inFreshFolder } from '../fresh-folder.ts'
import { runTong } from '../run-tong.ts'
import { matrixText, readMatrix } from './confusion.ts'

const customersOf = { S: 2000, M: 20_000 } as const

const systems = ['sample', 'sample_cards', 'sample_credit', 'sample_crm', 'sample_wealth']

const asOf = '2025-12'

/** How the stages of the lifecycle compare with what is true of the sample bank's customers. */
export const lifecycleBench: Bench = {
    name: 'lifecycle',
    title: 'stages of the sample bank beside the truth (2k · 20k customers)',
    sizes: ['S', 'M'],
    runs: 1,
    peers: 'none',
    run: async (setting) => {
        const customers = customersOf[setting.size === 'M' ? 'M' : 'S']
        const samples: Sample[] = []
        const notes: string[] = []
        for (let round = 1; round <= setting.runs; round++) {
            setting.tell(`round ${round} of ${setting.runs}`)
            await inFreshFolder(setting, async (folder) => {
                const files = join(folder, 'files')
                const data = join(folder, 'data')
                const words = [files, '--customers', String(customers), '--no-faults']
                await runTong(data, ['sample', ...words])
                for (const system of systems) {
                    await runTong(data, ['import', system, join(files, system)])
                }
                const select = ['--select', 'scores.lifecycle_stages']
                samples.push(await runTong(data, ['run', '--as-of', asOf, ...select]))
                if (round === 1) notes.push(matrixText(await readMatrix({ data, files })))
            })
        }
        const line: Line = {
            work: `${customers.toLocaleString('en')} customers, all months to ${asOf}`,
            program: './tong run --select scores.lifecycle_stages',
            isOurs: true,
            samples,
            count: null,
        }
        return { lines: [line], notes: [...notes, ...meanings], versions: [] }
    },
}

/** What the truth is taken for, and why it differs from what can be observed. */
const meanings: readonly string[] = [
    'true: lost from the month of leaving; new in the month of joining and the two after it; ' +
        'dormant whoever was made up to do nothing; declining while moving away (until gone), in ' +
        'a dip, and for six months after a house was bought; growing for six months after an ' +
        'inheritance and ten months of a rise; stable otherwise',
    'dormant in truth says nothing of money: the rules want less than 1,000 as well, so those ' +
        'who have more, or a term that runs, are stable; after twelve months the rest are lost',
    'a fall or a rise is told two months after it began, and only from three months of history ' +
        'on; one by less than 30 %, or from less than 10,000, is none',
    'won back occurs in no truth: nobody of the sample bank comes back',
]

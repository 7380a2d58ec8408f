import { join } from 'node:path'
import type { Bench, Sample } from './bench.ts'
import { inFreshFolder } from './fresh-folder.ts'
import { measureProgram } from './measure-command.ts'
import { repository } from './repository.ts'
import type { SampleBankReport } from './write-sample-bank.ts'

const customersOf = { S: 20_000, M: 200_000, L: 2_000_000 } as const

/** U4: how fast a bank is made up. */
export const sampleBankBench: Bench = {
    name: 'u4-sample-bank',
    title: 'writing the sample bank (20k · 200k · 2M customers)',
    sizes: ['S', 'M', 'L'],
    runs: 3,
    peers: 'none',
    run: async (setting) => {
        const samples: Sample[] = []
        const script = join(repository, 'bench', 'write-sample-bank.ts')
        let transactions = 0
        for (let round = 1; round <= setting.runs; round++) {
            setting.tell(`round ${round} of ${setting.runs}`)
            await inFreshFolder(setting, async (folder) => {
                const customers = String(customersOf[setting.size])
                const command = {
                    command: process.execPath,
                    args: [script, folder, customers],
                    folder: repository,
                }
                const { sample, report } = await measureProgram<SampleBankReport>(
                    command,
                    ({ seconds }) => seconds,
                )
                samples.push(sample)
                transactions = report.transactions
            })
        }
        const line = {
            work: `${customersOf[setting.size].toLocaleString('en')} customers`,
            program: 'writeSampleBank',
            isOurs: true,
            samples,
            count: { of: 'transactions', units: transactions },
        }
        return {
            lines: [line],
            notes: [
                `${transactions.toLocaleString('en')} transactions, all files counted in the time`,
                'goal: at least 1,000,000 transactions a second',
            ],
            versions: [],
        }
    },
}

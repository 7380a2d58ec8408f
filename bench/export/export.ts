import { join } from 'node:path'
import type { Bench, Sample, Setting } from '../bench.ts'
import { inFreshFolder } from '../fresh-folder.ts'
import { measureProgram } from '../measure-command.ts'
import { repository } from '../repository.ts'
import type { ExportSaid } from './run-export.ts'

const rowsOf = { S: 100_000, M: 1_000_000 } as const

const ways = [
    { as: 'xlsx', says: 'XLSX' },
    { as: 'csv', says: 'CSV' },
    { as: 'excel', says: 'CSV for Excel' },
    { as: 'gb18030', says: 'CSV in GB18030' },
    { as: 'parquet', says: 'Parquet' },
] as const

/** What leaves: a table of ten columns as each kind of file. */
export const exportBench: Bench = {
    name: 'export',
    title: '100k · 1M rows × 10 columns as XLSX, CSV and Parquet, in order of their key',
    sizes: ['S', 'M'],
    runs: 3,
    peers: 'none',
    run: async (setting) => {
        const rows = rowsOf[setting.size === 'M' ? 'M' : 'S']
        const measured = ways.map((way) => ({ ...way, samples: [] as Sample[], bytes: 0 }))
        let engine = ''
        for (let round = 1; round <= setting.runs; round++) {
            setting.tell(`round ${round} of ${setting.runs}`)
            for (const way of measured) {
                const { sample, report } = await runWay(setting, { as: way.as, rows })
                way.samples.push(sample)
                way.bytes = report.bytes
                engine = report.engine
            }
        }
        const work = `${rows.toLocaleString('en')} rows × 10`
        return {
            lines: measured.map(({ says, samples }) => ({
                ...{ work, program: says, isOurs: true, samples },
                count: { of: 'rows', units: rows },
            })),
            notes: [
                measured
                    .map(({ says, bytes }) => `${says} ${(bytes / 1e6).toFixed(1)} MB`)
                    .join(' · '),
                'seconds are without the start of the process and the making of the table',
                'the warehouse may use 0.5 GB; peak MB is of the whole process',
                'goal for 1M rows as XLSX: less than 20 s and less than 1 GB',
            ],
            versions: [`ours ${engine}`],
        }
    },
}

async function runWay(
    setting: Setting,
    { as, rows }: { readonly as: string; readonly rows: number },
): Promise<{ readonly sample: Sample; readonly report: ExportSaid }> {
    return await inFreshFolder(setting, async (into) => {
        const script = join(repository, 'bench', 'export', 'run-export.ts')
        const words = ['--into', into, '--rows', String(rows), '--as', as]
        const run = await measureProgram<ExportSaid>(
            { command: process.execPath, args: [script, ...words], folder: repository },
            ({ seconds }) => seconds,
        )
        if (run.report.rows !== rows || run.report.bytes === 0) {
            throw new Error(`another file than asked for: ${JSON.stringify(run.report)}`)
        }
        return run
    })
}

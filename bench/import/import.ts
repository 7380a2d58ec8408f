import { join } from 'node:path'
import type { Bench, Line, Sample, Setting } from '../bench.ts'
import { inFreshFolder } from '../fresh-folder.ts'
import { measureProgram } from '../measure-command.ts'
import { openFramePython, openPeers } from '../peers.ts'
import type { PeerSetting } from '../pipeline/peer-programs.ts'
import { repository } from '../repository.ts'
import { type BaseData, baseRows, makeBaseData } from './import-base.ts'
import { type ImportData, importRows, makeImportData } from './import-data.ts'
import { type ImportPeer, importPeers, runImportPeer } from './import-peers.ts'
import type { ImportSaid } from './run-import.ts'

const encodings = ['utf-8', 'gb18030'] as const

/** M: a delivered file on its way into a batch. */
export const importBench: Bench = {
    name: 'm-import',
    title: 'a file of 1M rows × 20 columns typed, checked, with 1,000 rejects',
    sizes: ['M', 'L'],
    runs: 3,
    peers: 'needed',
    run: async (setting) => {
        const { peersFolder } = setting
        if (peersFolder === null) throw new Error('the maker of the data is among the peers')
        const given = { ...setting, peersFolder }
        const data = makeImportData(given)
        const peers = setting.withPeers ? peersOf(setting) : []
        const ours = encodings.map((encoding) => ({ encoding, samples: [] as Sample[] }))
        const theirs = peers.map((peer) => ({ peer, samples: [] as Sample[] }))
        const base = setting.size === 'L' ? await makeBaseData(given) : null
        const into = { empty: [] as Sample[], full: [] as Sample[] }
        let engine = ''
        for (let round = 1; round <= setting.runs; round++) {
            setting.tell(`round ${round} of ${setting.runs}`)
            for (const { encoding, samples } of ours) {
                const { sample, report } = await runOurs(given, { data, encoding })
                engine = report.engine
                samples.push(sample)
            }
            if (base !== null) {
                into.empty.push(await runBase(given, { base, isFull: false }))
                into.full.push(await runBase(given, { base, isFull: true }))
            }
            for (const { peer, samples } of theirs) {
                samples.push(await runTheirs(peer, { setting: given, data }))
            }
        }
        return {
            lines: [
                ...ours.map(({ encoding, samples }) =>
                    lineOf(encoding, {
                        says: 'Tong: file to batch on disk, with rejects',
                        samples,
                        isOurs: true,
                    }),
                ),
                ...(base === null ? [] : baseLines(into)),
                ...theirs.map(({ peer, samples }) =>
                    lineOf(peer.encoding, { says: peer.says, samples, isOurs: false }),
                ),
            ],
            notes: [
                'ours hashes the file, types it strictly, finds repeated keys, and writes Parquet',
                'seconds are without the start of the process, for every program',
                'Polars, PyArrow and pandas get a file without faults: they do not bear any',
                'at L also 1M changes into 100M rows: all are compared with those they replace',
                'goal: at least 600,000 rows/s, GB18030 at least 400,000',
            ],
            versions: [`ours ${engine}`],
        }
    },
}

function peersOf(setting: Setting): readonly ImportPeer[] {
    return importPeers({ ...openPeers(setting), frames: openFramePython(setting) })
}

function lineOf(
    encoding: (typeof encodings)[number],
    of: { readonly says: string; readonly samples: readonly Sample[]; readonly isOurs: boolean },
): Line {
    return {
        work: encoding === 'utf-8' ? 'UTF-8' : 'GB18030',
        program: of.says,
        isOurs: of.isOurs,
        samples: of.samples,
        count: { of: 'rows', units: importRows.read },
    }
}

type Work = { readonly data: ImportData; readonly encoding: (typeof encodings)[number] }

async function runOurs(setting: PeerSetting, { data, encoding }: Work) {
    return await inFreshFolder(setting, async (into) => {
        const script = join(repository, 'bench', 'import', 'run-import.ts')
        const words = ['--into', into, '--delivery', data[encoding], '--encoding', encoding]
        const run = await measureProgram<ImportSaid>(
            { command: process.execPath, args: [script, ...words], folder: repository },
            ({ seconds }) => seconds,
        )
        const { accepted, rejected, faults } = run.report
        const wrong = importRows.read - importRows.right
        if (accepted !== importRows.right || rejected !== wrong || faults !== wrong) {
            throw new Error(`other rows than there are: ${JSON.stringify(run.report)}`)
        }
        sums.add(run.report.sum)
        assertSameSum()
        return run
    })
}

/** One file into an empty bank, and into one that has a hundred million rows of its table. */
function baseLines(into: Readonly<Record<'empty' | 'full', readonly Sample[]>>): readonly Line[] {
    const line = { work: '1M changes', count: { of: 'rows', units: baseRows.delivered } }
    return [
        { ...line, program: 'Tong: into 100M rows, compared', isOurs: true, samples: into.full },
        { ...line, program: 'Tong: into an empty bank', isOurs: false, samples: into.empty },
    ]
}

async function runBase(
    setting: PeerSetting,
    { base, isFull }: { readonly base: BaseData; readonly isFull: boolean },
): Promise<Sample> {
    return await inFreshFolder(setting, async (into) => {
        const script = join(repository, 'bench', 'import', 'run-import.ts')
        const full = isFull ? ['--base', base.batches] : []
        const words = ['--into', into, '--delivery', base.delivery, '--contract', 'bookings.yml']
        const { sample, report } = await measureProgram<ImportSaid>(
            { command: process.execPath, args: [script, ...words, ...full], folder: repository },
            ({ seconds }) => seconds,
        )
        const late = isFull ? baseRows.corrected : 0
        if (report.accepted !== baseRows.delivered || report.late !== late) {
            throw new Error(`other rows than there are: ${JSON.stringify(report)}`)
        }
        return sample
    })
}

async function runTheirs(
    peer: ImportPeer,
    about: { readonly setting: PeerSetting; readonly data: ImportData },
): Promise<Sample> {
    const { sample, rows, sum } = await runImportPeer(peer, about)
    if (rows !== (sum === null ? importRows.read : importRows.right)) {
        throw new Error(`${peer.says}: ${rows} rows`)
    }
    if (sum !== null) sums.add(sum)
    assertSameSum()
    return sample
}

/** The sums of one column that all who tell it have found. */
const sums = new Set<string>()

function assertSameSum(): void {
    if (sums.size > 1) throw new Error(`sums differ: ${[...sums].join(', ')}`)
}

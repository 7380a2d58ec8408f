import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '#features/catalogue.ts'
import type { Bench, Finding, Line, Sample } from '../bench.ts'
import { openPeers, type Peers } from '../peers.ts'
import { runTong } from '../run-tong.ts'
import {
    checkAssignments,
    checkFeatures,
    checkMatrix,
    checkPeer,
    checkScores,
    type PeerSetting,
    type PeerStage,
    peerStages,
    runPeer,
} from './peer-programs.ts'
import type { StageReport } from './run-stage.ts'
import { forgetSnapshots, makeBank, runStage } from './tong-bank.ts'
import { makeWorkloadData, type WorkloadData } from './workload-data.ts'

const works = {
    import: 'import eleven months',
    importMonth: 'import one month more',
    month: 'W1, W2, W3 of a new month',
    features: 'W1: features',
    all: 'all features',
    scores: 'W2: scores',
    closes: 'W3: twelve closes',
    whole: 'tong close from nothing',
    trial: 'W4: a policy tried on twelve months',
} as const

/** P: the features and the twelve closes of the fixed workload, beside those who do it by hand. */
export const pipelineBench: Bench = {
    name: 'p-pipeline',
    title: 'the workload: features and twelve stored closes (10k · 100k · 1M customers)',
    sizes: ['S', 'M', 'L'],
    runs: 3,
    peers: 'needed',
    run: async (setting) => {
        const { peersFolder } = setting
        if (peersFolder === null) {
            throw new Error('the workload is made and checked by the peers: name their folder')
        }
        return await runRounds({ ...setting, peersFolder })
    },
}

type Round = {
    readonly setting: PeerSetting
    readonly data: WorkloadData
    readonly peers: Peers
    readonly table: Table
}

/** All programs take turns, so that a busy minute of the machine hits each of them. */
async function runRounds(setting: PeerSetting): Promise<Finding> {
    const peers = openPeers(setting)
    const data = await makeWorkloadData(setting, peers.newest)
    const table = createTable()
    let ours: Ours = { engine: '', models: {} }
    for (let round = 1; round <= setting.runs; round++) {
        setting.tell(`round ${round} of ${setting.runs}`)
        ours = await runOurs({ setting, data, peers, table }, round === 1)
        if (setting.withPeers) await runTheirs({ setting, data, peers, table }, round === 1)
    }
    const slowest = Object.entries(ours.models).map(([model, seconds]) => `${model} ${seconds}`)
    return {
        lines: table.lines(),
        notes: [
            `W1 to W4 of every program are those of digest-${setting.size}.json`,
            'ours of W1 is identity and all features of three tables, of 12 months and what they ' +
                'look back on, stored, tested and digested; the others store the columns of W1',
            'seconds of a stage are without the start of its process, for every program',
            `our last round by model, seconds: ${slowest.join(', ')}`,
        ],
        versions: [`ours ${ours.engine}`, ...table.versions()],
    }
}

/** Our engine with its version, and seconds by model. */
type Ours = Pick<StageReport, 'engine' | 'models'>

async function runOurs({ setting, data, peers, table }: Round, isFirst: boolean): Promise<Ours> {
    const path = await makeBank(join(setting.cacheFolder, `bank-${process.pid}`))
    const add = (work: string, program: string, sample: Sample): void =>
        table.add({ work, program, isOurs: true }, sample)
    try {
        const take = (folder: string): Promise<Sample> =>
            runTong(path, ['import', 'workload', folder])
        add(works.import, 'tong import', await take(data.eleven))
        await runStage(path, ['--stage', 'history'])
        add(works.importMonth, 'tong import', await take(data.december))
        const month = await runStage(path, ['--stage', 'month'])
        add(works.month, 'Tong: stored, tested, digested', month.sample)
        const all = await runStage(path, ['--stage', 'all-features'])
        add(works.all, `Tong: identity and ${catalogue.size} features`, all.sample)
        const features = await runStage(path, ['--stage', 'features'])
        add(works.features, 'Tong: identity and features', features.sample)
        const scores = await runStage(path, ['--stage', 'scores'])
        add(works.scores, 'Tong: with the places of all values', scores.sample)
        const closes = await runStage(path, ['--stage', 'closes'])
        const says = 'Tong: reasons, tests, digests, manifest'
        add(works.closes, says, closes.sample)
        if (isFirst) {
            const out = join(path, 'peers-form')
            await runStage(path, ['--stage', 'peers-form', '--out', out])
            checkAssignments(out, { setting, python: peers.newest })
            checkFeatures(out, { setting, python: peers.newest })
            checkScores(out, { setting, python: peers.newest })
        }
        forgetSnapshots(path)
        const through = ['close', '--through', '2025-12']
        add(works.whole, 'tong close, published to the store', await runTong(path, through))
        const matrix = join(path, 'matrix')
        const trial = await runStage(path, ['--stage', 'trial', '--out', matrix])
        add(works.trial, 'Tong: causes, headcounts, near, movers', trial.sample)
        if (isFirst) checkMatrix(matrix, { setting, python: peers.newest })
        const ownModels = Object.entries(closes.report.models).filter(isClose)
        const models = {
            ...all.report.models,
            ...scores.report.models,
            ...Object.fromEntries(ownModels),
        }
        return { engine: features.report.engine, models }
    } finally {
        rmSync(path, { recursive: true, force: true })
    }
}

/** What the closes found built already says nothing of its building. */
function isClose([model]: readonly [string, number]): boolean {
    return model.startsWith('tiers.')
}

async function runTheirs({ setting, data, peers, table }: Round, isFirst: boolean): Promise<void> {
    for (const peer of peerStages(peers, setting)) {
        const { sample, program } = await runPeer(peer, { setting, data })
        const work = workOf(peer.stage)
        table.add({ work, program: `${program}, ${peer.says}`, isOurs: false }, sample)
        if (isFirst) checkPeer(peer, { setting, python: peers.newest })
    }
}

function workOf(stage: PeerStage['stage']): string {
    if (stage === 'w1') return works.features
    if (stage === 'w2') return works.scores
    return stage === 'w4' ? works.trial : works.closes
}

type Program = Pick<Line, 'work' | 'program' | 'isOurs'>

type Table = {
    readonly add: (program: Program, sample: Sample) => void
    readonly lines: () => readonly Line[]
    readonly versions: () => readonly string[]
}

/** Gathers samples by program; lines come out by work, ours first. */
function createTable(): Table {
    const found = new Map<string, Line>()
    const lines = (): readonly Line[] => {
        const order: readonly string[] = Object.values(works)
        const place = ({ work, isOurs }: Line): number => order.indexOf(work) * 2 + (isOurs ? 0 : 1)
        return [...found.values()].sort((left, right) => place(left) - place(right))
    }
    return {
        add: (program, sample) => {
            const key = `${program.work}|${program.program}`
            const samples = [...(found.get(key)?.samples ?? []), sample]
            found.set(key, { ...program, samples, count: null })
        },
        lines,
        versions: () => {
            const programs = [...found.values()].filter(({ isOurs }) => !isOurs)
            const named = programs.map(({ program }) => program.split(',')[0] ?? '')
            return [...new Set(named)]
        },
    }
}

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Sample, Setting } from '../bench.ts'
import { measureProgram } from '../measure-command.ts'
import type { Peers } from '../peers.ts'
import type { WorkloadData } from './workload-data.ts'

/** One stage of one program that we are compared with. */
export type PeerStage = {
    /** The stage in the program's own words. */
    readonly stage: 'w1' | 'w2' | 'w3' | 'w3steps' | 'w4'
    readonly script: string
    readonly python: string
    /** Folder below the cache that its results go to. */
    readonly out: string
    /** Where its results lie below `out`, before the size. */
    readonly name: 'duckdb' | 'polars'
    /** How the table calls it. */
    readonly says: string
}

/** A setting that has peers. */
export type PeerSetting = Setting & { readonly peersFolder: string }

/** Every stage of every peer, each after the one that it reads. */
export function peerStages({ same, newest }: Peers, { peersFolder }: PeerSetting): PeerStage[] {
    const theirs = join(peersFolder, 'pipeline')
    const duckdbs = [
        { python: same, out: 'peer-same' },
        { python: newest, out: 'peer-newest' },
    ]
    const polars = {
        python: newest,
        out: 'peer-newest',
        name: 'polars',
        script: join(theirs, 'peer_polars.py'),
    } as const
    return [
        ...duckdbs.flatMap(({ python, out }): PeerStage[] => {
            const script = join(theirs, 'peer_duckdb.py')
            const engine = { python, out, name: 'duckdb', script } as const
            return [
                { ...engine, stage: 'w1', says: 'SQL by hand' },
                { ...engine, stage: 'w2', says: 'SQL by hand' },
                { ...engine, stage: 'w3steps', says: 'twelve stored closes by hand' },
                { ...engine, stage: 'w3', says: 'all closes in one statement' },
                { ...engine, stage: 'w4', says: 'the trial in one statement' },
            ]
        }),
        { ...polars, stage: 'w1', says: 'by hand' },
        { ...polars, stage: 'w2', says: 'by hand' },
        { ...polars, stage: 'w3', says: 'all closes in memory' },
    ]
}

/** What a peer prints at its end. */
type PeerReport = { readonly peer: string; readonly seconds: Readonly<Record<string, number>> }

/** Runs one stage of a peer; `program` is its name with its version. */
export async function runPeer(
    peer: PeerStage,
    { setting, data }: { readonly setting: PeerSetting; readonly data: WorkloadData },
): Promise<{ readonly sample: Sample; readonly program: string }> {
    const { sample, report } = await measureProgram<PeerReport>(
        {
            command: peer.python,
            args: [peer.script, '--size', setting.size, '--stage', peer.stage],
            env: {
                PYTHONPATH: join(setting.peersFolder, 'pipeline'),
                PYTHONDONTWRITEBYTECODE: '1',
                WORKLOAD_DATA: data.parquet,
                WORKLOAD_OUT: join(setting.cacheFolder, peer.out),
            },
            folder: setting.cacheFolder,
        },
        ({ seconds }) => seconds[peer.stage] ?? Number.NaN,
    )
    return { sample, program: report.peer }
}

/** Where the peers' programs lie, and a Python that can run them. */
type Checker = { readonly setting: PeerSetting; readonly python: string }

/**
 * Holds the assignments of a folder in the peers' form against the stored digest, by the peers'
 * own program. Throws where they differ.
 */
export function checkAssignments(folder: string, checker: Checker): void {
    checkDigest(folder, 'w3', checker)
}

/** The same for all features of a folder. */
export function checkFeatures(folder: string, checker: Checker): void {
    checkDigest(folder, 'w1', checker)
}

/** The same for the scores of a folder. */
export function checkScores(folder: string, checker: Checker): void {
    checkDigest(folder, 'w2', checker)
}

/** The same for the matrix of a trial. */
export function checkMatrix(folder: string, checker: Checker): void {
    checkDigest(folder, 'w4', checker)
}

function checkDigest(
    folder: string,
    part: 'w1' | 'w2' | 'w3' | 'w4',
    { setting, python }: Checker,
): void {
    const script = join(setting.peersFolder, 'pipeline', 'digest.py')
    const stored = ['--expect', digestFile(setting), '--only', part]
    execFileSync(python, [script, folder, ...stored], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Holds what a stage of a peer has just written against the stored digest. */
export function checkPeer(peer: PeerStage, checker: Checker): void {
    const { cacheFolder, size } = checker.setting
    const folder = join(cacheFolder, peer.out, peer.name, size)
    if (peer.stage === 'w1') checkFeatures(folder, checker)
    if (peer.stage === 'w2') checkScores(folder, checker)
    if (peer.stage === 'w3') checkAssignments(folder, checker)
    if (peer.stage === 'w3steps') checkAssignments(gatherCloses(folder), checker)
    if (peer.stage === 'w4') checkMatrix(folder, checker)
}

/** The files of twelve closes as one table of assignments, in a folder of its own. */
function gatherCloses(folder: string): string {
    const gathered = join(folder, 'steps', 'assignments.parquet')
    rmSync(gathered, { recursive: true, force: true })
    mkdirSync(gathered, { recursive: true })
    for (let month = 1; month <= 12; month++) {
        const name = `close-${month}.parquet`
        symlinkSync(join(folder, name), join(gathered, name))
    }
    return join(folder, 'steps')
}

function digestFile({ peersFolder, size }: PeerSetting): string {
    return join(peersFolder, 'pipeline', `digest-${size}.json`)
}

import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day } from '#domain/month.ts'
import type { HumanKind } from './human-table.ts'
import { syncToDisk } from './sync-to-disk.ts'

/** What a run has read: equal inputs give equal results, on any machine. */
export type ManifestInputs = {
    readonly kind: 'run' | 'close'
    readonly asOf: Day
    readonly baseCurrency: string
    readonly codeVersion: string
    readonly engine: string
    readonly batches: readonly {
        readonly batchId: string
        readonly system: string
        readonly files: readonly { readonly file: string; readonly sha256: string }[]
    }[]
    /** The versions that the closes follow. */
    readonly policies: readonly { readonly policyKey: string; readonly from: string }[]
    /** The versions of scorecards that months were scored by, as keys with their hash. */
    readonly scorecards: readonly string[]
    /** The versions of the lifecycle's rules that months followed, in the same way. */
    readonly lifecycles: readonly string[]
    /** Which record told what is shown of a party, as a key with its hash. */
    readonly survivorship: string
    /** What people decided for these closes, by content; tables without rows are not named. */
    readonly human: readonly {
        readonly what: HumanKind
        readonly ladder: string
        readonly month: string
        readonly hash: string
        readonly rows: number
    }[]
    /** Which records are one, by content, and of which matching; null: every record is alone. */
    readonly parties: {
        readonly hash: string
        readonly matching: string | null
        readonly decisions: number
    } | null
    /** The closes that were made again, and why; null: each for the first time. */
    readonly restated: {
        readonly from: string
        readonly reason: string
        readonly editions: readonly {
            readonly ladder: string
            readonly month: string
            readonly edition: number
        }[]
    } | null
    /** Systems, or their tables, that did not reach the closes, and why they were made; or null. */
    readonly missing: {
        readonly reason: string
        readonly systems: readonly {
            readonly system: string
            /** Null where the system's bookings and balances told it. */
            readonly table: string | null
            readonly last: Day | null
        }[]
    } | null
}

/** One snapshot of a run. */
export type ManifestResult = {
    readonly step: string
    readonly key: string
    readonly rows: number
    /** Null for what is on the way to a result: its recipe and its batch's hashes stand for it. */
    readonly digest: string | null
}

/** The record of a run: what it read and what came of it. */
export type Manifest = {
    /** First 12 hex digits of the hash of the inputs and of the recipes' keys. */
    readonly runId: string
    /** One hash over the digests of all results. */
    readonly digest: string
    readonly inputs: ManifestInputs
    readonly results: readonly ManifestResult[]
}

/** Puts a manifest together; nothing in it tells when or where the run was made. */
export function createManifest(
    inputs: ManifestInputs,
    results: readonly ManifestResult[],
): Manifest {
    const sorted = [...results].sort((left, right) => (left.step < right.step ? -1 : 1))
    const keys = sorted.map(({ step, key }) => [step, key])
    const digests = sorted.map(({ step, rows, digest }) => [step, rows, digest])
    return {
        runId: sha256(JSON.stringify([inputs, keys])).slice(0, 12),
        digest: sha256(JSON.stringify(digests)),
        inputs,
        results: sorted,
    }
}

/** Writes `runs/<id>/manifest.json` by one rename. */
export async function writeManifest(runsFolder: string, manifest: Manifest): Promise<string> {
    const folder = join(runsFolder, manifest.runId)
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'manifest.json')
    await writeFile(`${file}.new`, `${JSON.stringify(manifest, null, 2)}\n`)
    await syncToDisk(folder)
    await rename(`${file}.new`, file)
    await syncToDisk(folder)
    return file
}

/** Reads the manifest of a run. Throws where it is gone: a run that is recorded has one. */
export async function readManifest(runsFolder: string, runId: string): Promise<Manifest> {
    return JSON.parse(await readFile(join(runsFolder, runId, 'manifest.json'), 'utf8')) as Manifest
}

function sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex')
}

import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Month } from '#domain/month.ts'
import {
    type ComparedClose,
    type Differences,
    findDifferences,
    readDifferences,
    writeDifferences,
} from '#serving/read-differences.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { BankContext } from './bank-context.ts'
import { buildPlan, noReasons, recordRun } from './execute-plan.ts'
import type { Manifest } from './manifest.ts'
import type { PreparedClose } from './prepare-inputs.ts'
import { builtCloses, type PublishingContext, partiesOf, publishRun } from './publish-run.ts'
import { planRestatement } from './run-bank.ts'
import type { FinishedStep } from './run-steps.ts'
import { syncToDisk } from './sync-to-disk.ts'

/** What to make again, and what for. */
export type RestatementWish = {
    readonly from: Month
    readonly ladders: readonly string[]
    readonly reason: string
    readonly allowMissing: string | null
    /** Whether the new editions are to be published; else they are only compared. */
    readonly isFinal: boolean
    readonly viewer: Viewer
    /** How many of the largest differences to read. */
    readonly limit: number
}

/** New editions beside those that they take the place of. */
export type RestatementReport = {
    readonly closes: readonly Pick<PreparedClose, 'ladder' | 'month' | 'edition' | 'rules'>[]
    readonly differences: Differences
    /** Null where nothing was published. */
    readonly manifest: Manifest | null
    /** The file of all differences beside the manifest; null where nothing was published. */
    readonly file: string | null
}

/**
 * Makes the closes from a month to the last again: with today's deliveries and decisions of
 * people, each under the rules it had. What changed is told; published it is only when it is
 * wished, all at once, and the editions before stay readable.
 */
export async function restateBank(
    context: PublishingContext,
    wish: RestatementWish,
): Promise<RestatementReport> {
    const { warehouse, folders, runsFolder } = context
    const { reason, allowMissing, viewer, limit } = wish
    const plan = await planRestatement(context, wish)
    const { prepared } = plan
    const { closes } = prepared
    const reasons = { ...noReasons, restate: reason, allowMissing }
    const execution = { plan, kind: 'close', reasons } as const
    const { steps, late } = await buildPlan(context, execution)
    const folder = join(folders.scratch, 'differences')
    try {
        const parties = partiesOf(context, steps) ?? ''
        const compared = compareCloses(context, { closes, steps })
        const relation = await findDifferences(compared, { warehouse, folder, parties })
        const differences = await readDifferences(relation, { warehouse, viewer, limit })
        if (!wish.isFinal) return { closes, differences, manifest: null, file: null }
        const run = await recordRun(context, { ...execution, steps, late })
        const { manifest } = run
        const file = join(runsFolder, manifest.runId, 'differences.csv')
        await mkdir(folders.scratch, { recursive: true })
        const draft = join(folders.scratch, 'differences.csv')
        await writeDifferences(relation, { warehouse, file: draft })
        await rename(draft, file)
        await syncToDisk(join(runsFolder, manifest.runId))
        const kept = late.length === 0 ? reason : `${reason} · ${allowMissing}`
        const built = builtCloses(context, { steps, prepared, reason: kept })
        await publishRun(context, { run, kind: 'close', closes: built })
        return { closes, differences, manifest, file }
    } finally {
        await rm(folder, { recursive: true, force: true })
    }
}

/** Each close in the edition that stands and in the new one; equal recipes hold equal rows. */
function compareCloses(
    { warehouse, folders }: BankContext,
    {
        closes,
        steps,
    }: { readonly closes: readonly PreparedClose[]; readonly steps: readonly FinishedStep[] },
): readonly ComparedClose[] {
    const relation = (path: string): string => warehouse.parquet([join(folders.snapshots, path)])
    return closes.flatMap(({ ladder, month, before, rules }) => {
        const step = steps.find(
            (one) =>
                one.model === 'tiers.assignments' && one.ladder === ladder && one.month === month,
        )
        if (before === null || step === undefined) return []
        const ofLadder = closes.filter((close) => close.ladder === ladder)
        return [
            {
                ladder,
                month,
                policy: rules.policy,
                lastClosed: Math.max(...ofLadder.map((close) => close.month)),
                before: relation(before.assignmentsPath),
                after: relation(step.path),
            },
        ]
    })
}

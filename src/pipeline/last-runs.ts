import { type Month, monthOf } from '#domain/month.ts'
import type { BankContext, BuiltContext } from './bank-context.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { stepId } from './plan.ts'
import { type MonthRelations, relationsIn } from './run-relations.ts'

/** A run that is recorded, with its manifest. */
export type PastRun = {
    readonly runId: string
    readonly runNo: number
    readonly manifest: Manifest
}

/** Further back a run says nothing of the data as it is. */
const runsLookedAt = 50

/** The last runs, the latest first, each read only when it is asked for; fifty where not told. */
export async function* lastRuns(
    { db, runsFolder }: Pick<BankContext, 'db' | 'runsFolder'>,
    count = runsLookedAt,
): AsyncGenerator<PastRun, void, void> {
    const runs = await db
        .selectFrom('serving.runs')
        .select(['run_id', 'run_no'])
        .orderBy('run_no', 'desc')
        .limit(count)
        .execute()
    for (const { run_id: runId, run_no: runNo } of runs) {
        yield { runId, runNo, manifest: await readManifest(runsFolder, runId) }
    }
}

/** A month as one run has built it. */
export type RunMonth = PastRun & MonthRelations

/** What has to be built, of which month; null for the month that each run was made for. */
export type RunAsked = { readonly models: readonly string[]; readonly month: Month | null }

/** Null where no run has built all that was asked, and what is lacking to the nearest to it. */
export type RunFound = { readonly built: RunMonth | null; readonly lacking: readonly string[] }

/** The last of the last fifty runs that has built all of these models for a month. */
export async function lastRunWith(
    context: BuiltContext,
    { models, month: asked }: RunAsked,
): Promise<RunFound> {
    let lacking = models
    for await (const run of lastRuns(context)) {
        const { results, inputs } = run.manifest
        const month = asked ?? monthOf(inputs.asOf)
        const steps = new Set(results.map(({ step }) => step))
        const left = models.filter((model) => !steps.has(stepId({ model, month, ladder: null })))
        if (left.length < lacking.length) lacking = left
        if (left.length > 0) continue
        return { built: { ...run, month, relations: relationsIn(context, run.manifest) }, lacking }
    }
    return { built: null, lacking }
}

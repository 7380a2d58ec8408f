import { formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import type { BankContext } from '../bank-context.ts'
import { type LoadedLifecycle, lifecycleOfMonth, loadLifecycles } from '../load-lifecycles.ts'
import { readManifest } from '../manifest.ts'
import { relationsOfRun } from '../run-relations.ts'

/** What is needed to read stages that runs have told. */
export type StagedContext = Pick<
    BankContext,
    'db' | 'warehouse' | 'runsFolder' | 'folders' | 'policyRoots' | 'settings'
>

/** A month whose stages a run has told, and the rules that it followed. */
export type StagedMonth = {
    readonly runId: string
    readonly month: Month
    readonly lifecycle: LoadedLifecycle
    readonly relations: RunRelations
}

/** Further back a run says nothing of the data as it is. */
const runsLookedAt = 50

/**
 * The last run that has told the stages of a month; with null the month that a run was made for.
 * Refuses with `pipeline.lifecycle_not_built` where none of the last fifty has, and with
 * `pipeline.lifecycle_changed` where the file of rules is another one by now.
 */
export async function lastStaged(
    context: StagedContext,
    asked: Month | null,
): Promise<StagedMonth> {
    const runs = await context.db
        .selectFrom('serving.runs')
        .select('run_id')
        .orderBy('run_no', 'desc')
        .limit(runsLookedAt)
        .execute()
    for (const { run_id: runId } of runs) {
        const { results, inputs } = await readManifest(context.runsFolder, runId)
        const month = asked ?? monthOf(inputs.asOf)
        if (!results.some(({ step }) => step === `scores.lifecycle_states@${month}`)) continue
        const lifecycle = lifecycleOfMonth(await loadLifecycles(context), month)
        if (!inputs.lifecycles.includes(lifecycle.lifecycleKey)) {
            refuse('pipeline.lifecycle_changed', { month: formatMonth(month) })
        }
        return { runId, month, lifecycle, relations: await relationsOfRun(context, runId) }
    }
    const month = asked === null ? 'none' : formatMonth(asked)
    return refuse('pipeline.lifecycle_not_built', { month })
}

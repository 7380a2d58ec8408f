import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { RuledContext } from '../bank-context.ts'
import { lastRunWith } from '../last-runs.ts'
import { type LoadedLifecycle, lifecycleOfMonth, loadLifecycles } from '../load-lifecycles.ts'
import type { MonthRelations } from '../run-relations.ts'

/** A month whose stages a run has told, and the rules that it followed. */
export type StagedMonth = MonthRelations & {
    readonly runId: string
    readonly lifecycle: LoadedLifecycle
}

const models = ['scores.lifecycle_states']

/**
 * The last run that has told the stages of a month; with null the month that a run was made for.
 * Refuses with `pipeline.lifecycle_not_built` where none of the last fifty has, and with
 * `pipeline.lifecycle_changed` where the file of rules is another one by now.
 */
export async function lastStaged(context: RuledContext, asked: Month | null): Promise<StagedMonth> {
    const { built } = await lastRunWith(context, { models, month: asked })
    if (built === null) {
        const month = asked === null ? 'none' : formatMonth(asked)
        return refuse('pipeline.lifecycle_not_built', { month })
    }
    const { runId, month, relations, manifest } = built
    const lifecycle = lifecycleOfMonth(await loadLifecycles(context), month)
    if (!manifest.inputs.lifecycles.includes(lifecycle.lifecycleKey)) {
        refuse('pipeline.lifecycle_changed', { month: formatMonth(month) })
    }
    return { runId, month, lifecycle, relations }
}

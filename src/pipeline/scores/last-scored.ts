import { formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import type { BankContext } from '../bank-context.ts'
import { readManifest } from '../manifest.ts'
import { relationsOfRun } from '../run-relations.ts'

/** What is needed to read scores that runs have built. */
export type ScoredContext = Pick<
    BankContext,
    'db' | 'warehouse' | 'runsFolder' | 'folders' | 'policyRoots' | 'settings'
>

/** A month that a run has scored. */
export type ScoredMonth = {
    readonly runId: string
    readonly month: Month
    /** The scorecards that it was scored by, as keys. */
    readonly scorecards: readonly string[]
    readonly relations: RunRelations
}

/** Further back a run says nothing of the data as it is. */
const runsLookedAt = 50

/**
 * The last run that has scored a month; with null the month that a run was made for. Refuses with
 * `pipeline.scores_not_built` where none of the last fifty has.
 */
export async function lastScored(
    context: ScoredContext,
    asked: Month | null,
): Promise<ScoredMonth> {
    const runs = await context.db
        .selectFrom('serving.runs')
        .select('run_id')
        .orderBy('run_no', 'desc')
        .limit(runsLookedAt)
        .execute()
    for (const { run_id: runId } of runs) {
        const { results, inputs } = await readManifest(context.runsFolder, runId)
        const month = asked ?? monthOf(inputs.asOf)
        const has = (model: string): boolean =>
            results.some(({ step }) => step === `scores.${model}@${month}`)
        if (!has('value_scores') || !has('rfm') || !has('behaviours')) continue
        const relations = await relationsOfRun(context, runId)
        return { runId, month, scorecards: inputs.scorecards, relations }
    }
    const month = asked === null ? 'none' : formatMonth(asked)
    return refuse('pipeline.scores_not_built', { month })
}

/** The relation of a model that a run has built. Throws where it has not: that is a bug. */
export function relationOf(
    { relations, month }: Pick<ScoredMonth, 'relations' | 'month'>,
    model: string,
): string {
    const relation = relations.snapshot(model, month) ?? relations.snapshot(model, null)
    if (relation === null) throw new Error(`the run has read no ${model}`)
    return relation
}

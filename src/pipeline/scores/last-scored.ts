import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BuiltContext } from '../bank-context.ts'
import { lastRunWith } from '../last-runs.ts'
import type { MonthRelations } from '../run-relations.ts'

/** A month that a run has scored. */
export type ScoredMonth = MonthRelations & {
    readonly runId: string
    /** The scorecards that it was scored by, as keys. */
    readonly scorecards: readonly string[]
}

const models = ['scores.value_scores', 'scores.rfm', 'scores.behaviours']

/**
 * The last run that has scored a month; with null the month that a run was made for. Refuses with
 * `pipeline.scores_not_built` where none of the last fifty has.
 */
export async function lastScored(context: BuiltContext, asked: Month | null): Promise<ScoredMonth> {
    const { built } = await lastRunWith(context, { models, month: asked })
    if (built === null) {
        const month = asked === null ? 'none' : formatMonth(asked)
        return refuse('pipeline.scores_not_built', { month })
    }
    const { runId, month, relations, manifest } = built
    return { runId, month, relations, scorecards: manifest.inputs.scorecards }
}

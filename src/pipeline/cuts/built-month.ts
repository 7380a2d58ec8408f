import { type Day, formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { spine } from '#features/write-feature-relation.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import type { BankContext } from '../bank-context.ts'
import { readManifest } from '../manifest.ts'
import { hasChangedSince } from '../quality/last-built.ts'
import { relationsOfRun } from '../run-relations.ts'

/** What is needed to read features that runs have built. */
export type FeatureContext = Pick<
    BankContext,
    'db' | 'warehouse' | 'runsFolder' | 'folders' | 'policyRoots' | 'settings'
>

/** A month whose features a run has built. */
export type BuiltMonth = {
    readonly runId: string
    readonly asOf: Day
    readonly month: Month
    readonly relations: RunRelations
    /** Whether batches have been taken or taken back since: a new run may tell otherwise. */
    readonly isOutdated: boolean
}

/** Further back a run says nothing of the data as it is. */
const runsLookedAt = 50

/** The month of the last run; refuses with `pipeline.cuts_not_built` where there was none. */
export async function lastRunMonth({ db }: FeatureContext): Promise<Month> {
    const last = await db
        .selectFrom('serving.runs')
        .select('as_of')
        .orderBy('run_no', 'desc')
        .executeTakeFirst()
    if (last !== undefined) return monthOf(last.as_of)
    return refuse('pipeline.cuts_not_built', { month: 'none', tables: 'none' })
}

/**
 * The last run that has built all of these tables for a month: a close builds only those that its
 * ladders read. Refuses with `pipeline.cuts_not_built`, naming what is missing, where none of the
 * last fifty has.
 */
export async function builtMonth(
    context: FeatureContext,
    { month, tables }: { readonly month: Month; readonly tables: readonly string[] },
): Promise<BuiltMonth> {
    const runs = await context.db
        .selectFrom('serving.runs')
        .select(['run_id', 'run_no'])
        .orderBy('run_no', 'desc')
        .limit(runsLookedAt)
        .execute()
    let missing: readonly string[] = tables
    for (const { run_id: runId, run_no: runNo } of runs) {
        const { results, inputs } = await readManifest(context.runsFolder, runId)
        const steps = new Set(results.map(({ step }) => step))
        const lacking = [...new Set([spine, ...tables])].filter(
            (table) => !steps.has(`${table}@${month}`),
        )
        if (lacking.length < missing.length) missing = lacking
        if (lacking.length > 0) continue
        const relations = await relationsOfRun(context, runId)
        const isOutdated = await hasChangedSince(context.db, runNo)
        return { runId, asOf: inputs.asOf, month, relations, isOutdated }
    }
    return refuse('pipeline.cuts_not_built', {
        month: formatMonth(month),
        tables: missing.join(', '),
    })
}

/** The relation of a model that a run has built. Throws where it has not: that is a bug. */
export function relationOf({ relations, month }: BuiltMonth, model: string): string {
    const relation = relations.snapshot(model, month) ?? relations.snapshot(model, null)
    if (relation === null) throw new Error(`the run has read no ${model}`)
    return relation
}

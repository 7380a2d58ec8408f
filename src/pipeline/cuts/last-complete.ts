import { type Day, formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { spine } from '#features/write-feature-relation.ts'
import type { BankContext, BuiltContext } from '../bank-context.ts'
import { lastRunDay } from '../batches/freshness.ts'
import { lastRunWith, type RunMonth } from '../last-runs.ts'
import { hasChangedSince } from '../quality/last-built.ts'
import type { MonthRelations } from '../run-relations.ts'

/** A month of which one run has built all features that are asked for. */
export type CompleteMonth = MonthRelations & {
    readonly runId: string
    readonly asOf: Day
    /** Whether batches have been taken or taken back since: a new run may tell otherwise. */
    readonly isOutdated: boolean
}

/** The month of the last run; refuses with `pipeline.cuts_not_built` where there was none. */
export async function lastRunMonth({ db }: Pick<BankContext, 'db'>): Promise<Month> {
    const last = await lastRunDay(db)
    if (last !== null) return monthOf(last)
    return refuse('pipeline.cuts_not_built', { month: 'none', tables: 'none' })
}

/**
 * The last run that has built all of these tables for a month: a close builds only those that its
 * ladders read. Refuses with `pipeline.cuts_not_built`, naming what is missing, where none of the
 * last fifty has.
 */
export async function lastComplete(
    context: BuiltContext,
    { month, tables }: { readonly month: Month; readonly tables: readonly string[] },
): Promise<CompleteMonth> {
    const models = [...new Set([spine, ...tables])]
    const { built, lacking } = await lastRunWith(context, { models, month })
    if (built === null) {
        const missing = lacking.length > tables.length ? tables : lacking
        return refuse('pipeline.cuts_not_built', {
            month: formatMonth(month),
            tables: missing.join(', '),
        })
    }
    return await completeMonth(context, built)
}

/** The same with the tables that this run has not built, if it has the others. */
export type MostComplete = { readonly built: CompleteMonth; readonly unbuilt: readonly string[] }

/**
 * The last run that has built all of these tables for a month, or as many of them as any: some are
 * built only where they are asked for. Refuses with `pipeline.cuts_not_built` where there is none.
 */
export async function mostComplete(
    context: BuiltContext,
    { month, tables }: { readonly month: Month; readonly tables: readonly string[] },
): Promise<MostComplete> {
    const models = [...new Set([spine, ...tables])]
    const { lacking } = await lastRunWith(context, { models, month })
    const unbuilt = lacking.includes(spine) ? [] : lacking
    const there = tables.filter((table) => !unbuilt.includes(table))
    return { built: await lastComplete(context, { month, tables: there }), unbuilt }
}

async function completeMonth(
    { db }: Pick<BankContext, 'db'>,
    { runId, runNo, month, relations, manifest }: RunMonth,
): Promise<CompleteMonth> {
    const isOutdated = await hasChangedSince(db, runNo)
    return { runId, asOf: manifest.inputs.asOf, month, relations, isOutdated }
}

import { type Day, formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { BuiltContext } from '../bank-context.ts'
import { restrictedOf } from '../cuts/cut-relation.ts'
import { lastRunWith } from '../last-runs.ts'
import { type MonthRelations, relationOf } from '../run-relations.ts'

/** A month of which a run has built households and groups. */
export type GroupedMonth = MonthRelations & { readonly runId: string; readonly asOf: Day }

const models = [
    ...['identity.shareholdings', 'identity.guarantees', 'identity.company_groups'],
    ...['identity.household_stays', 'identity.household_proposals'],
    ...['features.group_months', 'features.household_months'],
]

/**
 * The last run that has built households and groups of a month; with null the month that a run was
 * made for. Refuses with `pipeline.groups_not_built` where none of the last fifty has.
 */
export async function lastGrouped(
    context: BuiltContext,
    asked: Month | null,
): Promise<GroupedMonth> {
    const { built } = await lastRunWith(context, { models, month: asked })
    if (built === null) {
        const month = asked === null ? 'none' : formatMonth(asked)
        return refuse('pipeline.groups_not_built', { month })
    }
    const { runId, month, relations, manifest } = built
    return { runId, asOf: manifest.inputs.asOf, month, relations }
}

/** Which groups of a month are asked for, and by whom. */
export type GroupingAsked = { readonly built: GroupedMonth; readonly viewer: Viewer }

/** A relation of which party belongs to what, by its two columns. */
export type Belonging = { readonly model: string; readonly column: string }

/**
 * SQL of those groups or households, as `id`, of which a confidential rule holds a member down: its
 * amounts are for compliance alone, as they would tell what the member has.
 */
export async function withheldSql(
    context: BuiltContext,
    { built, viewer }: GroupingAsked,
    { model, column }: Belonging,
): Promise<string> {
    const restricted = viewer.isCompliance ? [] : await restrictedOf(context, built.month)
    const belonging = relationOf(built, model)
    const all = `select ${column} as id from ${belonging} belonging`
    if (restricted.length === 0) return `${all} where 1 = 0`
    return `${all} where party_id in (${restricted.join(' union all ')})`
}

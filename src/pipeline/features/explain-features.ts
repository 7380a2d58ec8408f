import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Fact, Facts } from '#features/evaluate-condition.ts'
import type { Feature } from '#features/feature.ts'
import { findPartyId } from '../find-party-id.ts'
import { type BuiltMonth, builtMonth, featureRelation, featuresBuilt } from './built-features.ts'
import { type FeatureTrace, type TraceContext, traceFeature } from './trace-feature.ts'

/** Whose features, of which month; null for the month of the last run. */
export type FeaturesQuestion = {
    /** An id or a record key. */
    readonly party: string
    readonly month: Month | null
    /** Features to trace to their rows; none: only the values of all. */
    readonly features: readonly Feature[]
}

/** The features of one party in one month, and where the ones asked for come from. */
export type ExplainedFeatures = {
    readonly partyId: string
    readonly month: Month
    readonly built: BuiltMonth
    /** Of the features asked for; where none were, of every one whose table is built. */
    readonly facts: Facts
    readonly traces: readonly (FeatureTrace & { readonly feature: string; readonly value: Fact })[]
}

/**
 * Reads a party's features and traces those asked for. Refuses with
 * `pipeline.features_not_built`, `pipeline.feature_not_built`, `pipeline.party_not_scored` where
 * the month, a feature's table or the party is not there.
 */
export async function explainFeatures(
    context: TraceContext,
    { party, month: asked, features }: FeaturesQuestion,
): Promise<ExplainedFeatures> {
    const built = await builtMonth(context, asked)
    const month = formatMonth(built.month)
    for (const { id, table } of features) {
        if (built.tables.has(table)) continue
        refuse('pipeline.feature_not_built', { feature: id, table, month })
    }
    const inMap = { relations: await context.relationsOf(built.runId), month: built.month }
    const partyId = await findPartyId(context, { built: inMap, party })
    const ids = (features.length > 0 ? features : featuresBuilt(built)).map(({ id }) => id)
    const [facts] = await context.warehouse.rows(
        `select * from ${featureRelation(built, ids)} facts where party_id = $1`,
        [partyId],
    )
    if (facts === undefined) return refuse('pipeline.party_not_scored', { party, month })
    const traces: ExplainedFeatures['traces'][number][] = []
    for (const feature of features) {
        const trace = await traceFeature(context, { feature, partyId, built })
        traces.push({ ...trace, feature: feature.id, value: facts[feature.id] ?? null })
    }
    return { partyId: String(partyId), month: built.month, built, facts, traces }
}

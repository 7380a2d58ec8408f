import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import { type ConditionCut, type Cut, cutFeatures, cutSecrets } from '#features/cut.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { cutAssets, writeCut, writeCutCounts } from '#features/write-cuts.ts'
import type { PartyCard } from '#serving/find-party.ts'
import type { ReportScope } from '#serving/report-summary.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { RuledContext } from '../bank-context.ts'
import { findScope, type ScopeAsked, wholeBank } from '../report/find-scope.ts'
import { relationOf } from '../run-relations.ts'
import { assetsOf, type CutSize } from './count-cuts.ts'
import { cutRelation, tablesOf } from './cut-relation.ts'
import { type CompleteMonth, lastComplete, lastRunMonth } from './last-complete.ts'
import { cutsOfMonth, findCut } from './load-cuts.ts'

/** Which cut is asked for, and by whom. */
export type CutQuestion = {
    readonly id: string
    /** Null for the month of the last run. */
    readonly month: Month | null
    /** Of what part of the bank; all of it where that is left out. */
    readonly scope?: ScopeAsked
    readonly limit: number
    readonly viewer: Viewer
}

/** A customer in a cut, with the features that put it there. */
export type CutRow = { readonly party: PartyCard; readonly facts: Facts }

/** A part of a cut: the customers with one value of the feature that takes it apart. */
export type CutGroup = Omit<CutSize, 'unknown'> & { readonly value: string | null }

/** A cut with its size, its groups and its first customers, largest assets first. */
export type ShownCut = {
    readonly month: string
    /** Whose customers are shown. */
    readonly scope: ReportScope
    readonly runId: string
    readonly asOf: string
    readonly isOutdated: boolean
    readonly cut: ConditionCut
    readonly size: CutSize
    /** All customers of the scope whom the viewer may count, and their known assets. */
    readonly all: Omit<CutSize, 'unknown'>
    /** Empty where nothing takes the cut apart. */
    readonly groups: readonly CutGroup[]
    /** The columns of `facts`: assets, and what the cut reads. */
    readonly features: readonly string[]
    readonly rows: readonly CutRow[]
}

/**
 * Reads one cut; of a cut that a published close has, the cut alone. Refuses with
 * `pipeline.cut_unknown`; with `pipeline.cut_withheld` where it tells of a sensitive trait or a
 * hidden feature and the viewer is not of compliance; with `pipeline.cuts_not_built` where no run
 * has built what it reads; and as `findScope` does.
 */
export async function showCut(
    context: RuledContext,
    question: CutQuestion,
): Promise<ShownCut | Extract<Cut, { list: unknown }>> {
    const { id, viewer, scope: part = wholeBank } = question
    const month = question.month ?? (await lastRunMonth(context))
    const cut = findCut(await cutsOfMonth(context, month), id)
    if ('list' in cut) return cut
    const { traits, isHidden } = cutSecrets(cut, catalogue)
    if (!viewer.isCompliance && (isHidden || traits.length > 0)) {
        refuse('pipeline.cut_withheld', { cut: id, trait: traits[0] ?? 'hidden' })
    }
    const features = [...new Set([cutAssets, ...cutFeatures(cut)])]
    const built = await lastComplete(context, { month, tables: tablesOf(features) })
    const { scope, parties } = await findScope(context, { asked: part, month })
    const relation = await cutRelation(context, { built, features, viewer, parties })
    const [row = {}] = await context.warehouse.rows(writeCutCounts([cut], relation))
    const { runId, asOf, isOutdated } = built
    const parts = { built, cut, relation, features, limit: question.limit }
    return {
        ...{ month: formatMonth(month), scope, runId, asOf, isOutdated, cut, features },
        size: {
            parties: Number(row.parties_0 ?? 0),
            assets: assetsOf(row.assets_0),
            unknown: Number(row.unknown_0 ?? 0),
        },
        all: { parties: Number(row.parties ?? 0), assets: assetsOf(row.assets) },
        groups: await readGroups(context, parts),
        rows: await readRows(context, parts),
    }
}

type Parts = {
    readonly built: CompleteMonth
    readonly cut: ConditionCut
    readonly relation: string
    readonly features: readonly string[]
    readonly limit: number
}

async function readGroups(
    { warehouse }: RuledContext,
    { cut, relation }: Parts,
): Promise<readonly CutGroup[]> {
    if (cut.by === null) return []
    const rows = await warehouse.rows(
        `select cast(${cut.by} as varchar) as value, count(*) as parties,
            sum(${cutAssets}) as assets
        from ${writeCut(cut, relation)} chosen
        group by 1
        order by parties desc, value`,
    )
    return rows.map(({ value, parties, assets }) => ({
        value: value == null ? null : String(value),
        parties: Number(parties),
        assets: assetsOf(assets),
    }))
}

async function readRows(
    { warehouse }: RuledContext,
    { built, cut, relation, features, limit }: Parts,
): Promise<readonly CutRow[]> {
    const columns = features.map((id) => `chosen.${id}`).join(', ')
    const rows = await warehouse.rows(
        `select chosen.party_id, parties.record_key, parties.kind as card_kind,
            parties.name_masked as card_name, parties.branch as card_branch, ${columns}
        from ${writeCut(cut, relation)} chosen
        join ${relationOf(built, 'identity.parties')} parties
            on parties.party_id = chosen.party_id
        order by chosen.${cutAssets} desc nulls last, chosen.party_id
        limit ${limit}`,
    )
    return rows.map((row) => ({
        party: cardOf(row),
        facts: Object.fromEntries(features.map((id) => [id, row[id] ?? null])),
    }))
}

function cardOf(row: Row): PartyCard {
    return {
        partyId: String(row.party_id),
        recordKey: String(row.record_key),
        kind: row.card_kind === 'company' ? 'company' : 'person',
        name: row.card_name == null ? null : String(row.card_name),
        branch: row.card_branch == null ? null : String(row.card_branch),
    }
}

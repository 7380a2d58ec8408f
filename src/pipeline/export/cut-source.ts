import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import { cutFeatures, cutSecrets } from '#features/cut.ts'
import { cutAssets, writeCut } from '#features/write-cuts.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { BankContext } from '../bank-context.ts'
import { cutRelation, restrictedOf, tablesOf } from '../cuts/cut-relation.ts'
import { lastComplete, lastRunMonth } from '../cuts/last-complete.ts'
import { cutsOfMonth, findCut } from '../cuts/load-cuts.ts'
import { loadModels } from '../load-models.ts'
import { findScope, type ScopeAsked, wholeBank } from '../report/find-scope.ts'
import { relationOf } from '../run-relations.ts'
import { type ExportReader, type ExportSource, scopeFilter } from './export-source.ts'
import { type ClassedColumn, chosenColumns, secretClass, showColumns } from './show-columns.ts'

/** Which cut is to leave. */
export type CutAsked = {
    readonly id: string
    /** Null for the month of the last run. */
    readonly month: Month | null
    /** Of what part of the bank; all of it where that is left out. */
    readonly scope?: ScopeAsked
    /** Null for all: who it is, assets, and what the cut reads. */
    readonly columns: readonly string[] | null
    readonly reader: ExportReader
}

/**
 * All customers of a cut with what put them there, largest assets first. Refuses as `showCut`
 * and `findScope` do, with `pipeline.export_cut_list` where the cut is a list of the closes, and
 * with `pipeline.export_column`.
 */
export async function cutSource(context: BankContext, asked: CutAsked): Promise<ExportSource> {
    const { id, reader, scope: part = wholeBank } = asked
    const { viewer } = reader
    const month = asked.month ?? (await lastRunMonth(context))
    const cut = findCut(await cutsOfMonth(context, month), id)
    if ('list' in cut) refuse('pipeline.export_cut_list', { cut: id, list: cut.list })
    const { traits, isHidden } = cutSecrets(cut, catalogue)
    if (!viewer.isCompliance && (isHidden || traits.length > 0)) {
        refuse('pipeline.cut_withheld', { cut: id, trait: traits[0] ?? 'hidden' })
    }
    const features = [...new Set([cutAssets, ...cutFeatures(cut)])]
    const built = await lastComplete(context, { month, tables: tablesOf(features) })
    const all = [...partyColumns, ...(await featureColumns(context, features))]
    const { columns, select } = showColumns(chosenColumns(all, asked.columns), {
        alias: 'shown',
        reader,
    })
    const { scope, parties } = await findScope(context, { asked: part, month })
    const relation = await cutRelation(context, { built, features, viewer, parties })
    const ids = features.map((feature) => `chosen.${feature}`)
    const rows = `select chosen.party_id, parties.record_key, parties.name_masked, parties.branch,
            ${ids.join(', ')}
        from ${writeCut(cut, relation)} chosen
        join ${relationOf(built, 'identity.parties')} parties
            on parties.party_id = chosen.party_id`
    return {
        ...{ kind: 'cut', name: id, month, runId: built.runId, policy: null, columns },
        filter: { cut: id, month: formatMonth(month), ...scopeFilter(scope) },
        sql: `select ${select} from (${rows}) shown
            order by shown.${cutAssets} desc nulls last, shown.party_id`,
        withheld: await countRestricted(context, { month, viewer }),
    }
}

const text = { type: 'varchar', unit: null, codes: null, pii: null } as const

/** Who a customer is: a name is masked before it comes into the bank's one model. */
const partyColumns: readonly ClassedColumn[] = [
    { ...text, name: 'party_id', type: 'bigint' },
    { ...text, name: 'record_key' },
    { ...text, name: 'name_masked' },
    { ...text, name: 'branch' },
]

async function featureColumns(
    { modelRoots }: BankContext,
    features: readonly string[],
): Promise<readonly ClassedColumn[]> {
    const models = await loadModels(modelRoots)
    return features.map((id): ClassedColumn => {
        const twin = models.get(catalogue.get(id)?.table ?? '')?.twin
        const column = twin?.columns[id]
        if (column === undefined) throw new Error(`no model has ${id}`)
        const { type, unit } = column
        const codes = type === 'boolean' ? 'yes_no' : null
        return { ...{ name: id, type, unit: unit ?? null, codes }, pii: secretClass(id) }
    })
}

async function countRestricted(
    context: BankContext,
    { month, viewer }: { readonly month: Month; readonly viewer: Viewer },
): Promise<number> {
    const restricted = viewer.isCompliance ? [] : await restrictedOf(context, month)
    if (restricted.length === 0) return 0
    const all = restricted.join(' union all ')
    const [row] = await context.warehouse.rows(
        `select count(distinct party_id) as n from (${all}) restricted`,
    )
    return Number(row?.n ?? 0)
}

import { join } from 'node:path'
import { formatMonth, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { writeFeatureRelation } from '#features/write-feature-relation.ts'
import { type PublishedClose, readClose } from '#serving/read-closes.ts'
import { readPolicy } from '#serving/read-policy.ts'
import type { ReportScope } from '#serving/report-summary.ts'
import { type Policy, policyFeatures, tierAt } from '#tiers/policy.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BankContext } from '../bank-context.ts'
import { membersAmong } from '../features/trace-lineage.ts'
import { loadModels } from '../load-models.ts'
import { readManifest } from '../manifest.ts'
import type { Model } from '../model.ts'
import { findScope, type ScopeAsked, wholeBank } from '../report/find-scope.ts'
import { relationsOfRun } from '../run-relations.ts'
import { type FeatureOrigin, originOf } from './feature-origins.ts'
import { sourceTablesOf } from './lineage.ts'
import {
    causesSql,
    countsSql,
    gapsSql,
    partiesSql,
    type WeakRelations,
    weakPartiesSql,
} from './weak-parties-sql.ts'

/** What keeps features unknown, over all parties of a close. */
export type WeakCause = {
    readonly feature: string
    /** Of which product balances are missing; null: of none. */
    readonly product: string | null
    /** Which field of the record is missing; null: none. */
    readonly column: string | null
    /** What the feature comes from. */
    readonly origin: FeatureOrigin['kind']
    /**
     * Null where no account and no field of this month lacks anything: of balances an earlier
     * month does, of all else nothing is told of the party.
     */
    readonly system: string | null
    /** The delivered tables that would have it. */
    readonly tables: readonly string[]
    readonly parties: number
    /** Balances or fields that are missing. */
    readonly missing: number
}

/** One thing that is missing of a party. */
export type WeakGap = Omit<WeakCause, 'parties' | 'missing'> & {
    /** Number of the account or record in its system. */
    readonly sourceKey: string | null
}

/** A party that could not be tiered for want of data. */
export type WeakParty = {
    readonly recordKey: string
    /** Masked. */
    readonly name: string | null
    readonly branch: string | null
    /** Its tier is carried on, or it has none. */
    readonly cause: 'stale' | 'untiered'
    readonly tier: string | null
    readonly knownFeatures: number
    readonly neededFeatures: number
    readonly gaps: readonly WeakGap[]
}

/** The parties of a close that are known too poorly to be tiered. */
export type WeakParties = {
    readonly ladder: string
    readonly month: string
    readonly edition: number
    readonly scope: ReportScope
    /** Parties of the part in the close, and those of them that are known too poorly. */
    readonly parties: number
    readonly weak: number
    readonly causes: readonly WeakCause[]
    readonly listed: readonly WeakParty[]
}

/** Which close is asked about, by whom, and where all of it is to be written. */
export type WeakQuestion = {
    readonly ladder: string
    /** Null for the last close. */
    readonly month: Month | null
    readonly limit: number
    readonly isCompliance: boolean
    /** Of what part of the bank; all of it where that is left out. */
    readonly scope?: ScopeAsked
    /** A CSV file for all parties and gaps; null: none. */
    readonly file: string | null
}

/**
 * Lists who could not be tiered at a close and what is missing. Refuses where nothing is closed
 * (`serving.nothing_closed`) or the month is not (`serving.month_not_closed`), and as `findScope`
 * does.
 */
export async function findWeakParties(
    context: BankContext,
    { limit, file, ...asked }: WeakQuestion,
): Promise<WeakParties> {
    const { warehouse } = context
    const traced = await traceWeak(context, asked)
    const { close, scope, policy, models, systems, origins, from } = traced
    const weak = weakPartiesSql(from)
    const trace = { origins, tablesOf: tracer({ models, systems, origins }) }
    const causes = await warehouse.rows(`${weak} ${causesSql}`)
    const listed = await warehouse.rows(`${weak} ${partiesSql(from)} limit ${limit}`)
    const [counted] = await warehouse.rows(`${weak} ${countsSql(from)}`)
    const ids = listed.map((row) => String(row.party_id))
    const gaps =
        ids.length === 0
            ? []
            : await warehouse.rows(
                  `${weak} select * from gaps where party_id in (${ids.join(', ')}) ` +
                      `order by party_id, feature, system, source_key`,
              )
    if (file !== null) {
        await warehouse.writeCsv({ sql: `${weak} ${gapsSql(from, close.month)}`, file })
    }
    return {
        ladder: close.ladder,
        month: formatMonth(close.month),
        ...{ edition: close.edition, scope },
        parties: Number(counted?.parties ?? 0),
        weak: Number(counted?.weak ?? 0),
        causes: causes.map((row) => ({
            ...causeOf(row, trace),
            parties: Number(row.parties),
            missing: Number(row.missing),
        })),
        listed: listed.map((row) => {
            const own = gaps.filter((gap) => String(gap.party_id) === String(row.party_id))
            const missing = own.map((gap) => {
                return { ...causeOf(gap, trace), sourceKey: textOrNull(gap.source_key) }
            })
            return { ...partyOf(row, missing), tier: tierOf(row, policy) }
        }),
    }
}

/** All parties of a close that are known too poorly, with every gap, as one SELECT. */
export type WeakGaps = {
    readonly close: PublishedClose
    readonly scope: ReportScope
    readonly policy: Policy
    /** One row per party and gap, in the order of their keys. */
    readonly sql: string
}

/** What {@link findWeakParties} writes into a file, for another reader; refuses as it does. */
export async function weakGaps(context: BankContext, question: WeakAsked): Promise<WeakGaps> {
    const { close, scope, policy, from } = await traceWeak(context, question)
    return { close, scope, policy, sql: `${weakPartiesSql(from)} ${gapsSql(from, close.month)}` }
}

/** Which close is asked about, by whom, and of what part of the bank. */
export type WeakAsked = Omit<WeakQuestion, 'limit' | 'file'>

/** A close with what its policy reads, and where that comes from. */
async function traceWeak(
    context: BankContext,
    { ladder, month, isCompliance, scope: asked = wholeBank }: WeakAsked,
): Promise<Traceable & Omit<WeakGaps, 'sql'> & { readonly from: WeakRelations }> {
    const { db } = context
    const close = await readClose(db, { ladder, month })
    const { policyKey } = close
    const { baseCurrency } = context.settings
    const policy = await readPolicy(db, { policyKey, baseCurrency })
    const models = await loadModels(context.modelRoots)
    const { inputs } = await readManifest(context.runsFolder, close.runId)
    const systems = new Set(inputs.batches.map(({ system }) => system))
    const lineage = { models, membersOf: membersAmong(models, systems) }
    const features = policyFeatures(policy)
    const origins = new Map(features.map((feature) => [feature, originOf(feature, lineage)]))
    const { scope, parties: part } = await findScope(context, { asked, month: close.month })
    const from = await relationsOf(context, { close, origins, isCompliance, part })
    return { close, scope, policy, models, systems, origins, from }
}

/** The tables that would have brought what a gap lacks. */
type TablesOf = (gap: Row) => readonly string[]

type WeakClose = {
    readonly close: PublishedClose
    readonly origins: Origins
    readonly isCompliance: boolean
    readonly part: string | null
}

type Origins = ReadonlyMap<string, FeatureOrigin>

async function relationsOf(
    context: BankContext,
    { close, origins, isCompliance, part }: WeakClose,
): Promise<WeakRelations> {
    const { warehouse, folders } = context
    const { runId } = close
    const features = [...origins.keys()]
    const run = await relationsOfRun(context, runId)
    const ofRun = (model: string, month: Month | null): string => {
        const relation = run.snapshot(model, month)
        if (relation === null) throw new Error(`the run ${runId} has read no ${model}`)
        return relation
    }
    return {
        assignments: warehouse.parquet([join(folders.snapshots, close.assignmentsPath)]),
        facts: writeFeatureRelation(features, {
            catalogue,
            read: (table) => ofRun(table, close.month),
        }),
        accountMonths: ofRun('features.account_months', close.month),
        accounts: ofRun('identity.accounts', null),
        records: ofRun('identity.records', null),
        partyMap: ofRun('identity.party_map', null),
        parties: ofRun('identity.parties', null),
        features,
        origins,
        isCompliance,
        part,
    }
}

type Traceable = {
    readonly models: ReadonlyMap<string, Model>
    /** The systems that the close has read. */
    readonly systems: ReadonlySet<string>
    readonly origins: Origins
}

function tracer({ models, systems, origins }: Traceable): TablesOf {
    const known = new Map<string, readonly string[]>()
    return (row) => {
        const told = nounsOf(row, origins)
        const id = `${told.systems?.join() ?? ''}.${told.nouns.join()}`
        const from = told.systems ?? [...systems]
        const tables =
            known.get(id) ??
            told.nouns.flatMap((noun) => from.flatMap((system) => tablesOf({ system, noun })))
        known.set(id, tables)
        return [...new Set(tables)].sort()
    }

    /** Accounts are read too, to know which balances there should be; they lack nothing. */
    function tablesOf({ system, noun }: { system: string; noun: string }): readonly string[] {
        const tables = sourceTablesOf(models, `identity.${system}__${noun}`)
        const accounts = sourceTablesOf(models, `identity.${system}__accounts`)
        const own = tables.filter((table) => !accounts.includes(table))
        return noun === 'records' || own.length === 0 ? tables : own
    }
}

/** What would have told a gap, of which systems; null: of all. */
function nounsOf(
    { feature, system, product }: Row,
    origins: Origins,
): { readonly nouns: readonly string[]; readonly systems: readonly string[] | null } {
    if (typeof system === 'string') {
        return { nouns: [product === null ? 'records' : 'balances'], systems: [system] }
    }
    const origin = origins.get(String(feature))
    return { nouns: origin?.kind === 'nouns' ? origin.nouns : [], systems: null }
}

/** The tier that is carried on; a close keeps it as its level. */
function tierOf({ level }: Row, policy: Policy): string | null {
    return level === null || level === undefined ? null : tierAt(policy, Number(level)).id
}

function partyOf(row: Row, gaps: readonly WeakGap[]): Omit<WeakParty, 'tier'> {
    return {
        recordKey: String(row.record_key),
        name: textOrNull(row.name_masked),
        branch: textOrNull(row.branch),
        cause: row.cause === 'stale' ? 'stale' : 'untiered',
        knownFeatures: Number(row.known_features ?? 0),
        neededFeatures: Number(row.needed_features ?? 0),
        gaps,
    }
}

function causeOf(
    row: Row,
    { origins, tablesOf }: { readonly origins: Origins; readonly tablesOf: TablesOf },
): Omit<WeakCause, 'parties' | 'missing'> {
    const feature = String(row.feature)
    return {
        feature,
        origin: origins.get(feature)?.kind ?? 'none',
        product: textOrNull(row.product),
        column: textOrNull(row.record_column),
        system: textOrNull(row.system),
        tables: tablesOf(row),
    }
}

function textOrNull(cell: Row[string] | undefined): string | null {
    return cell === null || cell === undefined ? null : String(cell)
}

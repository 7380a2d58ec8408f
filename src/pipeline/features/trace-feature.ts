import { addMonths, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Feature } from '#features/feature.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import type { Contract } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BankContext, BuiltContext } from '../bank-context.ts'
import { readParts } from '../batches/read-sources.ts'
import type { SourcePart } from '../batches/source-table.ts'
import { loadContract } from '../load-contract.ts'
import { loadModels } from '../load-models.ts'
import { readManifest } from '../manifest.ts'
import type { Model } from '../model.ts'
import type { BuiltMonth } from './built-features.ts'
import { readPartyKeys } from './party-keys.ts'
import { lineageOf, membersAmong, type TracedRelation } from './trace-lineage.ts'
import { type TracedSource, traceSource } from './trace-sources.ts'

/** What is needed to trace a feature to its rows. */
export type TraceContext = BuiltContext &
    Pick<BankContext, 'modelRoots'> & {
        readonly relationsOf: (runId: string) => Promise<RunRelations>
    }

/** The rows of one model that a feature rests on. */
export type TracedModel = {
    readonly model: string
    /** The column that says whose rows they are; null: the model is about no party. */
    readonly key: string | null
    readonly columns: readonly string[]
    readonly total: number
    /** The latest months first; an account as `system:key` in `account`. */
    readonly rows: readonly Row[]
}

/** Where a feature of a party comes from. */
export type FeatureTrace = {
    readonly runId: string
    readonly snapshot: string
    /** Whether only tables could be named, not columns. */
    readonly isWhole: boolean
    /** Nearest first. */
    readonly models: readonly TracedModel[]
    readonly sources: readonly TracedSource[]
}

/** Rows shown of each model. */
const rowsShown = 12

/** Traces one feature of a party through the models of the run that built it to delivered rows. */
export async function traceFeature(
    context: TraceContext,
    {
        feature,
        partyId,
        built,
    }: { readonly feature: Feature; readonly partyId: bigint; readonly built: BuiltMonth },
): Promise<FeatureTrace> {
    const table = built.tables.get(feature.table)
    if (table === undefined) throw new Error(`nobody has built ${feature.table}`)
    const { runId, key: snapshot } = table
    const { inputs } = await readManifest(context.runsFolder, runId)
    const models = await loadModels(context.modelRoots)
    const systems = new Set(inputs.batches.map(({ system }) => system))
    const options = { models, membersOf: membersAmong(models, systems) }
    const lineage = lineageOf({ table: feature.table, column: feature.id }, options)
    const relations = await context.relationsOf(runId)
    const at: Traced = { partyId, month: built.month, relations, models }
    const traced: TracedModel[] = []
    for (const one of lineage.models) traced.push(await traceModel(context, at, one))
    const trace = {
        ...(await partsOf(context, { systems, used: inputs.batches })),
        warehouse: context.warehouse,
        batches: context.folders.batches,
        keys: await readPartyKeys(context.warehouse, { partyId, relations, lineage: options }),
        month: built.month,
    }
    const sources: TracedSource[] = []
    for (const one of lineage.sources) {
        const [system = ''] = one.name.split('.')
        if (systems.has(system)) sources.push(await traceSource(trace, one))
    }
    return { runId, snapshot, isWhole: lineage.isWhole, models: traced, sources }
}

type Traced = {
    readonly partyId: bigint
    readonly month: Month
    readonly relations: RunRelations
    readonly models: ReadonlyMap<string, Model>
}

async function traceModel(
    { warehouse }: TraceContext,
    at: Traced,
    { name, columns: all, months }: TracedRelation,
): Promise<TracedModel> {
    // A feature may rest on a sensitive one: its rows are then told without that.
    const columns = all.filter((column) => !catalogue.get(column)?.sensitive)
    const told = { model: name, columns, total: 0, rows: [] }
    const own = ownRows(at, name)
    const twin = at.models.get(name)?.twin
    if (own === null || twin === undefined) return { ...told, key: null }
    const reach = Math.min(months, monthsLookedAt)
    const monthly = Array.from({ length: reach }, (_, back) => addMonths(at.month, -back))
    const wanted = twin.grain === 'month' ? monthly : [null]
    const relations = wanted.flatMap((month) => {
        const relation = at.relations.snapshot(name, month)
        return relation === null ? [] : [{ month: month ?? at.month, relation }]
    })
    if (relations.length === 0) return { ...told, key: own.key }
    const accounts = at.relations.snapshot('identity.accounts', null)
    const hasAccount = own.key === 'account_id' && accounts !== null
    const account = hasAccount
        ? `, (select system || ':' || source_key from ${accounts} owned ` +
          'where owned.account_id = rows.account_id) as account'
        : ''
    const cells = columns.map((column) => `, rows.${quoted(column)}`).join('')
    const selects = relations.map(
        ({ month, relation }) =>
            `select ${month} as month${account}${cells} from ${relation} rows where ${own.sql}`,
    )
    const rows = await warehouse.rows(
        `select *, count(*) over () as total_rows from (${selects.join(' union all ')}) found ` +
            `order by month desc${hasAccount ? ', account' : ''} limit ${rowsShown}`,
        [at.partyId],
    )
    return {
        ...told,
        key: own.key,
        total: Number(rows[0]?.total_rows ?? 0),
        rows: rows.map(({ total_rows: _, ...row }) => row),
    }
}

/** Months whose rows are looked at, however far a feature reaches back. */
const monthsLookedAt = 13

/** SQL that is true of the party's rows of a model, by the column that tells whose they are. */
function ownRows(at: Traced, name: string): { key: string; sql: string } | null {
    const columns = at.models.get(name)?.twin.columns ?? {}
    const map = at.relations.snapshot('identity.party_map', null)
    const accounts = at.relations.snapshot('identity.accounts', null)
    const records = `(select record_id from ${map} owners where owners.party_id = $1)`
    if ('party_id' in columns) return { key: 'party_id', sql: 'rows.party_id = $1' }
    if (map === null) return null
    if ('account_id' in columns && accounts !== null) {
        const owned = `select account_id from ${accounts} a where owner_record_id in ${records}`
        return { key: 'account_id', sql: `rows.account_id in (${owned})` }
    }
    const key = ['owner_record_id', 'record_id'].find((column) => column in columns)
    return key === undefined ? null : { key, sql: `rows.${key} in ${records}` }
}

/** Contracts and batches of the run, which are not all that has come since. */
async function partsOf(
    { db, modelRoots }: TraceContext,
    {
        systems,
        used,
    }: {
        readonly systems: ReadonlySet<string>
        readonly used: readonly { readonly batchId: string }[]
    },
): Promise<{
    readonly contracts: ReadonlyMap<string, Contract>
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
    readonly batchOf: (id: string) => { readonly batchNo: number; readonly file: string }
}> {
    const contracts = new Map<string, Contract>()
    for (const system of systems) {
        contracts.set(system, (await loadContract(modelRoots, system)).contract)
    }
    const ids = new Set(used.map(({ batchId }) => batchId))
    const all = await readParts(db)
    const parts = new Map(
        [...all].map(([name, some]) => [name, some.filter(({ batchId }) => ids.has(batchId))]),
    )
    const batches = await db
        .selectFrom('workbench.batches')
        .select(['batch_id', 'batch_no', 'files'])
        .execute()
    return {
        contracts,
        parts,
        batchOf: (id) => {
            const [batchId, table] = id.split('/')
            const batch = batches.find((one) => one.batch_id === batchId)
            const file = batch?.files.find((one) => one.table === table)?.file ?? ''
            return { batchNo: batch?.batch_no ?? 0, file }
        },
    }
}

import type { Kysely } from 'kysely'
import { addMonths, type Day } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { BatchFile, Tables } from '#store/tables.ts'
import { writeClose } from '#tiers/write-close.ts'
import type { BankContext } from './bank-context.ts'
import type { BankInputs, LadderRules } from './bank-inputs.ts'
import { type LoadedPolicy, loadPolicies, policyInForce } from './load-policies.ts'

/** A batch as a run reads it. */
export type UsedBatch = {
    readonly batchId: string
    readonly system: string
    readonly files: readonly BatchFile[]
}

/** The inputs of a plan with what the manifest tells of them. */
export type PreparedInputs = {
    readonly inputs: BankInputs
    readonly batches: readonly UsedBatch[]
    readonly policies: readonly LoadedPolicy[]
}

/** Months of history that monthly models may look back on from the first close. */
const monthsBeforeFirstClose = 11

/** Gathers what a run of this day reads. Refuses where nothing has been imported yet. */
export async function prepareInputs(context: BankContext, asOf: Day): Promise<PreparedInputs> {
    const { settings, db, policyRoots } = context
    const batches = await latestBatches(db)
    if (batches.length === 0) refuse('pipeline.nothing_imported')
    const policies = await loadPolicies(policyRoots, settings)
    const closes = new Map(
        (await readCloses(db)).map((close) => [`${close.ladder}@${close.month}`, close]),
    )
    const rules = new Map<string, LadderRules>()
    const inputs: BankInputs = {
        asOf,
        baseCurrency: settings.baseCurrency,
        systems: batches.map(({ system }) => system),
        sourceTable: ({ system, table }) => {
            const batch = batches.find((one) => one.system === system)
            if (batch === undefined) return null
            const known = batch.files.map((file) => file.table)
            if (!known.includes(table)) {
                refuse('pipeline.table_unknown', { system, table, known: known.join(', ') })
            }
            return { batchId: batch.batchId, folder: table }
        },
        firstMonth: addMonths(settings.firstClose, -monthsBeforeFirstClose),
        firstClose: settings.firstClose,
        rulesOf: ({ ladder, month }) => {
            const { policy, policyKey } = policyInForce(policies, { ladder, month })
            const known = rules.get(policyKey)
            const found = known ?? { policyKey, ...writeClose(policy) }
            rules.set(policyKey, found)
            return found
        },
        closedPath: ({ ladder, month }) =>
            closes.get(`${ladder}@${month}`)?.assignmentsPath ?? null,
    }
    return { inputs, batches, policies }
}

/** Of each system the batch that was taken last. */
async function latestBatches(db: Kysely<Tables>): Promise<readonly UsedBatch[]> {
    const rows = await db
        .selectFrom('workbench.batches')
        .distinctOn('system')
        .select(['batch_id', 'system', 'files'])
        .orderBy('system')
        .orderBy('batch_no', 'desc')
        .execute()
    return rows.map(({ batch_id: batchId, system, files }) => ({ batchId, system, files }))
}

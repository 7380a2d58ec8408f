import { join } from 'node:path'
import { type Day, lastDayOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BankContext } from '../bank-context.ts'
import { buildPlan } from '../execute-plan.ts'
import { planRun } from '../run-bank.ts'
import { type BankMatching, type LoadedIdentity, matchBank } from './bank-matching.ts'
import type { BuiltIdentity, RecordKind } from './bank-records.ts'
import type { MatchingStage } from './matching.ts'
import type { ReadModel } from './model-file.ts'

const models = ['identity.records', 'identity.accounts', 'identity.record_links'] as const

/**
 * Builds the records of all systems and matches them. Throws Refusal
 * `pipeline.nothing_imported`, and what models and learning refuse.
 */
export async function identifyBank(
    context: BankContext,
    wish: {
        readonly loaded: LoadedIdentity
        readonly seed: number
        readonly learned: ReadModel | null
        readonly isWhole: boolean
        readonly onStage: (kind: RecordKind, stage: MatchingStage) => void
    },
): Promise<BankMatching> {
    const built = await buildRecords(context)
    return await matchBank(context, { ...wish, built })
}

/** Builds what the systems tell of records, up to the last day that any table tells of. */
export async function buildRecords(context: BankContext): Promise<BuiltIdentity> {
    const { warehouse, folders } = context
    const plan = await planRun(context, { asOf: await lastDayTold(context), select: models })
    const { steps } = await buildPlan(context, { plan, kind: 'run' })
    const [records, accounts, links] = models.map((model) => {
        const step = steps.find((one) => one.model === model)
        return step === undefined
            ? refuse('pipeline.nothing_imported')
            : warehouse.parquet([join(folders.snapshots, step.path)])
    })
    if (records === undefined || accounts === undefined || links === undefined) {
        return refuse('pipeline.nothing_imported')
    }
    return { records, accounts, links }
}

/** The last day that any table tells of: accounts that open later are not there yet. */
async function lastDayTold({ db, settings }: BankContext): Promise<Day> {
    const row = await db
        .selectFrom('workbench.batch_tables as part')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'part.batch_id')
        .select((told) => told.fn.max('part.reach').as('last'))
        .where('batch.status', '=', 'taken')
        .executeTakeFirst()
    return (row?.last as Day | null | undefined) ?? lastDayOf(settings.firstClose)
}

import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Day } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { readManifest } from '../manifest.ts'
import { snapshotPath } from '../plan.ts'

/** What is needed to find what runs have built. */
export type BuiltContext = {
    readonly db: Kysely<Tables>
    readonly warehouse: Warehouse
    readonly runsFolder: string
    readonly folders: { readonly snapshots: string }
}

/** A model without months as the last run left it that built it. */
export type LastBuilt = {
    readonly runId: string
    readonly asOf: Day
    /** SQL that reads its rows. */
    readonly relation: string
    /** Whether batches have been taken or taken back since: a new run may tell otherwise. */
    readonly isOutdated: boolean
}

/** Further back a run says nothing of the data as it is. */
const runsLookedAt = 20

/** The last run that built a model; null where none of the last twenty did. */
export async function lastBuilt(
    { db, warehouse, runsFolder, folders }: BuiltContext,
    model: string,
): Promise<LastBuilt | null> {
    const runs = await db
        .selectFrom('serving.runs')
        .select(['run_id', 'run_no'])
        .orderBy('run_no', 'desc')
        .limit(runsLookedAt)
        .execute()
    for (const { run_id: runId, run_no: runNo } of runs) {
        const { results, inputs } = await readManifest(runsFolder, runId)
        const result = results.find(({ step }) => step === model)
        if (result === undefined) continue
        const path = snapshotPath(result.key, { model, month: null, ladder: null })
        return {
            runId,
            asOf: inputs.asOf,
            relation: warehouse.parquet([join(folders.snapshots, path)]),
            isOutdated: await hasChangedSince(db, runNo),
        }
    }
    return null
}

/** Whether batches have been taken or taken back since the run of this number. */
export async function hasChangedSince(db: Kysely<Tables>, runNo: number): Promise<boolean> {
    const row = await db
        .selectFrom('workbench.batches')
        .select('batch_id')
        .where((batch) =>
            batch.or([batch('after_run', '>=', runNo), batch('undone_after_run', '>=', runNo)]),
        )
        .limit(1)
        .executeTakeFirst()
    return row !== undefined
}

import type { Kysely } from 'kysely'
import type { Day } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import type { BuiltContext } from '../bank-context.ts'
import { lastRuns } from '../last-runs.ts'
import { relationsIn } from '../run-relations.ts'

/** A model without months as the last run left it that built it. */
export type LastBuilt = {
    readonly runId: string
    readonly asOf: Day
    /** SQL that reads its rows. */
    readonly relation: string
    /** Whether batches have been taken or taken back since: a new run may tell otherwise. */
    readonly isOutdated: boolean
}

/** What quality says of older data helps nobody. */
const runsLookedAt = 20

/** The last run that built a model; null where none of the last twenty did. */
export async function lastBuilt(context: BuiltContext, model: string): Promise<LastBuilt | null> {
    for await (const { runId, runNo, manifest } of lastRuns(context, runsLookedAt)) {
        const relation = relationsIn(context, manifest).snapshot(model, null)
        if (relation === null) continue
        const isOutdated = await hasChangedSince(context.db, runNo)
        return { runId, asOf: manifest.inputs.asOf, relation, isOutdated }
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

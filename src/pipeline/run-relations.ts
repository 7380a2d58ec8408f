import { join } from 'node:path'
import { formatMonth } from '#domain/month.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import type { BankContext } from './bank-context.ts'
import { readManifest } from './manifest.ts'
import { snapshotPath, stepId } from './plan.ts'

/** What a run has read and made, as its manifest names it. */
export async function relationsOfRun(
    context: Pick<BankContext, 'runsFolder' | 'folders' | 'warehouse'>,
    runId: string,
): Promise<RunRelations> {
    const { runsFolder, folders, warehouse } = context
    const { results, inputs } = await readManifest(runsFolder, runId)
    return {
        snapshot: (model, month) => {
            const target = { model, month, ladder: null }
            const result = results.find(({ step }) => step === stepId(target))
            if (result === undefined) return null
            return warehouse.parquet([join(folders.snapshots, snapshotPath(result.key, target))])
        },
        decided: (kind, { ladder, month }) => {
            const table = inputs.human.find(
                (one) =>
                    one.what === kind && one.ladder === ladder && one.month === formatMonth(month),
            )
            return table === undefined ? null : warehouse.parquet([join(folders.human, table.hash)])
        },
    }
}

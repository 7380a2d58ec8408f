import { join } from 'node:path'
import { formatMonth, type Month } from '#domain/month.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import type { BankContext } from './bank-context.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { snapshotPath, stepId } from './plan.ts'

/** What a run has read and made, as its manifest names it. */
export async function relationsOfRun(
    context: Pick<BankContext, 'runsFolder' | 'folders' | 'warehouse'>,
    runId: string,
): Promise<RunRelations> {
    return relationsIn(context, await readManifest(context.runsFolder, runId))
}

/** The same of a run whose manifest is read. */
export function relationsIn(
    { folders, warehouse }: Pick<BankContext, 'folders' | 'warehouse'>,
    { results, inputs }: Pick<Manifest, 'results' | 'inputs'>,
): RunRelations {
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

/** What a run has read and made, for one month of it. */
export type MonthRelations = { readonly relations: RunRelations; readonly month: Month }

/**
 * The relation of a model that a run has built, of the month where it is built by months. Throws
 * where it has not: that is a bug.
 */
export function relationOf({ relations, month }: MonthRelations, model: string): string {
    const relation = relations.snapshot(model, month) ?? relations.snapshot(model, null)
    if (relation === null) throw new Error(`the run has read no ${model}`)
    return relation
}

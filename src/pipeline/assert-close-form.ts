import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { formatMonth } from '#domain/month.ts'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { BankContext } from './bank-context.ts'
import type { Model } from './model.ts'

/**
 * Refuses with `pipeline.close_form_old` where the last close of a ladder has other columns than
 * a close has now: it was stored before the model changed, and the next one could not read it.
 */
export async function assertCloseForm(
    { db, settings, warehouse, folders }: BankContext,
    models: ReadonlyMap<string, Model>,
): Promise<void> {
    const columns = Object.keys(models.get('tiers.assignments')?.twin.columns ?? {}).join(', ')
    const closes = await readCloses(db)
    const failures: Failure[] = []
    for (const ladder of settings.ladders) {
        const last = closes.findLast((close) => close.ladder === ladder)
        if (last === undefined) continue
        const folder = join(folders.snapshots, last.assignmentsPath)
        // Snapshots that somebody took away are missed where they are read.
        if (!existsSync(folder)) continue
        const found = await warehouse.describe(`select * from ${warehouse.parquet([folder])}`)
        if (found.map(({ name }) => name).join(', ') === columns) continue
        const month = formatMonth(last.month)
        failures.push(failure('pipeline.close_form_old', { ladder, month }))
    }
    if (failures.length > 0) throw new Refusal(failures)
}

import { join } from 'node:path'
import { type Day, firstDayOf, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BankContext } from './bank-context.ts'
import type { Step } from './plan.ts'

/**
 * The last day of which a new day-end balance is known. Refuses with `pipeline.day_ends_missing`
 * where no system delivers any, and with `pipeline.day_ends_late` where they end before the month:
 * a day's amounts rest on day-ends alone.
 */
export async function assertDayEnds(
    { warehouse, folders }: Pick<BankContext, 'warehouse' | 'folders'>,
    { steps, asOf }: { readonly steps: readonly Step[]; readonly asOf: Day },
): Promise<Day> {
    const step = steps.find(({ model }) => model === 'identity.day_ends')
    if (step === undefined) throw new Error('the day-ends are among what a day reads')
    const relation = warehouse.parquet([join(folders.snapshots, step.path)])
    const [row] = await warehouse.rows(`select max(day) as last from ${relation}`)
    const last = row?.last ?? null
    if (last === null) return refuse('pipeline.day_ends_missing', { day: asOf })
    const day = String(last)
    if (day < firstDayOf(monthOf(asOf))) refuse('pipeline.day_ends_late', { day: asOf, last: day })
    return day
}

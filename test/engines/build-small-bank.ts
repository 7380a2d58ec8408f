import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addMonths, lastDayOf, type Month } from '#domain/month.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { planSteps } from '#pipeline/plan.ts'
import { runSteps } from '#pipeline/run-steps.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import { type SmallModel, smallInputs, smallModels } from '../pipeline/small-models.ts'

/** Rows of a shipped monthly model over what a source system `small` delivers, as of month-end. */
export async function builtRows(
    model: string,
    {
        delivered,
        month,
        warehouse,
        root,
    }: {
        readonly delivered: Readonly<Record<string, SmallModel>>
        readonly month: Month
        readonly warehouse: Warehouse
        /** A folder in which it builds; nothing stays there. */
        readonly root: string
    },
): Promise<readonly Row[]> {
    const shipped = [...(await loadModels([join(import.meta.dirname, '../../models')]))]
    const models = new Map([
        ...shipped.filter(([, { system }]) => system === null),
        ...smallModels(delivered),
    ])
    const inputs = {
        ...smallInputs,
        systems: ['small'],
        asOf: lastDayOf(month),
        firstMonth: addMonths(month, -4),
        firstClose: month,
    }
    const steps = planSteps([{ model, month, ladder: null }], { models, inputs, warehouse })
    const folder = await mkdtemp(join(root, 'bank-'))
    const folders = {
        snapshots: join(folder, 'snapshots'),
        batches: join(folder, 'batches'),
        human: join(folder, 'human'),
        scratch: join(folder, 'tmp'),
    }
    const { signal } = new AbortController()
    const quiet = { signal, now: () => 0, onProgress: () => {} }
    const finished = await runSteps(steps, { warehouse, models, folders, ...quiet })
    const relation = warehouse.parquet([join(folders.snapshots, finished.at(-1)?.path ?? '')])
    const rows = await warehouse.rows(`select * from ${relation}`)
    await rm(folder, { recursive: true, force: true })
    return rows
}

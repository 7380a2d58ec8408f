import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addMonths, type Day, lastDayOf, type Month } from '#domain/month.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { planSteps } from '#pipeline/plan.ts'
import { runSteps } from '#pipeline/run-steps.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { KeptWarehouse } from '../keep-warehouse.ts'
import { type SmallModel, smallInputs, smallModels } from '../pipeline/small-models.ts'
import { quietRun } from './quiet-run.ts'

/** What a source system `small` delivers, and when it is looked at. */
export type SmallBuild = KeptWarehouse & {
    readonly delivered: Readonly<Record<string, SmallModel>>
    readonly month: Month
    /** Month-end where none is named. */
    readonly asOf?: Day
    /** The first month that monthly models have; four before the month where none is named. */
    readonly firstMonth?: Month
}

/** Rows of a shipped monthly model over what a source system `small` delivers. */
export async function builtRows(model: string, build: SmallBuild): Promise<readonly Row[]> {
    return (await builtTables([model], build)).get(model) ?? []
}

/** Rows of several of them, built at one go, by name. */
export async function builtTables(
    wanted: readonly string[],
    { delivered, month, asOf, firstMonth, warehouse, folder: root }: SmallBuild,
): Promise<ReadonlyMap<string, readonly Row[]>> {
    const shipped = [...(await loadModels([join(import.meta.dirname, '../../models')]))]
    const models = new Map([
        ...shipped.filter(([, { system }]) => system === null),
        ...smallModels(delivered),
    ])
    const inputs = {
        ...smallInputs,
        systems: ['small'],
        asOf: asOf ?? lastDayOf(month),
        firstMonth: firstMonth ?? addMonths(month, -4),
        firstClose: month,
    }
    const targets = wanted.map((model) => ({ model, month, ladder: null }))
    const steps = planSteps(targets, { models, inputs, warehouse })
    const folder = await mkdtemp(join(root, 'bank-'))
    const quiet = quietRun(folder)
    const finished = await runSteps(steps, { warehouse, models, ...quiet })
    const tables = new Map<string, readonly Row[]>()
    for (const model of wanted) {
        const step = finished.find((one) => one.model === model && one.month === month)
        const relation = warehouse.parquet([join(quiet.folders.snapshots, step?.path ?? '')])
        tables.set(model, await warehouse.rows(`select * from ${relation}`))
    }
    await rm(folder, { recursive: true, force: true })
    return tables
}

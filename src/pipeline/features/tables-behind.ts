import type { Feature } from '#features/feature.ts'
import type { BankContext } from '../bank-context.ts'
import { loadModels } from '../load-models.ts'
import { readManifest } from '../manifest.ts'
import { lineageOf, membersAmong } from './trace-lineage.ts'

/** A feature, and the run whose systems count. */
export type TablesQuestion = {
    readonly feature: Pick<Feature, 'id' | 'table'>
    readonly runId: string
}

/** The delivered tables, as `sample.balances`, that a feature comes from in this bank; sorted. */
export async function tablesBehind(
    { modelRoots, runsFolder }: Pick<BankContext, 'modelRoots' | 'runsFolder'>,
    { feature: { id, table }, runId }: TablesQuestion,
): Promise<readonly string[]> {
    const models = await loadModels(modelRoots)
    const { inputs } = await readManifest(runsFolder, runId)
    const systems = new Set(inputs.batches.map(({ system }) => system))
    const lineage = lineageOf(
        { table, column: id },
        { models, membersOf: membersAmong(models, systems) },
    )
    const names = lineage.sources.map(({ name }) => name)
    return names.filter((name) => systems.has(name.split('.')[0] ?? '')).sort()
}

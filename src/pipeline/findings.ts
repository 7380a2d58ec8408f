import type { BankContext } from './bank-context.ts'
import { loadModels } from './load-models.ts'
import { readManifest } from './manifest.ts'

/** Something amiss in the data, by the code of its text, and how often. */
export type Finding = { readonly code: string; readonly count: number }

/** What a run found in its data: the rows of every model that lists findings. */
export async function findingsOf(
    { runsFolder, modelRoots }: Pick<BankContext, 'runsFolder' | 'modelRoots'>,
    runId: string,
): Promise<readonly Finding[]> {
    const models = await loadModels(modelRoots)
    const { results } = await readManifest(runsFolder, runId)
    return results.flatMap(({ step, rows }) => {
        const code = models.get(step)?.twin.finding
        return code === undefined || rows === 0 ? [] : [{ code, count: rows }]
    })
}

import type { BuiltContext } from '../bank-context.ts'
import { lastRuns } from '../last-runs.ts'
import { relationsIn } from '../run-relations.ts'

/**
 * The relation of a model that is not built by months, as the last run left it that built it; null
 * where none of the last fifty has.
 */
export async function lastRelation(context: BuiltContext, model: string): Promise<string | null> {
    for await (const { manifest } of lastRuns(context)) {
        const found = relationsIn(context, manifest).snapshot(model, null)
        if (found !== null) return found
    }
    return null
}

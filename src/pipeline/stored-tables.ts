import { join } from 'node:path'
import type { Month } from '#domain/month.ts'
import type { BankContext } from './bank-context.ts'
import { lastRuns } from './last-runs.ts'
import { loadModels } from './load-models.ts'
import type { Model } from './model.ts'
import { snapshotPath } from './plan.ts'

/** The Parquet of a table: all of it, or one month, of one ladder where it is made by ladders. */
export type StoredPart = {
    readonly ladder: string | null
    readonly month: Month | null
    readonly rows: number
    /** The last run that used it. */
    readonly runId: string
    /** Its folder; the files in it end in `.parquet` and never change. */
    readonly folder: string
}

/** A table that runs have stored, with what its twin says of it. */
export type StoredTable = {
    readonly model: Model
    /** By ladder and month, each as the latest of the last fifty runs used it. */
    readonly parts: readonly StoredPart[]
}

/** What is needed to find the tables of a bank. */
export type StoredContext = Pick<BankContext, 'db' | 'runsFolder' | 'folders' | 'modelRoots'>

/**
 * The tables that the last fifty runs have stored, in the order of stages and names. A month that
 * several runs have built is that of the latest. Tables whose model is gone are left out.
 */
export async function storedTables(context: StoredContext): Promise<readonly StoredTable[]> {
    const models = await loadModels(context.modelRoots)
    const found = new Map<string, Map<string, StoredPart>>()
    for await (const { runId, manifest } of lastRuns(context)) {
        for (const { step, key, rows } of manifest.results) {
            const { model, ladder, month } = targetOf(step)
            const parts = found.get(model) ?? new Map<string, StoredPart>()
            found.set(model, parts)
            if (parts.has(step)) continue
            const path = snapshotPath(key, { model, ladder, month })
            const folder = join(context.folders.snapshots, path)
            parts.set(step, { ladder, month, rows, runId, folder })
        }
    }
    return [...models.values()].flatMap((model) => {
        const parts = found.get(model.name)
        return parts === undefined ? [] : [{ model, parts: inOrder([...parts.values()]) }]
    })
}

/** Takes apart what `stepId` joins: ladders begin with a letter, months are six digits. */
function targetOf(step: string): {
    readonly model: string
    readonly ladder: string | null
    readonly month: Month | null
} {
    const [model = '', ...rest] = step.split('@')
    const month = rest.find((part) => /^\d{6}$/.test(part))
    const ladder = rest.find((part) => !/^\d{6}$/.test(part))
    return { model, ladder: ladder ?? null, month: month === undefined ? null : Number(month) }
}

function inOrder(parts: readonly StoredPart[]): readonly StoredPart[] {
    const place = ({ ladder, month }: StoredPart): string => `${ladder ?? ''} ${month ?? 0}`
    return parts.toSorted((left, right) => (place(left) < place(right) ? -1 : 1))
}

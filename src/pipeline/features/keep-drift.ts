import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastDayOf, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { BuiltContext } from '../bank-context.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import { builtMonth, monthBefore } from './built-features.ts'
import { type MonthDrift, measureDrift } from './measure-drift.ts'

/**
 * Measures the drift of a month that a recorded run has just built against the month before, and
 * keeps it beside the run's manifest. Null, and nothing is kept, where the month before is not
 * built or the run ends within the month: half a month is no month.
 */
export async function keepDrift(
    context: BuiltContext,
    { runId, month }: { readonly runId: string; readonly month: Month },
): Promise<MonthDrift | null> {
    const now = await builtMonth(context, month)
    if (now.asOf < lastDayOf(month)) return null
    const before = await monthBefore(context, now)
    if (before === null || before.asOf < lastDayOf(before.month)) return null
    const drift = await measureDrift(context, { before, now, features: [...catalogue.values()] })
    const folder = join(context.runsFolder, runId)
    const file = join(folder, driftFile)
    await writeFile(`${file}.new`, `${JSON.stringify(drift, null, 2)}\n`)
    await syncToDisk(folder)
    await rename(`${file}.new`, file)
    return drift
}

const driftFile = 'drift.json'

/**
 * The drift of a month, as the last run kept it that built the month, else measured anew; null for
 * the last month. Null where the month before is not built. Refuses with
 * `pipeline.features_not_built` where the month itself is not.
 */
export async function readDrift(
    context: BuiltContext,
    asked: Month | null,
): Promise<MonthDrift | null> {
    const now = await builtMonth(context, asked)
    const before = await monthBefore(context, now)
    if (before === null) return null
    const kept = await readKept(join(context.runsFolder, now.runId, driftFile))
    const isOfThese =
        kept?.month === now.month &&
        kept.runs.now === now.runId &&
        kept.runs.before === before.runId
    if (isOfThese) return kept
    return await measureDrift(context, { before, now, features: [...catalogue.values()] })
}

async function readKept(file: string): Promise<MonthDrift | null> {
    try {
        return JSON.parse(await readFile(file, 'utf8')) as MonthDrift
    } catch {
        // A run before drift was measured, or one that was killed before it was: it can be redone.
        return null
    }
}

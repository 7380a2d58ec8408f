import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastDayOf, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { BuiltContext } from '../bank-context.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import { type BuiltMonth, builtMonth, monthBefore } from './built-features.ts'
import { type DriftProgress, type MonthDrift, measureDrift } from './measure-drift.ts'

/**
 * Measures the drift of a month that a recorded run has just built against the month before, and
 * keeps it beside the run's manifest; what was kept of the very same tables is not measured again.
 * Null, and nothing is kept, where the month before is not built or the run ends within the month:
 * half a month is no month.
 */
export async function keepDrift(
    context: BuiltContext,
    {
        runId,
        month,
        onTable = () => {},
    }: { readonly runId: string; readonly month: Month; readonly onTable?: DriftProgress },
): Promise<MonthDrift | null> {
    const now = await builtMonth(context, month)
    if (now.asOf < lastDayOf(month)) return null
    const before = await monthBefore(context, now)
    if (before === null || before.asOf < lastDayOf(before.month)) return null
    const folder = join(context.runsFolder, runId)
    const file = join(folder, driftFile)
    const kept = await readKept(file, { before, now })
    if (kept !== null) return kept
    const features = [...catalogue.values()]
    const drift = await measureDrift(context, { before, now, features, onTable })
    const measured: KeptDrift = { measured: measuredOf({ before, now }), drift }
    await writeFile(`${file}.new`, `${JSON.stringify(measured, null, 2)}\n`)
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
    const kept = await readKept(join(context.runsFolder, now.runId, driftFile), { before, now })
    if (kept !== null) return kept
    return await measureDrift(context, { before, now, features: [...catalogue.values()] })
}

type Months = Readonly<Record<'before' | 'now', BuiltMonth>>

/** A drift as it lies beside a manifest, with what it was measured of. */
type KeptDrift = { readonly measured: string; readonly drift: MonthDrift }

/** What was kept of these months, of the very tables that they have now; null: nothing. */
async function readKept(file: string, months: Months): Promise<MonthDrift | null> {
    let kept: Partial<KeptDrift>
    try {
        kept = JSON.parse(await readFile(file, 'utf8')) as Partial<KeptDrift>
    } catch {
        // A run before drift was measured, or one that was killed before it was: it can be redone.
        return null
    }
    return kept.measured === measuredOf(months) ? (kept.drift ?? null) : null
}

/** The runs and snapshots that are compared, as one hash. */
function measuredOf({ before, now }: Months): string {
    const named = [before, now].flatMap(({ month, runId, tables }) => [
        `${month} ${runId}`,
        ...[...tables.values()].map(({ table, key }) => `${table} ${key}`),
    ])
    return createHash('sha256').update(named.join('\n')).digest('hex')
}

import { join } from 'node:path'
import { addMonths, type Day, formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Feature, FeatureTable } from '#features/feature.ts'
import { spine, writeFeatureRelation } from '#features/write-feature-relation.ts'
import type { BankContext } from '../bank-context.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import { snapshotPath, stepId } from '../plan.ts'

/** What is needed to find features that runs have built. */
export type FeaturesContext = Pick<BankContext, 'db' | 'warehouse' | 'runsFolder' | 'folders'>

/** A table of features of one month, as the last run left it that built it. */
export type BuiltTable = {
    readonly table: FeatureTable
    readonly runId: string
    /** Key of the snapshot. */
    readonly key: string
    /** SQL that reads its rows. */
    readonly relation: string
}

/** The features of a month that runs have built. */
export type BuiltMonth = {
    readonly month: Month
    /** The run that built the month's parties. */
    readonly runId: string
    readonly asOf: Day
    readonly tables: ReadonlyMap<FeatureTable, BuiltTable>
}

/** Further back a run says nothing of the data as it is. */
const runsLookedAt = 50

type Run = { readonly runId: string; readonly manifest: Manifest }

/**
 * The features of a month, each table of the last run that built it; with null the month that the
 * last run with features was made for. Refuses with `pipeline.features_not_built` where none of
 * the last fifty runs has built the month.
 */
export async function builtMonth(
    context: FeaturesContext,
    asked: Month | null,
): Promise<BuiltMonth> {
    const runs = await lastRuns(context)
    const month = asked ?? lastMonthOf(runs)
    const found = month === null ? null : monthIn(context, { runs, month })
    if (found !== null) return found
    const built = [...new Set(runs.flatMap(({ manifest }) => monthsBuilt(manifest)))].sort()
    return refuse('pipeline.features_not_built', {
        month: month === null ? 'none' : formatMonth(month),
        built: built.length === 0 ? 'none' : built.map(formatMonth).join(', '),
    })
}

/** The month before, where runs have built it; else null. */
export async function monthBefore(
    context: FeaturesContext,
    { month }: Pick<BuiltMonth, 'month'>,
): Promise<BuiltMonth | null> {
    return monthIn(context, { runs: await lastRuns(context), month: addMonths(month, -1) })
}

/**
 * A relation of one row per party of the month with these features beside the month's own columns;
 * only those whose tables are built may be asked for.
 */
export function featureRelation(built: BuiltMonth, features: readonly string[]): string {
    return writeFeatureRelation(features, {
        catalogue,
        read: (table) => {
            const found = built.tables.get(table)
            if (found === undefined) throw new Error(`nobody has built ${table}`)
            return found.relation
        },
    })
}

/** The features of the catalogue whose tables are built, in its order. */
export function featuresBuilt({ tables }: Pick<BuiltMonth, 'tables'>): readonly Feature[] {
    return [...catalogue.values()].filter(({ table }) => tables.has(table))
}

async function lastRuns({ db, runsFolder }: FeaturesContext): Promise<readonly Run[]> {
    const rows = await db
        .selectFrom('serving.runs')
        .select('run_id')
        .orderBy('run_no', 'desc')
        .limit(runsLookedAt)
        .execute()
    const runs: Run[] = []
    for (const { run_id: runId } of rows) {
        runs.push({ runId, manifest: await readManifest(runsFolder, runId) })
    }
    return runs
}

function monthsBuilt({ results }: Manifest): readonly Month[] {
    const prefix = `${spine}@`
    return results.flatMap(({ step }) =>
        step.startsWith(prefix) ? [Number(step.slice(prefix.length))] : [],
    )
}

function lastMonthOf(runs: readonly Run[]): Month | null {
    const last = runs.find(({ manifest }) => monthsBuilt(manifest).length > 0)
    if (last === undefined) return null
    const months = monthsBuilt(last.manifest)
    const own = monthOf(last.manifest.inputs.asOf)
    return months.includes(own) ? own : Math.max(...months)
}

function monthIn(
    { warehouse, folders }: FeaturesContext,
    { runs, month }: { readonly runs: readonly Run[]; readonly month: Month },
): BuiltMonth | null {
    const last = runs.find(({ manifest }) => monthsBuilt(manifest).includes(month))
    if (last === undefined) return null
    const tables = new Map<FeatureTable, BuiltTable>()
    for (const table of new Set([...catalogue.values()].map((feature) => feature.table))) {
        const target = { model: table, month, ladder: null }
        const step = stepId(target)
        for (const { runId, manifest } of runs) {
            const result = manifest.results.find((one) => one.step === step)
            if (result === undefined) continue
            const { key } = result
            const relation = warehouse.parquet([join(folders.snapshots, snapshotPath(key, target))])
            tables.set(table, { table, runId, key, relation })
            break
        }
    }
    return { month, runId: last.runId, asOf: last.manifest.inputs.asOf, tables }
}

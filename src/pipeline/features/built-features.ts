import { join } from 'node:path'
import { addMonths, type Day, formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Feature, FeatureTable } from '#features/feature.ts'
import { spine, writeFeatureRelation } from '#features/write-feature-relation.ts'
import type { BuiltContext } from '../bank-context.ts'
import { lastRuns, type PastRun } from '../last-runs.ts'
import type { Manifest } from '../manifest.ts'
import { snapshotPath, stepId } from '../plan.ts'

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

/**
 * The features of a month, each table of the last run that built it; with null the month that the
 * last run with features was made for. Refuses with `pipeline.features_not_built` where none of
 * the last fifty runs has built the month.
 */
export async function builtMonth(context: BuiltContext, asked: Month | null): Promise<BuiltMonth> {
    const runs = await Array.fromAsync(lastRuns(context))
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
    context: BuiltContext,
    { month }: Pick<BuiltMonth, 'month'>,
): Promise<BuiltMonth | null> {
    const runs = await Array.fromAsync(lastRuns(context))
    return monthIn(context, { runs, month: addMonths(month, -1) })
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

function monthsBuilt({ results }: Manifest): readonly Month[] {
    const prefix = `${spine}@`
    return results.flatMap(({ step }) =>
        step.startsWith(prefix) ? [Number(step.slice(prefix.length))] : [],
    )
}

function lastMonthOf(runs: readonly PastRun[]): Month | null {
    const last = runs.find(({ manifest }) => monthsBuilt(manifest).length > 0)
    if (last === undefined) return null
    const months = monthsBuilt(last.manifest)
    const own = monthOf(last.manifest.inputs.asOf)
    return months.includes(own) ? own : Math.max(...months)
}

function monthIn(
    { warehouse, folders }: BuiltContext,
    { runs, month }: { readonly runs: readonly PastRun[]; readonly month: Month },
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

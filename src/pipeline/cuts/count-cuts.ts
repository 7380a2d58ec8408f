import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { formatMonth, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { type ConditionCut, type Cut, cutFeatures, isCutWithheld } from '#features/cut.ts'
import { writeCutCounts } from '#features/write-cuts.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { RuledContext } from '../bank-context.ts'
import { cutRelation, tablesOf } from './cut-relation.ts'
import { lastComplete, lastRunMonth } from './last-complete.ts'
import { cutsOfMonth } from './load-cuts.ts'

/** How many customers a cut has, and what they hold. */
export type CutSize = {
    readonly parties: number
    /** Assets at month-end of those where they are known, in the base currency; exact text. */
    readonly assets: string
    /** Customers whose assets are unknown. */
    readonly unknown: number
}

/** A cut with its size; null where the viewer may not know it, or a published close has it. */
export type CountedCut = {
    readonly cut: Cut
    readonly isWithheld: boolean
    readonly size: CutSize | null
}

/** All cuts of a month. */
export type CountedCuts = {
    readonly month: string
    readonly runId: string
    readonly asOf: string
    readonly isOutdated: boolean
    /** The files in force, as `business@2025-01`. */
    readonly files: readonly string[]
    /** Cuts left out because their amounts are of another currency than the bank's. */
    readonly leftOut: number
    /** All customers of the month whom the viewer may count, and their known assets. */
    readonly parties: number
    readonly assets: string
    readonly cuts: readonly CountedCut[]
}

/**
 * Counts all cuts of a month in one pass over its features; null for the month of the last run.
 * Cuts that tell of sensitive traits or hidden features are not even counted for others than
 * compliance. Refuses with `pipeline.cuts_not_built` where no run has built what they read.
 */
export async function countCuts(
    context: RuledContext,
    { month: asked, viewer }: { readonly month: Month | null; readonly viewer: Viewer },
): Promise<CountedCuts> {
    const month = asked ?? (await lastRunMonth(context))
    const { files, cuts } = await cutsOfMonth(context, month)
    const isWithheld = (cut: Cut): boolean => !viewer.isCompliance && isCutWithheld(cut, catalogue)
    const open = cuts.filter((cut): cut is ConditionCut => !('list' in cut) && !isWithheld(cut))
    const features = [...new Set(open.flatMap(cutFeatures))]
    const built = await lastComplete(context, { month, tables: tablesOf(features) })
    const relation = await cutRelation(context, { built, features, viewer })
    const [row = {}] = await context.warehouse.rows(writeCutCounts(open, relation))
    const counted = cuts.map((cut) => ({
        cut,
        isWithheld: isWithheld(cut),
        size: sizeAt(row, open.indexOf(cut as ConditionCut)),
    }))
    return {
        ...{ month: formatMonth(month), runId: built.runId, asOf: built.asOf },
        isOutdated: built.isOutdated,
        files: files.map(({ subject, version }) => `${subject}@${version}`),
        leftOut: files.flatMap((file) => file.cuts).length - cuts.length,
        parties: Number(row.parties ?? 0),
        assets: assetsOf(row.assets),
        cuts: counted,
    }
}

function sizeAt(row: Row, index: number): CutSize | null {
    if (index < 0) return null
    return {
        parties: Number(row[`parties_${index}`] ?? 0),
        assets: assetsOf(row[`assets_${index}`]),
        unknown: Number(row[`unknown_${index}`] ?? 0),
    }
}

/** A sum of nothing is null. */
export function assetsOf(cell: Cell | undefined): string {
    const sum = typeof cell === 'object' && cell !== null ? (cell as Decimal) : null
    return sum === null ? '0.00' : formatDecimal(sum)
}

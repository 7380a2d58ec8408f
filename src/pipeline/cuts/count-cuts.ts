import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { formatMonth, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { type ConditionCut, type Cut, cutFeatures, isCutWithheld } from '#features/cut.ts'
import { writeCutCounts } from '#features/write-cuts.ts'
import type { ReportScope } from '#serving/report-summary.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { RuledContext } from '../bank-context.ts'
import { findScope, type ScopeAsked, wholeBank } from '../report/find-scope.ts'
import { cutRelation, tablesOf } from './cut-relation.ts'
import { lastRunMonth, mostComplete } from './last-complete.ts'
import { cutsOfMonth } from './load-cuts.ts'

/** How many customers a cut has, and what they hold. */
export type CutSize = {
    readonly parties: number
    /** Assets at month-end of those where they are known, in the base currency; exact text. */
    readonly assets: string
    /** Customers whose assets are unknown. */
    readonly unknown: number
}

/**
 * A cut with its size; null where the viewer may not know it, a published close has it, or no run
 * has built what it reads.
 */
export type CountedCut = {
    readonly cut: Cut
    readonly isWithheld: boolean
    readonly isUnbuilt: boolean
    readonly size: CutSize | null
}

/** All cuts of a month. */
export type CountedCuts = {
    readonly month: string
    /** Whose customers are counted. */
    readonly scope: ReportScope
    readonly runId: string
    readonly asOf: string
    readonly isOutdated: boolean
    /** The files in force, as `business@2025-01`. */
    readonly files: readonly string[]
    /** Cuts left out because their amounts are of another currency than the bank's. */
    readonly leftOut: number
    /** Tables that some cuts read and no run has built of the month. */
    readonly unbuilt: readonly string[]
    /** All customers of the scope whom the viewer may count, and their known assets. */
    readonly parties: number
    readonly assets: string
    readonly cuts: readonly CountedCut[]
}

/** Which month is asked for, by whom, and of what part of the bank: all where that is left out. */
export type CutsQuestion = {
    /** Null for the month of the last run. */
    readonly month: Month | null
    readonly viewer: Viewer
    readonly scope?: ScopeAsked
}

/**
 * Counts all cuts of a month in one pass over its features; null for the month of the last run.
 * Cuts that tell of sensitive traits or hidden features are not even counted for others than
 * compliance; those that read what no run has built are told apart. Refuses with
 * `pipeline.cuts_not_built` where no run has built any of it, and as `findScope` does.
 */
export async function countCuts(
    context: RuledContext,
    { month: asked, viewer, scope: part = wholeBank }: CutsQuestion,
): Promise<CountedCuts> {
    const month = asked ?? (await lastRunMonth(context))
    const { files, cuts } = await cutsOfMonth(context, month)
    const isWithheld = (cut: Cut): boolean => !viewer.isCompliance && isCutWithheld(cut, catalogue)
    const open = cuts.filter((cut): cut is ConditionCut => !('list' in cut) && !isWithheld(cut))
    const tables = tablesOf([...new Set(open.flatMap(cutFeatures))])
    const { built, unbuilt } = await mostComplete(context, { month, tables })
    const isUnbuilt = (cut: Cut): boolean =>
        !('list' in cut) && tablesOf(cutFeatures(cut)).some((table) => unbuilt.includes(table))
    const told = open.filter((cut) => !isUnbuilt(cut))
    const features = [...new Set(told.flatMap(cutFeatures))]
    const { scope, parties } = await findScope(context, { asked: part, month })
    const relation = await cutRelation(context, { built, features, viewer, parties })
    const [row = {}] = await context.warehouse.rows(writeCutCounts(told, relation))
    const counted = cuts.map((cut) => ({
        cut,
        isWithheld: isWithheld(cut),
        isUnbuilt: isUnbuilt(cut),
        size: sizeAt(row, told.indexOf(cut as ConditionCut)),
    }))
    return {
        ...{ month: formatMonth(month), scope, runId: built.runId, asOf: built.asOf },
        isOutdated: built.isOutdated,
        unbuilt,
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

import type { Day } from '#domain/month.ts'
import type { QualityCount } from '#sources/quality.ts'
import { type Grades, gradesOf, issuesOf, lowestOf, worstGrades } from '#sources/quality-summary.ts'
import type { MeasuredTable } from './read-quality.ts'

/** How far a table is known, and how far it should be. */
export type TableFreshness = {
    readonly system: string
    readonly table: string
    readonly reach: Day | null
    readonly expected: Day
    readonly isLate: boolean
}

/** A table as its last batch left it. */
export type TableQuality = {
    readonly system: string
    readonly table: string
    readonly batchNo: number
    readonly importedAt: string
    readonly read: number
    readonly accepted: number
    readonly rejected: number
    /** Null where the contract does not say when it is due. */
    readonly freshness: Pick<TableFreshness, 'reach' | 'expected' | 'isLate'> | null
    /** Whether it was counted; batches taken by an older Tong were not. */
    readonly isMeasured: boolean
    readonly grades: Grades
}

/** Something that is amiss in a table. */
export type QualityIssue = QualityCount & {
    readonly system: string
    readonly batchNo: number
    /** The failure codes of rejected values: `sources.cell_date`. */
    readonly codes: readonly string[]
}

/** How good the delivered data is, worst first. */
export type QualityReport = {
    /** The day that freshness is judged on; null where nothing says when it is due. */
    readonly asOf: Day | null
    readonly grades: Grades
    readonly tables: readonly TableQuality[]
    readonly issues: readonly QualityIssue[]
}

/** Puts the last batch of each table together with its freshness. */
export function qualityReport(
    tables: readonly MeasuredTable[],
    {
        asOf,
        freshness,
    }: { readonly asOf: Day | null; readonly freshness: readonly TableFreshness[] },
): QualityReport {
    const judged = tables.map((one) => tableQuality(one, freshness))
    const issues = tables.flatMap(({ system, batchNo, counts, rejects }) =>
        counts.map((count): QualityIssue => {
            const codes =
                count.check === 'malformed'
                    ? rejects.filter(({ column }) => column === count.field)
                    : []
            return { ...count, system, batchNo, codes: codes.map(({ code }) => code) }
        }),
    )
    return {
        asOf,
        grades: worstGrades(judged.map(({ grades }) => grades)),
        tables: judged.toSorted((left, right) => lowestOf(left.grades) - lowestOf(right.grades)),
        issues: issuesOf(issues),
    }
}

function tableQuality(measured: MeasuredTable, freshness: readonly TableFreshness[]): TableQuality {
    const { system, table, batchNo, importedAt, read, accepted, rejected, counts } = measured
    const found = freshness.find((one) => one.system === system && one.table === table) ?? null
    return {
        ...{ system, table, batchNo, importedAt, read, accepted, rejected },
        freshness:
            found === null
                ? null
                : { reach: found.reach, expected: found.expected, isLate: found.isLate },
        isMeasured: counts.length > 0,
        grades: gradesOf(counts, found?.isLate ?? null),
    }
}

/** The grades of a batch, for a trend. */
export type BatchQuality = {
    readonly system: string
    readonly batchNo: number
    readonly importedAt: string
    /** The last day that its tables tell of; null: none has a period. */
    readonly reach: Day | null
    readonly read: number
    readonly rejected: number
    readonly grades: Grades
}

/** Batch by batch, of each system in the order in which they were taken. */
export function qualityTrend(tables: readonly MeasuredTable[]): readonly BatchQuality[] {
    const batches = Map.groupBy(tables, ({ batchNo }) => batchNo)
    const trend = [...batches.values()].flatMap((parts): readonly BatchQuality[] => {
        const [first] = parts
        if (first === undefined) return []
        const reaches = parts.flatMap(({ reach }) => reach ?? []).sort()
        return [
            {
                system: first.system,
                batchNo: first.batchNo,
                importedAt: first.importedAt,
                reach: reaches.at(-1) ?? null,
                read: parts.reduce((sum, { read }) => sum + read, 0),
                rejected: parts.reduce((sum, { rejected }) => sum + rejected, 0),
                grades: worstGrades(parts.map(({ counts }) => gradesOf(counts, null))),
            },
        ]
    })
    return trend.sort((left, right) => {
        if (left.system !== right.system) return left.system < right.system ? -1 : 1
        return left.batchNo - right.batchNo
    })
}

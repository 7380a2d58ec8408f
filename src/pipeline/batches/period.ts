import { addDays } from '#domain/day-number.ts'
import { type Day, firstDayOf, lastDayOf, type Month, parseAsOf } from '#domain/month.ts'
import type { ContractTable } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'

/** The column of a table that tells which day or month a row belongs to. */
export type SourcePeriod = {
    readonly column: string
    readonly every: 'day' | 'month'
    /** Whether the column holds dates; else it holds yyyymmdd or yyyymm. */
    readonly isDate: boolean
}

/** How a table's rows lie in time; null where its contract names no period. */
export function periodOf(table: ContractTable): SourcePeriod | null {
    if (table.period === null) return null
    const { column, every } = table.period
    const type = table.columns.find(({ name }) => name === column)?.type.name
    return { column, every, isDate: type === 'date' || type === 'timestamp' }
}

/** SQL of the period of a row: yyyymmdd or yyyymm. */
export function periodSql({ column, every, isDate }: SourcePeriod): string {
    const name = quoted(column)
    if (!isDate) return `cast(${name} as integer)`
    const month = `year(${name}) * 100 + month(${name})`
    return every === 'month'
        ? `cast(${month} as integer)`
        : `cast((${month}) * 100 + day(${name}) as integer)`
}

/** SQL of the month of a row, yyyymm. */
export function periodMonthSql(period: SourcePeriod): string {
    const number = periodSql(period)
    return period.every === 'month' ? number : `(${number} // 100)`
}

/** SQL that says whether a row belongs to one of these periods: few ranges instead of a list. */
export function inPeriodsSql(period: SourcePeriod, periods: readonly number[]): string {
    const name = quoted(period.column)
    const one = period.isDate ? dateRangeSql : numberRangeSql
    const ranges = rangesOf(period, periods).map((range) => one(name, range))
    return ranges.length === 0 ? '1 = 0' : `(${ranges.join(' or ')})`
}

/** SQL that says whether a row belongs to a month (yyyymm). */
export function inMonthSql(period: SourcePeriod, month: Month): string {
    const [low, high] =
        period.every === 'month' ? [month, month] : [month * 100 + 1, month * 100 + 31]
    const range = { from: firstDayOf(month), to: lastDayOf(month), low, high }
    return (period.isDate ? dateRangeSql : numberRangeSql)(quoted(period.column), range)
}

/** The month (yyyymm) of a period. */
export function monthOfPeriod({ every }: Pick<SourcePeriod, 'every'>, period: number): Month {
    return every === 'month' ? period : Math.floor(period / 100)
}

/** The first and the last day or month of an unbroken row of periods. */
type Range = { readonly from: Day; readonly to: Day; readonly low: number; readonly high: number }

function dateRangeSql(name: string, { from, to }: Range): string {
    return `cast(${name} as date) between date '${from}' and date '${to}'`
}

function numberRangeSql(name: string, { low, high }: Range): string {
    return `${name} between ${low} and ${high}`
}

function rangesOf(period: SourcePeriod, periods: readonly number[]): readonly Range[] {
    const ranges: Range[] = []
    for (const one of periods.toSorted((left, right) => left - right)) {
        const [from, to] = [firstDayIn(period, one), lastDayIn(period, one)]
        const last = ranges.at(-1)
        const isNext = last !== undefined && addDays(last.to, 1) === from
        if (isNext) ranges[ranges.length - 1] = { ...last, to, high: one }
        else ranges.push({ from, to, low: one, high: one })
    }
    return ranges
}

/** The first day of a period. */
function firstDayIn({ every }: Pick<SourcePeriod, 'every'>, period: number): Day {
    return every === 'month' ? firstDayOf(period) : dayText(period)
}

/** The last day of a period. */
export function lastDayIn({ every }: Pick<SourcePeriod, 'every'>, period: number): Day {
    return every === 'month' ? lastDayOf(period) : dayText(period)
}

/** Whether a number is a day or a month of the calendar. */
export function isPeriod({ every }: Pick<SourcePeriod, 'every'>, period: number): boolean {
    if (every === 'day') return parseAsOf(dayText(period)) !== null
    return period >= 190001 && period <= 299912 && period % 100 >= 1 && period % 100 <= 12
}

/** The period that a day lies in. */
export function periodAt({ every }: Pick<SourcePeriod, 'every'>, day: Day): number {
    return Number(day.replaceAll('-', '').slice(0, every === 'month' ? 6 : 8))
}

function dayText(period: number): Day {
    const digits = String(period).padStart(8, '0')
    return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}

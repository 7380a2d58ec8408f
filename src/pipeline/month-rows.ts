import { firstDayOf, lastDayOf, type Month } from '#domain/month.ts'
import type { Dialect } from '#warehouse/dialect.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { MonthRows, Twin } from './model.ts'

/**
 * What can be known of a relation's rows month by month: equal words for a month mean equal rows
 * for it, whatever else the relation holds. By month (yyyymm) in rising order.
 */
export type MonthDigests = Readonly<Record<string, string>>

/** Columns and their place in time, as a twin has them. */
export type TimedTwin = Pick<Twin, 'columns' | 'key'> & { readonly months: MonthRows }

/** Whether a twin says how its rows lie in time. */
export function isTimed<T extends Pick<Twin, 'months'>>(
    twin: T,
): twin is T & { readonly months: MonthRows } {
    return twin.months !== undefined
}

/**
 * SQL of what unbroken months may know of a relation. Rows of a month: those that lie in one of
 * them. Rows from a month on: those of the last of them, with what comes later still unknown.
 */
export function monthRowsSql(
    twin: TimedTwin,
    { relation, months }: { readonly relation: string; readonly months: readonly Month[] },
): string {
    const [first, last] = [Math.min(...months), Math.max(...months)]
    const { months: rows } = twin
    if ('of' in rows) {
        const low = boundSql(twin, { column: rows.of, month: first, end: firstDayOf })
        const high = boundSql(twin, { column: rows.of, month: last, end: lastDayOf })
        return `(select * from ${relation} in_time where ${rows.of} between ${low} and ${high})`
    }
    const end = (column: string): string => boundSql(twin, { column, month: last, end: lastDayOf })
    const columns = Object.keys(twin.columns).map((column) =>
        rows.later.includes(column)
            ? `case when ${column} <= ${end(column)} then ${column} end as ${column}`
            : column,
    )
    const known = `${rows.from} <= ${end(rows.from)}`
    return `(select ${columns.join(', ')} from ${relation} in_time where ${known})`
}

type Bound = {
    readonly column: string
    readonly month: Month
    readonly end: (month: Month) => string
}

function boundSql({ columns }: TimedTwin, { column, month, end }: Bound): string {
    return columns[column]?.type === 'date' ? `date '${end(month)}'` : String(month)
}

/**
 * SQL of figures by month, `month`, `row_count` and `figure`: sums over hashes of rows, which mind
 * no order. Of rows known from a month on, they are what the month adds to those before it.
 */
export function monthFiguresSql(
    twin: TimedTwin,
    { relation, dialect }: { readonly relation: string; readonly dialect: Dialect },
): string {
    const { months, key } = twin
    const monthOf = (column: string): string =>
        twin.columns[column]?.type === 'date' ? dialect.month_of(column) : column
    const later = 'of' in months ? [] : months.later
    const start = monthOf('of' in months ? months.of : months.from)
    const fixed = Object.keys(twin.columns).filter((column) => !later.includes(column))
    // What is later unknown has a hash of its own, beside the key: it is taken away when it comes.
    const hash = (column: string, cell: string): string =>
        dialect.cells_hash(...key, `'${column}'`, cell)
    const unknown = (column: string): string =>
        hash(column, `cast(null as ${twin.columns[column]?.type ?? 'date'})`)
    const isKnown = (column: string): string => `${monthOf(column)} <= ${start}`
    const begun = later.map(
        (column) =>
            `case when ${isKnown(column)} then ${hash(column, column)} else ${unknown(column)} end`,
    )
    const whole = [dialect.cells_hash(...fixed), ...begun].join(' + ')
    const pieces = [
        `select ${start} as month, 1 as row_count, ${whole} as figure from ${relation} r`,
    ]
    for (const column of later) {
        pieces.push(
            `select ${monthOf(column)} as month, 0 as row_count, ` +
                `${hash(column, column)} - ${unknown(column)} as figure from ${relation} r ` +
                `where ${monthOf(column)} > ${start}`,
        )
    }
    return (
        `select month, cast(sum(row_count) as varchar) as row_count, ` +
        `cast(sum(figure) as varchar) as figure from (${pieces.join(' union all ')}) events ` +
        `where month is not null group by month order by month`
    )
}

/** The digests that the rows of {@link monthFiguresSql} are. */
export function monthDigestsOf({ months }: TimedTwin, rows: readonly Row[]): MonthDigests {
    const digests: Record<string, string> = {}
    let [count, figure] = [0n, 0n]
    for (const row of rows) {
        const isApart = 'of' in months
        count = BigInt(String(row.row_count)) + (isApart ? 0n : count)
        figure = BigInt(String(row.figure)) + (isApart ? 0n : figure)
        digests[String(row.month)] = `${count} ${figure}`
    }
    return digests
}

/** The words that stand for what unbroken months know: those of each, or of the last. */
export function digestOfMonths(
    { months }: TimedTwin,
    { digests, of }: { readonly digests: MonthDigests; readonly of: readonly Month[] },
): string {
    if ('of' in months) return of.map((month) => digests[String(month)] ?? 'none').join(', ')
    const last = Math.max(...of)
    const known = Object.keys(digests).filter((month) => Number(month) <= last)
    return digests[known.at(-1) ?? ''] ?? 'none'
}

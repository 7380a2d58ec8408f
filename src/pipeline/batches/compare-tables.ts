import type { Month } from '#domain/month.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import { inPeriodsSql, periodMonthSql } from './period.ts'
import { type ReadPart, sourceRelation } from './source-relation.ts'
import { replacesAll, type SourcePart, type SourceTable } from './source-table.ts'

/** How rows differ between what stands and what would stand, by their keys. */
export type RowDifference = {
    /** Keys that are there afterwards only. */
    readonly added: number
    /** Keys that stay, with another value in some column. */
    readonly changed: number
    /** Keys that are there before only. */
    readonly gone: number
    readonly same: number
}

/** The difference of a table, and the same by month where its rows lie in time. */
export type TableDifference = RowDifference & {
    readonly months: readonly (RowDifference & { readonly month: Month })[] | null
}

/** Two states of one table that differ by one part, and where that part's rows are read. */
export type TwoStates = {
    readonly before: SourceTable
    readonly after: SourceTable
    /** The part that comes or goes: rows that it cannot concern are not looked at. */
    readonly part: SourcePart
    readonly read: ReadPart
}

const nothing: RowDifference = { added: 0, changed: 0, gone: 0, same: 0 }

/**
 * Compares two states of a table, row by row in the engine. Of changes and periods only what the
 * part can concern is looked at, so a day's changes are compared quickly with a hundred million
 * rows. `upTo` leaves out later months: rows that move between months count in both.
 */
export async function compareTables(
    warehouse: Pick<Warehouse, 'rows'>,
    states: TwoStates,
    upTo: Month | null = null,
): Promise<TableDifference> {
    const rows = await warehouse.rows(differenceSql(states, upTo))
    const inTime = states.after.period !== null
    const months = new Map<Month, RowDifference>()
    let total = nothing
    for (const row of rows) {
        total = withRows(total, row)
        for (const month of new Set([row.month_before, row.month_after])) {
            if (typeof month === 'number') {
                months.set(month, withRows(months.get(month) ?? nothing, row))
            }
        }
    }
    const byMonth = [...months].sort(([left], [right]) => left - right)
    return {
        ...total,
        months: inTime ? byMonth.map(([month, counts]) => ({ month, ...counts })) : null,
    }
}

/** Rows that are not the same on both sides. */
export function differing({ added, changed, gone }: RowDifference): number {
    return added + changed + gone
}

function withRows(counts: RowDifference, { kind, count }: Row): RowDifference {
    const name = String(kind) as keyof RowDifference
    return { ...counts, [name]: counts[name] + Number(count) }
}

function differenceSql({ before, after, part, read }: TwoStates, upTo: Month | null): string {
    const { key, period } = after
    const keys = key.map(quoted)
    const month = period === null ? 'cast(null as integer)' : periodMonthSql(period)
    const columns = after.columns.map(({ name }) => quoted(name)).join(', ')
    const bound = upTo === null || period === null ? '' : ` where ${month} <= ${upTo}`
    const side = (table: SourceTable): string => {
        const touched = concernedRows(table, { after, part, read })
        const counted = `row_number() over (partition by ${columns}) as tong_copy`
        const told = keys.length === 0 ? counted : keys.join(', ')
        const cells = `${told}, ${month} as tong_month, hash(${columns}) as tong_cells`
        return `select ${cells} from (${touched}) touched${bound}`
    }
    // Rows without a key are the same where all of their values are, copy for copy.
    const joined = keys.length === 0 ? ['tong_cells', 'tong_copy'] : keys
    const same = joined.map((name) => `befores.${name} = afters.${name}`).join(' and ')
    return `
        with befores as (${side(before)}),
        afters as (${side(after)})
        select
            befores.tong_month as month_before,
            afters.tong_month as month_after,
            case
                when befores.tong_cells is null then 'added'
                when afters.tong_cells is null then 'gone'
                when befores.tong_cells <> afters.tong_cells then 'changed'
                else 'same'
            end as kind,
            count(*) as count
        from befores full join afters on ${same}
        group by 1, 2, 3`
}

/** The rows of a state that the part which comes or goes can concern. */
function concernedRows(
    table: SourceTable,
    { after, part, read }: Pick<TwoStates, 'after' | 'part' | 'read'>,
): string {
    if (table.parts.length === 0) return emptySide(after)
    const own = sourceRelation({ ...table, parts: [part] }, read)
    // What came last stands as it came: the large table need not be looked through for it.
    if (table.parts.at(-1) === part) return `select * from ${own} own`
    const rows = sourceRelation(table, read)
    if (replacesAll(part)) return `select * from ${rows} side`
    if (part.delivery === 'periods' && table.period !== null) {
        return `select * from ${rows} side where ${inPeriodsSql(table.period, part.periods ?? [])}`
    }
    const keys = table.key.map(quoted).join(', ')
    // A key stands once in a part, so that the join repeats no row, and the part is the small side.
    const brought = `(select ${keys} from ${own} own) part`
    return `select side.* from ${rows} side join ${brought} using (${keys})`
}

function emptySide({ columns }: SourceTable): string {
    const names = columns.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`)
    return `select ${names.join(', ')} where 1 = 0`
}

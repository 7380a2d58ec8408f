import { join } from 'node:path'
import { literal, quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { GivenFile } from './checkup-file.ts'

/** Where a check-up computes: an engine and a folder for what it keeps between its steps. */
export type Desk = {
    readonly warehouse: Warehouse
    readonly folder: string
    readonly signal: AbortSignal
}

/** Keeps the rows of a query; answers with SQL that reads them. */
export async function keep(desk: Desk, name: string, sql: string): Promise<string> {
    desk.signal.throwIfAborted()
    const folder = join(desk.folder, name)
    await desk.warehouse.writeParquet({ sql, folder })
    return desk.warehouse.parquet([folder])
}

/**
 * SQL of the rows of a file in plain columns: customer, month (yyyymm), tier (null: none given)
 * and, where the file has it, measure in whole cents. An average is cut to the cent: thresholds
 * are whole cents, so what reaches one before reaches it after.
 */
export function plainRows({ columns, relation }: GivenFile, { dialect }: Warehouse): string {
    const { names, average, averageUnit } = columns
    const unit = averageUnit === 1 ? '' : ` * ${averageUnit}`
    const amount = average === null ? null : `${quoted(average)}${unit}`
    return `
select
    trim(${quoted(names.customer)}) as customer,
    ${dialect.month_of(quoted(names.month))} as month,
    nullif(trim(${quoted(names.tier)}), '') as tier,
    ${amount === null ? 'cast(null as decimal(18,2))' : inCents(amount)} as measure
from ${relation} given`
}

/** SQL of an amount cut to whole cents. */
export function inCents(amount: string): string {
    return `cast(floor(${amount} * 100) * cast(0.01 as decimal(3,2)) as decimal(18,2))`
}

/** SQL of a number for each customer, in the order of their texts. */
export function customersSql(rows: string): string {
    return `
with customers as (
    select
        customer,
        min(month) as first_month,
        max(month) as last_month,
        count(*) as months
    from ${rows} given_rows
    group by customer
)

select
    row_number() over (order by customer) as party_id,
    *
from customers`
}

/** SQL that numbers the customers of rows and puts the levels of tiers in place of their words. */
export function numberedSql(tables: {
    readonly rows: string
    readonly customers: string
    /** Words of the tiers, lowest first. */
    readonly words: readonly string[]
}): string {
    const { rows, customers, words } = tables
    const levels = words.map((word, level) => `(${literal(word)}, ${level})`)
    return `
with levels as (
    select * from (values ${levels.join(', ')}) as words (tier, level)
)

select
    customers.party_id,
    given_rows.month,
    cast(levels.level as integer) as level,
    given_rows.measure
from ${rows} given_rows
join ${customers} customers on customers.customer = given_rows.customer
left join levels on levels.tier = given_rows.tier
order by customers.party_id, given_rows.month`
}

/**
 * SQL of what an old system saw and did: the measure of a month and the level that it decided,
 * which stands in the rows of `shift` months later.
 */
export function observedSql(
    numbered: string,
    { shift, warehouse }: { readonly shift: number; readonly warehouse: Warehouse },
): string {
    if (shift === 0) return `select party_id, month, level, measure from ${numbered} numbered`
    const month = warehouse.dialect.add_months('decided.month', `-${shift}`)
    return `
with decided as (
    select * from ${numbered} numbered
),

first as (
    select min(month) as month from decided
),

moved as (
    select decided.party_id, ${month} as month, decided.level
    from decided
    cross join first
    where decided.month > first.month
)

select
    moved.party_id,
    moved.month,
    moved.level,
    measured.measure
from moved
left join ${numbered} measured
    on measured.party_id = moved.party_id and measured.month = moved.month
order by moved.party_id, moved.month`
}

/** The most reviews in a row after which a rise is looked for. */
export const afterMax = 6

/**
 * SQL of the reviews of an old system: the level held before and the one given, and for n = 1 …
 * {@link afterMax} the least measure of the last n reviews since the level last changed, null
 * where there were fewer. A stint is a time without a change; the first stint of a customer who
 * was there before the first row began nobody knows when.
 */
export function reviewsSql(
    observed: string,
    { isQuarterly }: { readonly isQuarterly: boolean },
): string {
    const least = Array.from({ length: afterMax }, (_, index) => {
        const rows = `rows between ${index} preceding and current row`
        return (
            `case when place > ${index} then min(measure) over ` +
            `(partition by party_id, stint order by month ${rows}) end as least_${index + 1}`
        )
    })
    return `
with observed as (
    select * from ${observed} observed_rows
    where ${isQuarterly ? '(month % 100) % 3 = 0' : 'true'}
),

first as (
    select min(month) as month from observed
),

known as (
    select
        *,
        lag(level) over (partition by party_id order by month) as held,
        row_number() over (partition by party_id order by month) as nth,
        min(month) over (partition by party_id) as entry_month
    from observed
    where measure is not null and level is not null
),

changes as (
    select
        *,
        case when level <> held then 1 else 0 end as change,
        case when nth = 1 and entry_month > (select month from first) then 1 else 0 end as entry
    from known
),

stints as (
    select
        *,
        sum(change + entry) over (partition by party_id order by month) - change - entry as stint
    from changes
),

placed as (
    select
        *,
        row_number() over (partition by party_id, stint order by month) as place,
        stint > 0 as is_start_known
    from stints
)

select
    party_id, month, measure, level, held, cast(stint as integer) as stint, nth, place,
    is_start_known,
    ${least.join(',\n    ')}
from placed`
}

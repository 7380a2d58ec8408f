import { draw, keyOf } from './draw.ts'
import { customerNo } from './products.ts'

/** Customers of neighbouring numbers may live together; so many at most. */
const householdMax = 4

/**
 * SQL of the households' file from the traits of customers: about two persons in five live with
 * others, most have agreed to be looked at together, and some move out again. Every row hangs on
 * its own customer and on the number of the household alone.
 */
export function householdsFileSql(traits: string, seed: number): string {
    const size = `2 + case when ${draw('home', 'third', 100)} < 30 then 1 else 0 end
            + case when ${draw('home', 'fourth', 100)} < 12 then 1 else 0 end`
    const founded = `date '2021-01-01' + cast(${draw('home', 'founded', 1700)} as integer)`
    const stay = `cast(60 + ${draw('key', 'household_days', 700)} as integer)`
    return `
with homes as (
    select
        *,
        ${keyOf(`(i // ${householdMax})`, { keyed: 'household', seed })} as home
    from ${traits} of_chunk
    where is_person
),

members as (
    select
        300000000 + i // ${householdMax} as household_no,
        ${customerNo('i')} as customer_no,
        ${draw('key', 'consent', 100)} < 85 as consent,
        greatest(open_date, ${founded}) as joined_on,
        case when ${draw('key', 'moves_out', 100)} < 8
            then greatest(open_date, ${founded}) + ${stay} end as moves_on,
        left_date
    from homes
    where ${draw('home', 'is_shared', 100)} < 65 and i % ${householdMax} < ${size}
),

stays as (
    select
        *,
        case
            when moves_on <= coalesce(left_date, date '2025-12-31') then moves_on
            else left_date
        end as left_on
    from members
)

select
    household_no,
    customer_no,
    consent,
    joined_on,
    left_on
from stays
where joined_on <= coalesce(left_on, date '2025-12-31')`
}

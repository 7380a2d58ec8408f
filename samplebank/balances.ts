import { bookings } from './bookings.ts'
import { monthOfStep, yuan } from './calendar.ts'
import { draw, keyOf } from './draw.ts'
import { accountNo, currencyOf, type Product, products } from './products.ts'
import { spentByDay } from './spending-parts.ts'

/**
 * SQL of the true balances of accounts by month: average and end in cents, and whether the file
 * has the row (`given`) or has it without figures (`blank`). The average is the sum of the
 * day-ends over the days of the month, half up: the prior end on every day, and each booking from
 * its day on. Funds are priced on the last day.
 */
export function balancesSql(options: {
    /** SQL that reads the customer months. */
    readonly customerMonths: string
    readonly seed: number
}): string {
    const { customerMonths, seed } = options
    const held = products.map(({ name, slot }) =>
        name === 'current' ? `${slot}` : `case when step >= ${name}_from then ${slot} end`,
    )
    return `
with slotted as (
    select
        *,
        ${spentByDay()} as spent_by_day,
        unnest(list_filter([${held.join(', ')}], lambda slot : slot is not null)) as slot
    from ${customerMonths} customer_months
),

held as (
    select
        i,
        ${accountNo('i', 'slot')} as account_no,
        step,
        days,
        ${perProduct(({ name }) => currencyOf(name))} as currency,
        ${perProduct(({ name }) => `${name}_end`)} as closing,
        ${perProduct(dayEnds)} as day_ends
    from slotted
),

keyed as (
    select
        *,
        ${keyOf(`(${account} * 32 + step)`, { keyed: 'account month', seed })} as row_key,
        ${keyOf(account, { keyed: 'account', seed })} as account_key
    from held
),

balances as (
    select
        i,
        account_no,
        step,
        currency,
        (2 * day_ends + days) // (2 * days) as average,
        closing,
        ${given()} as given,
        ${draw('row_key', 'absent', 1000)} = 2 as blank
    from keyed
)

select * from balances`
}

/** SQL of the file, from the balances as they were written. */
export function balancesFileSql(balances: string): string {
    return `
select
    account_no,
    ${monthOfStep('step')} as month,
    case when not blank then ${yuan('average')} end as average,
    case when not blank then ${yuan('closing')} end as "end"
from ${balances} balances
where given`
}

const account = '(account_no - 620000000000)'

/** Two rows in a thousand are lost, and one account in a thousand is lost for four months. */
function given(): string {
    const gapFrom = draw('account_key', 'gap_month', 22)
    return (
        `(${draw('row_key', 'absent', 1000)} >= 2 ` +
        `and not (${draw('account_key', 'gap', 1000)} = 0 ` +
        `and step between ${gapFrom} and ${gapFrom} + 3))`
    )
}

function perProduct(of: (product: Product) => string): string {
    return `case slot ${products.map((one) => `when ${one.slot} then ${of(one)}`).join(' ')} end`
}

/** The sum of a product's day-ends. What goes into a debt makes it less. */
function dayEnds(product: Product): string {
    const { name, owes } = product
    const sign = owes ? '-' : '+'
    const terms = bookings()
        .filter(({ account }) => account === name)
        .map(({ amount, day }) => ` ${sign} (${amount}) * (days - (${day}) + 1)`)
    if (name === 'current') terms.push(' - case when by_card then 0 else spent_by_day end')
    if (name === 'card') terms.push(' + case when by_card then spent_by_day else 0 end')
    if (name === 'fund') terms.push(' + fund_end - fund_prior - fund_flow')
    return `${name}_prior * days${terms.join('')}`
}

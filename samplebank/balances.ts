import { monthOfStep, yuan } from './calendar.ts'
import { draw, keyOf } from './draw.ts'
import { accountNo, currencyOf, products } from './products.ts'

/**
 * SQL of the true balances of accounts by month: average and end in cents, and whether the file
 * has the row (`given`) or has it without figures (`blank`). The average is the sum of the
 * day-ends over the days of the month, half up: the prior end on every day, and each booking from
 * its day on. Funds are priced on the last day.
 */
export function balancesSql(options: {
    /** SQL that reads the customer months, and the transactions. */
    readonly customerMonths: string
    readonly transactions: string
    readonly seed: number
}): string {
    const { customerMonths, transactions, seed } = options
    return `
with customer_months as not materialized (
    select * from ${customerMonths}
),

held as (
    ${products.map(held).join('\n    union all\n    ')}
),

booked as (
    select
        transactions.account_no,
        transactions.step,
        sum(amount * -day) as by_day,
        sum(amount) as amount
    from ${transactions} transactions
    group by 1, 2
),

summed as (
    select
        held.i,
        held.account_no,
        held.step,
        held.currency,
        held.closing,
        held.days,
        ${keyOf(`(${account} * 32 + held.step)`, { keyed: 'account month', seed })}
            as row_key,
        ${keyOf(account, { keyed: 'account', seed })} as account_key,
        held.prior * held.days + held.market
            + case when held.owes then -1 else 1 end * coalesce(
                booked.by_day + booked.amount * (held.days + 1), 0
            ) as day_ends
    from held
    left join booked on booked.account_no = held.account_no and booked.step = held.step
),

balances as (
    select
        i,
        account_no,
        step,
        currency,
        cast((2 * day_ends + days) // (2 * days) as bigint) as average,
        closing,
        ${given()} as given,
        ${draw('row_key', 'absent', 1000)} = 2 as blank
    from summed
)

select * from balances
order by account_no, step`
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

const account = '(held.account_no - 620000000000)'

/** Two rows in a thousand are lost, and one account in a thousand is lost for four months. */
function given(): string {
    const gapFrom = draw('account_key', 'gap_month', 20)
    return (
        `(${draw('row_key', 'absent', 1000)} >= 2 ` +
        `and not (${draw('account_key', 'gap', 1000)} = 0 ` +
        `and step between ${gapFrom} and ${gapFrom} + 3))`
    )
}

function held({ name, slot, owes }: (typeof products)[number]): string {
    const market = name === 'fund' ? 'fund_end - fund_prior - fund_flow' : '0'
    const since = name === 'current' ? 'true' : `step >= ${name}_from`
    return `select
        i,
        ${accountNo('i', slot)} as account_no,
        step,
        ${currencyOf(name)} as currency,
        days,
        ${owes} as owes,
        ${name}_prior as prior,
        ${name}_end as closing,
        ${market} as market
    from customer_months
    where ${since}`
}

import { daysOfStep, monthsCount } from './calendar.ts'
import { draw, keyOf } from './draw.ts'
import { balanceAt, interest, rolls, settled, spending } from './money.ts'
import { openDay, products } from './products.ts'

/**
 * SQL of what each customer has and does in each month at the bank: one row per customer and
 * step, in that order. `<product>_prior` and `<product>_end` are balances in cents, `_flow` is
 * what goes into a product (out of it, where negative).
 *
 * The current account ties: its prior end, plus all that is booked in the month, is its end. The
 * `transfer` to or from other banks is what is left over. No day ends below zero: money comes in
 * by the 15th and goes out from the 16th on, unless there was enough from the first day.
 */
export function customerMonthsSql(options: {
    /** SQL that reads the traits. */
    readonly traits: string
    readonly seed: number
}): string {
    const { traits, seed } = options
    return `
with steps as (
    select
        *,
        cast(unnest(range(0, ${monthsCount})) as bigint) as step
    from ${traits} traits
),

present as (
    select
        *,
        ${keyOf(customerStep('step'), { keyed: 'month', seed })} as month_key,
        ${keyOf(customerStep('step - 1'), { keyed: 'month', seed })} as prior_key
    from steps
    where step between open_step and coalesce(left_step, ${monthsCount})
),

ends as (
    ${ends()}
),

flows as (
    ${flows()}
),

sums as (
    ${sums()}
),

balanced as (
    select
        *,
        current_end - current_prior - received + paid as transfer
    from sums
),

customer_months as (
    ${days()}
)

select * from customer_months`
}

function ends(): string {
    const now = { step: 'step', key: 'month_key' }
    const balances = products.flatMap(({ name }) => [
        `${balanceAt(name, { step: '(step - 1)', key: 'prior_key' })} as ${name}_prior`,
        `${balanceAt(name, now)} as ${name}_end`,
    ])
    const days = products.map((product) => `${openDay(product)} as ${product.name}_open_day`)
    return `select
        i, key, month_key, step, is_person, payday, left_day, age, foreign_currency,
        ${products.map(({ name }) => `${name}_from`).join(', ')},
        ${days.join(',\n        ')},
        ${daysOfStep('step')} as days,
        step = left_step as leaves,
        step = open_step as joins,
        ${rolls('term', 'step')} as term_rolls,
        ${rolls('wealth', 'step')} as wealth_rolls,
        ${rolls('fund', 'step')} as fund_rolls,
        case
            when not ${settled('step')} then 0
            when event = 'moving_away' and step >= event_step then 0
            when is_person and age < 60 and step in (0, 12) then income * 2
            else income
        end as salary,
        case when ${settled('step')} then fixed else 0 end as fixed,
        ${interest('step')} as interest,
        ${spending(now)} as spending,
        parts + case when step in (1, 10, 12, 22) then 1 else 0 end as parts,
        ${balances.join(',\n        ')}
    from present`
}

/** What goes into each product; between its dates a fund moves with its price alone. */
function flows(): string {
    return `select
        *,
        term_end - term_prior as term_flow,
        wealth_end - wealth_prior as wealth_flow,
        case when leaves or fund_rolls then fund_end - fund_prior else 0 end as fund_flow,
        insurance_end - insurance_prior as insurance_flow,
        case when step > mortgage_from then mortgage_prior - mortgage_end else 0 end
            as mortgage_repaid,
        case when step > loan_from then loan_prior - loan_end else 0 end as loan_repaid,
        case when step > card_from then card_prior else 0 end as card_repaid,
        card_end > 0 as by_card
    from ends`
}

function sums(): string {
    return `select
        *,
        mortgage_repaid + mortgage_prior * 3 // 1000 as mortgage_paid,
        loan_repaid + loan_prior * 4 // 1000 as loan_paid,
        fixed + case when by_card then 0 else spending end + card_repaid
            + mortgage_repaid + mortgage_prior * 3 // 1000 + loan_repaid + loan_prior * 4 // 1000
            + greatest(insurance_flow, 0) + greatest(term_flow, 0) + greatest(wealth_flow, 0)
            + greatest(fund_flow, 0) as paid,
        salary + interest
            - least(insurance_flow, 0) - least(term_flow, 0) - least(wealth_flow, 0)
            - least(fund_flow, 0) as received
    from flows`
}

/** The days on which things happen, and the transfer that is left over. */
function days(): string {
    const day = (purpose: 'transfer_day' | 'flow_day', below: string): string =>
        draw('month_key', purpose, `(${below})`)
    const flow = (product: string): string =>
        `case when leaves then left_day when step = ${product}_from or ${product}_flow > 0 ` +
        `then ${product}_open_day else 2 + ${day('flow_day', '8')} end`
    return `select
        i, key, month_key, step, is_person, foreign_currency, days, payday, leaves, left_day,
        salary, fixed, interest, parts, transfer,
        current_prior, current_end, term_prior, term_end, term_flow, wealth_prior, wealth_end,
        wealth_flow, fund_prior, fund_end, fund_flow, insurance_prior, insurance_end,
        insurance_flow, mortgage_prior, mortgage_end, mortgage_repaid, mortgage_paid, loan_prior,
        loan_end, loan_repaid, loan_paid, card_prior, card_end, card_repaid, by_card,
        spending, foreign_prior, foreign_end,
        term_from, wealth_from, fund_from, insurance_from, mortgage_from, loan_from, card_from,
        foreign_from, mortgage_open_day, loan_open_day, foreign_open_day,
        ${flow('term')} as term_day,
        ${flow('wealth')} as wealth_day,
        ${flow('fund')} as fund_day,
        ${flow('insurance')} as insurance_day,
        case
            when by_card then case when step = card_from then card_open_day else 1 end
            when current_prior >= paid then 1
            else 16
        end as spent_from,
        case
            when joins then current_open_day
            when transfer > 0 then 1 + ${day('transfer_day', '4')}
            when leaves then left_day
            when current_prior >= paid - transfer then 1 + ${day('transfer_day', 'days')}
            else 16 + ${day('transfer_day', 'days - 15')}
        end as transfer_day
    from balanced`
}

/** SQL of a number for customer and step; steps begin at −1. */
export function customerStep(step: string): string {
    return `(i * 32 + (${step}) + 1)`
}

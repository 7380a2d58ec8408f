import { monthOfStep, yuan } from './calendar.ts'
import { customerNo, type ProductName, products } from './products.ts'
import { rateRows } from './rates-file.ts'
import { tierOf } from './wealth-levels.ts'

/** SQL of what is true of each customer and stands in no file of the bank. */
export function customersTruthSql(traits: string): string {
    const month = (step: string): string => `case when ${step} >= 0 then ${monthOfStep(step)} end`
    return `
select
    ${customerNo('i')} as customer_no,
    ${yuan('level')} as wealth_level,
    ${yuan('income')} as monthly_income,
    growth as growth_thousandths,
    is_dormant,
    event,
    ${month('event_step')} as event_month,
    case when event is not null then event_size end as event_size_thousandths,
    case when event is not null then event_steps end as event_months,
    ${month('open_step')} as joined_month,
    ${month('left_step')} as left_month
from ${traits} traits`
}

/**
 * SQL of each customer's true month: assets (averages in yuan), the measure of the shipped wealth
 * ladder and the tier that it reaches by itself, whether or not the files have the balances; and
 * whether they have all that the measure needs.
 */
export function monthsTruthSql(balances: string): string {
    const assets = products.filter(({ owes }) => !owes).map(({ slot }) => slot)
    const weights = products.flatMap(({ name, slot }) => {
        const tenths = measureTenths[name]
        return tenths === undefined ? [] : [`when ${slot} then ${tenths}`]
    })
    return `
with rates as (
    ${rateRows()}
),

assets as (
    select * from ${balances} balances
    where account_no % 10 in (${assets.join(', ')})
),

in_yuan as (
    select
        assets.i,
        assets.step,
        case
            when assets.currency = 'CNY' then ${yuan('assets.average')}
            else cast(round(${yuan('assets.average')} * rates.rate, 2) as decimal(18,2))
        end as average,
        case assets.account_no % 10 ${weights.join(' ')} else 0 end as tenths,
        assets.given and not assets.blank as is_known
    from assets
    left join rates on rates.currency = assets.currency and rates.step = assets.step
),

months as (
    select
        i,
        step,
        cast(sum(average) as decimal(18,2)) as assets,
        cast(sum(average * tenths) * cast(0.1 as decimal(2,1)) as decimal(18,3)) as measure,
        bool_and(is_known or tenths = 0) as known
    from in_yuan
    group by 1, 2
)

select
    ${customerNo('i')} as customer_no,
    ${monthOfStep('step')} as month,
    assets,
    measure,
    ${tierOf('measure')} as tier,
    known
from months
order by i, step`
}

/** The weights of the shipped wealth ladder, in tenths; what it leaves out weighs nothing. */
const measureTenths: Partial<Record<ProductName, number>> = {
    current: 10,
    term: 10,
    wealth: 12,
    fund: 10,
    foreign: 10,
}

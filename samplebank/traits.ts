import { dateOf, monthsCount, stepOf } from './calendar.ts'
import { draw, keyOf } from './draw.ts'
import { branches } from './names.ts'
import { levelOf } from './wealth-levels.ts'

/** Customers are numbered from 0; a chunk is `from` … `to` − 1. */
export type Chunk = { readonly from: number; readonly to: number }

/**
 * SQL of what is settled about a customer for good: one row each, in their order. Money is in
 * cents, shares and growth in thousandths, times in steps (months from January 2024), a step of
 * null where the thing never comes.
 */
export function traitsSql(chunk: Chunk, seed: number): string {
    return `
with keyed as (
    select
        i,
        ${keyOf('i', { keyed: 'customer', seed })} as key
    from range(${chunk.from}, ${chunk.to}) as customers(i)
),

numbered as (
    ${numbered()}
),

people as (
    ${people()}
),

fates as (
    ${fates()}
),

lives as (
    ${lives()}
),

incomes as (
    ${incomes()}
),

wishes as (
    ${wishes()}
),

traits as (
    ${takenUp()}
)

select * from traits`
}

function numbered(): string {
    const joined = `${draw('key', 'joined', 1000)} < 60`
    return `select
        i,
        key,
        ${draw('key', 'kind', 100)} < 92 as is_person,
        ${draw('key', 'level', 1_000_000_000)} + 1 as drawn,
        date '2024-01-01' + cast(
            case when ${joined} then 1 + ${draw('key', 'joined_day', 728)}
            else -1 - ${draw('key', 'joined_day', 5475)} end as integer
        ) as open_date,
        date '1938-01-01' + cast(
            ${draw('key', 'birth_early', 12400)} + ${draw('key', 'birth_late', 12400)} as integer
        ) as birth_date,
        ${draw('key', 'sex', 2)} = 1 as is_male,
        ${draw('key', 'branch', branches.length)} as branch
    from keyed`
}

function people(): string {
    return `select
        *,
        ${levelOf('drawn')}
            * case when is_person then 1 else 4 + ${draw('key', 'company_size', 16)} end as level,
        ${stepOf('open_date')} as open_step,
        2024 - year(birth_date) as age,
        ${draw('key', 'dormant', 100)} < 22 as is_dormant
    from numbered`
}

/** Turns of life: an inheritance, a house, a slow leave, a rise, a dip. */
function fates(): string {
    const turn = draw('key', 'event', 1000)
    return `select
        *,
        case
            when is_dormant then null
            when ${turn} < 12 and is_person then 'inheritance'
            when ${turn} < 32 and is_person then 'house'
            when ${turn} < 82 then 'moving_away'
            when ${turn} < 117 then 'rise'
            when ${turn} < 177 then 'dip'
        end as turn,
        2 + ${draw('key', 'event_month', 21)} as turn_at
    from people`
}

function lives(): string {
    const size = (below: number): string => draw('key', 'event_size', below)
    return `select
        i, key, is_person, level, open_date, open_step, birth_date, is_male, branch, age,
        is_dormant,
        case when turn_at > open_step + 1 then turn end as event,
        case when turn_at > open_step + 1 and turn is not null then turn_at end as event_step,
        case turn
            when 'inheritance' then 2000 + ${size(4000)}
            when 'house' then 150 + ${size(250)}
            else 200 + ${size(200)}
        end as event_size,
        case turn
            when 'dip' then 1 + ${draw('key', 'event_steps', 4)}
            else 3 + ${draw('key', 'event_steps', 4)}
        end as event_steps,
        case when is_dormant then 0 else ${draw('key', 'growth', 17)} - 6 end as growth
    from fates`
}

function incomes(): string {
    const leave = `event_step + event_steps + 1 + ${draw('key', 'leave_month', 2)}`
    const works = `age between 22 and 59 and ${draw('key', 'salaried', 100)} < 68`
    const retired = `age >= 60 and ${draw('key', 'salaried', 100)} < 75`
    return `select
        *,
        case
            when event = 'moving_away' and ${draw('key', 'leaves', 100)} < 60
                and ${leave} < ${monthsCount} then ${leave}
        end as left_step,
        5 + ${draw('key', 'leave_day', 20)} as left_day,
        case
            when is_dormant then 0
            when not is_person then level * (20 + ${draw('key', 'salary', 60)}) // 100
            when ${works}
                then least(350000 + ${draw('key', 'salary', 650000)} + level // 60, 8000000)
            when ${retired} then 200000 + ${draw('key', 'salary', 400000)}
            else 0
        end as income,
        [5, 8, 10, 12, 15][1 + ${draw('key', 'payday', 5)}] as payday,
        case
            when is_dormant then 0
            when not is_person then level * (5 + ${draw('key', 'fixed', 15)}) // 100
            when age < 50 and ${draw('key', 'fixed', 100)} < 30
                then 150000 + ${draw('key', 'fixed_amount', 45)} * 10000
            else 0
        end as fixed
    from lives`
}

/** What a customer holds, or will: the share of each product (thousandths), 0 for none. */
function wishes(): string {
    const share = (product: 'term' | 'wealth' | 'fund', chances: readonly number[], size: number) =>
        `case when ${draw('key', product, 100)} < case
            when level < 2000000 then ${chances[0]}
            when level < 5000000 then ${chances[1]}
            when level < 50000000 then ${chances[2]}
            else ${chances[3]} end then ${size} else 0 end`
    return `select
        *,
        case
            when is_dormant then 0
            when not is_person then level * (10 + ${draw('key', 'spending', 40)}) // 100
            when income > 0 then income * (45 + ${draw('key', 'spending', 35)}) // 100
            else least(30000 + ${draw('key', 'spending', 200000)} + level // 80, 10000000)
        end as spending,
        case
            when is_person then 1 + ${draw('key', 'parts', 3)}
            else 3 + ${draw('key', 'parts', 3)}
        end as parts,
        ${share('term', [12, 30, 45, 50], 250)} as term_share,
        ${share('wealth', [5, 25, 55, 80], 350)} as wealth_share,
        case when is_dormant then 0 else ${share('fund', [4, 12, 25, 40], 150)} end as fund_share,
        case when is_person and not is_dormant and ${draw('key', 'insurance', 100)} < 7
            then 10000 + level // 400 else 0 end as premium,
        case
            when event = 'moving_away' or not is_person then 0
            when event = 'house' or (age between 25 and 52 and level >= 1000000
                and ${draw('key', 'mortgage', 100)} < 14)
                then (30 + ${draw('key', 'principal', 120)}) * 1000000
            else 0
        end as mortgage,
        case
            when event = 'moving_away' or is_dormant then 0
            when ${draw('key', 'loan', 100)} < case when is_person then 4 else 25 end
                then 2000000 + level // 4
            else 0
        end as loan,
        is_person and not is_dormant and age >= 20 and ${draw('key', 'card', 100)} < 28 as has_card,
        case when ${draw('key', 'foreign', 1000)} < 18
            then 100000 + level * (1 + ${draw('key', 'foreign_base', 5)}) // 100 else 0 end
            as foreign_base,
        ['USD', 'USD', 'HKD', 'EUR'][1 + ${draw('key', 'foreign_currency', 4)}]
            as foreign_currency
    from incomes`
}

/** The step at which each product is taken up: three in four before the sample's time begins. */
function takenUp(): string {
    const from = (slot: number, wanted: string): string => {
        const step =
            `greatest(open_step + 1, case when ${draw('key', `taken_up:${slot}`, 100)} < 75 ` +
            `then -1 - ${draw('key', `taken_up_month:${slot}`, 30)} ` +
            `else 1 + ${draw('key', `taken_up_month:${slot}`, 22)} end)`
        const inTime = `${step} < coalesce(left_step, ${monthsCount})`
        return `case when ${wanted} and ${inTime} then ${step} end`
    }
    return `select
        *,
        open_step as current_from,
        ${from(1, 'term_share > 0')} as term_from,
        ${from(2, 'wealth_share > 0')} as wealth_from,
        ${from(3, 'fund_share > 0')} as fund_from,
        ${from(4, 'premium > 0')} as insurance_from,
        case when event = 'house' then event_step else ${from(5, 'mortgage > 0')} end
            as mortgage_from,
        ${from(6, 'loan > 0')} as loan_from,
        ${from(7, 'has_card')} as card_from,
        ${from(8, 'foreign_base > 0')} as foreign_from,
        case when left_step is not null then ${dateOf('left_step', 'left_day')} end as left_date
    from wishes`
}

-- What was booked on the accounts of a record in the twelve months up to a month. A month takes
-- the year before it, adds itself and takes away what has grown too old: three months are read
-- and not twelve. It names no party: a merge of parties rewrites none of it.
with before as (
    select * from {{ previous() }}
),

-- Months back from the month: 0 is added, 3 leaves the three months and 12 the twelve.
flows as (
    select
        flows.*,
        flows.owner_record_id as record_id,
        flows.card_out + flows.cash_out + flows.transfer_away_out as spending_out,
        case when flows.product = 'deposit' then flows.loan_out end as debt_out,
        case when flows.product = 'deposit' then flows.transfer_in end as credit_in,
        {{ month_index({{ param('month') }}) }} - {{ month_index(flows.month) }} as age
    from {{ ref('features.account_flows', 13) }} flows
    where
        flows.month in (
            {{ param('month') }},
            {{ add_months({{ param('month') }}, -3) }},
            {{ add_months({{ param('month') }}, -12) }}
        )
),

moved as (
    select
        record_id,
        {{ or_bits(case when age = 0 then active_day_bits else 0 end) }} as day_bits,
        max(case when age = 0 then last_date end) as last_date,
        max(case when age = 0 then last_customer_date end) as last_customer_date,
        max(case when age = 0 then 1 else 0 end) as is_active,
        max(case when age = 0 and salary_in > 0 then 1 else 0 end) as has_salary,
        max(case when age = 0 and card_out > 0 then 1 else 0 end) as has_card,
        max(case when age = 0 and credit_in > 0 then 1 else 0 end) as has_credit,
        sum(case when age = 0 then outflow end) as outflow_month,
        sum(case age when 0 then transactions when 3 then -transactions end) as transactions_3m,
        sum(case age when 0 then inflow when 3 then -inflow end) as inflow_3m,
        sum(case age when 0 then outflow when 3 then -outflow end) as outflow_3m,
        sum(case age when 0 then salary_in when 3 then -salary_in end) as salary_in_3m,
        sum(case age when 0 then card_out when 3 then -card_out end) as card_out_3m,
        sum(case age when 0 then spending_out when 3 then -spending_out end) as spending_out_3m,
        sum(case age when 0 then transactions when 12 then -transactions end) as transactions_12m,
        sum(case age when 0 then inflow when 12 then -inflow end) as inflow_12m,
        sum(case age when 0 then outflow when 12 then -outflow end) as outflow_12m,
        sum(case age when 0 then card_out when 12 then -card_out end) as card_out_12m,
        sum(case age when 0 then cash_out when 12 then -cash_out end) as cash_out_12m,
        sum(
            case age when 0 then transfer_away_out when 12 then -transfer_away_out end
        ) as transfer_away_out_12m,
        sum(case age when 0 then debt_out when 12 then -debt_out end) as debt_out_12m,
        sum(case age when 0 then other_out when 12 then -other_out end) as other_out_12m,
        sum(case age when 0 then fee_out when 12 then -fee_out end) as fee_out_12m,
        sum(
            case age when 0 then other_bank_inflow when 12 then -other_bank_inflow end
        ) as other_bank_inflow_12m,
        sum(
            case age when 0 then other_bank_outflow when 12 then -other_bank_outflow end
        ) as other_bank_outflow_12m,
        sum(case age when 0 then mobile_count when 12 then -mobile_count end) as mobile_count_12m,
        sum(case age when 0 then online_count when 12 then -online_count end) as online_count_12m,
        sum(case age when 0 then pos_count when 12 then -pos_count end) as pos_count_12m,
        sum(case age when 0 then atm_count when 12 then -atm_count end) as atm_count_12m,
        sum(
            case age when 0 then counter_count when 12 then -counter_count end
        ) as counter_count_12m,
        sum(case age when 0 then other_count when 12 then -other_count end) as other_count_12m
    from flows
    group by record_id
),

-- Bits of months count back from the month; the credits' have one month more, so that each of
-- twelve knows the one before it.
record_years as (
    select
        coalesce(moved.record_id, before.record_id) as record_id,
        {{ param('month') }} as month,
        coalesce(moved.last_date, before.last_date) as last_date,
        coalesce(moved.last_customer_date, before.last_customer_date) as last_customer_date,
        cast(coalesce(moved.day_bits, 0) as integer) as day_bits,
        coalesce(before.day_bits, 0) as day_bits_1_back,
        coalesce(before.day_bits_1_back, 0) as day_bits_2_back,
        cast(
            coalesce(before.active_bits, 0) % 2048 * 2 + coalesce(moved.is_active, 0) as integer
        ) as active_bits,
        cast(
            coalesce(before.salary_bits, 0) % 2048 * 2 + coalesce(moved.has_salary, 0) as integer
        ) as salary_bits,
        cast(
            coalesce(before.card_bits, 0) % 2048 * 2 + coalesce(moved.has_card, 0) as integer
        ) as card_bits,
        cast(
            coalesce(before.credit_bits, 0) % 4096 * 2 + coalesce(moved.has_credit, 0) as integer
        ) as credit_bits,
        cast(coalesce(moved.outflow_month, 0) as decimal(18,2)) as outflow_month,
        cast(coalesce(before.outflow_3m, 0) as decimal(18,2)) as outflow_before_3m,
        cast(
            coalesce(before.transactions_3m, 0) + coalesce(moved.transactions_3m, 0) as integer
        ) as transactions_3m,
        cast(
            coalesce(before.inflow_3m, 0) + coalesce(moved.inflow_3m, 0) as decimal(18,2)
        ) as inflow_3m,
        cast(
            coalesce(before.outflow_3m, 0) + coalesce(moved.outflow_3m, 0) as decimal(18,2)
        ) as outflow_3m,
        cast(
            coalesce(before.salary_in_3m, 0) + coalesce(moved.salary_in_3m, 0) as decimal(18,2)
        ) as salary_in_3m,
        cast(
            coalesce(before.card_out_3m, 0) + coalesce(moved.card_out_3m, 0) as decimal(18,2)
        ) as card_out_3m,
        cast(
            coalesce(before.spending_out_3m, 0)
            + coalesce(moved.spending_out_3m, 0) as decimal(18,2)
        ) as spending_out_3m,
        cast(
            coalesce(before.transactions_12m, 0) + coalesce(moved.transactions_12m, 0) as integer
        ) as transactions_12m,
        cast(
            coalesce(before.inflow_12m, 0) + coalesce(moved.inflow_12m, 0) as decimal(18,2)
        ) as inflow_12m,
        cast(
            coalesce(before.outflow_12m, 0) + coalesce(moved.outflow_12m, 0) as decimal(18,2)
        ) as outflow_12m,
        cast(
            coalesce(before.card_out_12m, 0) + coalesce(moved.card_out_12m, 0) as decimal(18,2)
        ) as card_out_12m,
        cast(
            coalesce(before.cash_out_12m, 0) + coalesce(moved.cash_out_12m, 0) as decimal(18,2)
        ) as cash_out_12m,
        cast(
            coalesce(before.transfer_away_out_12m, 0)
            + coalesce(moved.transfer_away_out_12m, 0) as decimal(18,2)
        ) as transfer_away_out_12m,
        cast(
            coalesce(before.debt_out_12m, 0) + coalesce(moved.debt_out_12m, 0) as decimal(18,2)
        ) as debt_out_12m,
        cast(
            coalesce(before.other_out_12m, 0) + coalesce(moved.other_out_12m, 0) as decimal(18,2)
        ) as other_out_12m,
        cast(
            coalesce(before.fee_out_12m, 0) + coalesce(moved.fee_out_12m, 0) as decimal(18,2)
        ) as fee_out_12m,
        cast(
            coalesce(before.other_bank_inflow_12m, 0)
            + coalesce(moved.other_bank_inflow_12m, 0) as decimal(18,2)
        ) as other_bank_inflow_12m,
        cast(
            coalesce(before.other_bank_outflow_12m, 0)
            + coalesce(moved.other_bank_outflow_12m, 0) as decimal(18,2)
        ) as other_bank_outflow_12m,
        cast(
            coalesce(before.mobile_count_12m, 0) + coalesce(moved.mobile_count_12m, 0) as integer
        ) as mobile_count_12m,
        cast(
            coalesce(before.online_count_12m, 0) + coalesce(moved.online_count_12m, 0) as integer
        ) as online_count_12m,
        cast(
            coalesce(before.pos_count_12m, 0) + coalesce(moved.pos_count_12m, 0) as integer
        ) as pos_count_12m,
        cast(
            coalesce(before.atm_count_12m, 0) + coalesce(moved.atm_count_12m, 0) as integer
        ) as atm_count_12m,
        cast(
            coalesce(before.counter_count_12m, 0) + coalesce(moved.counter_count_12m, 0) as integer
        ) as counter_count_12m,
        cast(
            coalesce(before.other_count_12m, 0) + coalesce(moved.other_count_12m, 0) as integer
        ) as other_count_12m
    from moved
    full join before on before.record_id = moved.record_id
)

select * from record_years

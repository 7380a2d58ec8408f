-- What moved on the accounts of a party in a month, and when anything last did. Inside transfers
-- and debts are those of deposit accounts: what a fund or a loan books for them is their other
-- side.
with flows as (
    select * from {{ ref('features.account_flows') }}
),

years as (
    select
        record_id,
        last_date,
        last_customer_date
    from {{ ref('features.record_years') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

last_days as (
    select
        party_map.party_id,
        max(years.last_date) as last_date,
        max(years.last_customer_date) as last_customer_date
    from years
    join party_map on party_map.record_id = years.record_id
    group by party_map.party_id
),

sums as (
    select
        party_map.party_id,
        sum(flows.inflow) as inflow,
        sum(flows.outflow) as outflow,
        sum(flows.transactions) as transactions,
        sum(flows.inflow_count) as inflow_count,
        sum(flows.outflow_count) as outflow_count,
        max(flows.inflow_max) as inflow_max,
        max(flows.outflow_max) as outflow_max,
        sum(flows.weekend_count) as weekend_count,
        sum(flows.other_bank_inflow) as other_bank_inflow,
        sum(flows.other_bank_outflow) as other_bank_outflow,
        sum(flows.salary_in) as salary_in,
        sum(flows.cash_in) as cash_in,
        sum(flows.cash_out) as cash_out,
        sum(case when flows.product = 'deposit' then flows.transfer_in end) as transfer_in,
        sum(case when flows.product = 'deposit' then flows.transfer_out end) as transfer_out,
        sum(case when flows.product = 'deposit' then flows.loan_out end) as debt_out,
        sum(flows.card_out) as card_out,
        sum(flows.fee_out) as fee_out,
        sum(flows.interest_in) as interest_in,
        sum(flows.card_out + flows.cash_out + flows.transfer_away_out) as spending_out,
        {{ or_bits(flows.channel_bits) }} as channel_bits,
        sum(flows.counter_count) as counter_count,
        sum(flows.mobile_count + flows.online_count) as digital_count,
        sum(
            flows.mobile_count + flows.online_count + flows.pos_count + flows.atm_count
            + flows.counter_count + flows.other_count
        ) as chosen_count
    from flows
    join party_map on party_map.record_id = flows.owner_record_id
    group by party_map.party_id
),

-- Nothing booked in the month: every sum is 0 and every share is null.
party_flows as (
    select
        last_days.party_id,
        {{ param('month') }} as month,
        cast(coalesce(sums.inflow - sums.outflow, 0) as decimal(18,2)) as net_flow_month,
        cast(coalesce(sums.inflow_count, 0) as integer) as inflow_count_month,
        cast(coalesce(sums.outflow_count, 0) as integer) as outflow_count_month,
        cast(coalesce(sums.inflow_max, 0) as decimal(18,2)) as inflow_max_month,
        cast(coalesce(sums.outflow_max, 0) as decimal(18,2)) as outflow_max_month,
        cast(coalesce(sums.other_bank_inflow, 0) as decimal(18,2)) as other_bank_inflow_month,
        cast(coalesce(sums.other_bank_outflow, 0) as decimal(18,2)) as other_bank_outflow_month,
        {{ share(sums.other_bank_outflow, sums.outflow) }} as other_bank_outflow_share,
        cast(coalesce(sums.salary_in, 0) as decimal(18,2)) as salary_month,
        cast(coalesce(sums.cash_in, 0) as decimal(18,2)) as cash_in_month,
        cast(coalesce(sums.cash_out, 0) as decimal(18,2)) as cash_out_month,
        cast(coalesce(sums.transfer_in, 0) as decimal(18,2)) as transfer_in_month,
        cast(coalesce(sums.transfer_out, 0) as decimal(18,2)) as transfer_out_month,
        cast(coalesce(sums.card_out, 0) as decimal(18,2)) as card_spend_month,
        cast(coalesce(sums.spending_out, 0) as decimal(18,2)) as spending_month,
        cast(coalesce(sums.debt_out, 0) as decimal(18,2)) as loan_paid_month,
        cast(coalesce(sums.fee_out, 0) as decimal(18,2)) as fee_month,
        cast(coalesce(sums.interest_in, 0) as decimal(18,2)) as interest_month,
        {{ count_bits(cast(coalesce(sums.channel_bits, 0) as integer)) }} as channels_month,
        {{ share(sums.digital_count, sums.chosen_count) }} as digital_share_month,
        cast(coalesce(sums.counter_count, 0) as integer) as counter_count_month,
        {{ share(sums.weekend_count, sums.transactions) }} as weekend_share_month,
        last_days.last_date as last_transaction_date,
        cast(
            {{ days_between(last_days.last_date, {{ last_day({{ param('month') }}) }}) }} as integer
        ) as days_since_transaction,
        last_days.last_customer_date as last_customer_transaction_date,
        cast(
            {{ days_between(last_days.last_customer_date, {{ last_day({{ param('month') }}) }}) }}
            as integer
        ) as days_since_customer_transaction
    from last_days
    left join sums on sums.party_id = last_days.party_id
)

select * from party_flows

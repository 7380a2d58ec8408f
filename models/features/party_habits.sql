-- What a party is used to do with its accounts, over the three and the twelve months up to a
-- month, as far as they exist.
with years as (
    select * from {{ ref('features.record_years') }}
),

account_banks as (
    select
        owner_record_id,
        bank,
        outflow
    from {{ ref('features.account_banks', 3) }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

parties as (
    select party_id, first_month from {{ ref('identity.parties') }}
    where first_month <= {{ param('month') }}
),

-- Means divide by the months that exist: those since the bank's first transaction that is known
-- and since the first account of the party, four at most.
history as (
    select
        case
            when {{ or_bits(active_bits) }} >= 8 then 4
            when {{ or_bits(active_bits) }} >= 4 then 3
            when {{ or_bits(active_bits) }} >= 2 then 2
            else 1
        end as months
    from years
),

ages as (
    select
        party_id,
        case
            when first_month <= {{ add_months({{ param('month') }}, -3) }} then 4
            when first_month = {{ add_months({{ param('month') }}, -2) }} then 3
            when first_month = {{ add_months({{ param('month') }}, -1) }} then 2
            else 1
        end as months
    from parties
),

known as (
    select
        ages.party_id,
        case when ages.months < history.months then ages.months else history.months end as months
    from ages
    cross join history
),

sums as (
    select
        party_map.party_id,
        {{ count_bits({{ or_bits(years.day_bits) }}) }}
            + {{ count_bits({{ or_bits(years.day_bits_1_back) }}) }}
            + {{ count_bits({{ or_bits(years.day_bits_2_back) }}) }} as active_days_3m,
        {{ or_bits(years.active_bits) }} as active_bits,
        {{ or_bits(years.salary_bits) }} as salary_bits,
        {{ or_bits(years.card_bits) }} as card_bits,
        {{ or_bits(years.credit_bits) }} as credit_bits,
        sum(years.transactions_3m) as transactions_3m,
        sum(years.outflow_month) as outflow_month,
        sum(years.inflow_3m) as inflow_3m,
        sum(years.outflow_3m) as outflow_3m,
        sum(years.outflow_before_3m) as outflow_before_3m,
        sum(years.salary_in_3m) as salary_in_3m,
        sum(years.card_out_3m) as card_out_3m,
        sum(years.spending_out_3m) as spending_out_3m,
        sum(years.transactions_12m) as transactions_12m,
        sum(years.inflow_12m) as inflow_12m,
        sum(years.outflow_12m) as outflow_12m,
        sum(years.card_out_12m) as card_out_12m,
        sum(years.cash_out_12m) as cash_out_12m,
        sum(years.transfer_away_out_12m) as transfer_away_out_12m,
        sum(years.debt_out_12m) as debt_out_12m,
        sum(years.other_out_12m) as other_out_12m,
        sum(years.fee_out_12m) as fee_out_12m,
        sum(years.other_bank_inflow_12m) as other_bank_inflow_12m,
        sum(years.other_bank_outflow_12m) as other_bank_outflow_12m,
        sum(years.mobile_count_12m) as mobile_count,
        sum(years.online_count_12m) as online_count,
        sum(years.pos_count_12m) as pos_count,
        sum(years.atm_count_12m) as atm_count,
        sum(years.counter_count_12m) as counter_count,
        sum(years.other_count_12m) as other_count
    from years
    join party_map on party_map.record_id = years.record_id
    group by party_map.party_id
),

banks as (
    select
        party_map.party_id,
        account_banks.bank,
        sum(account_banks.outflow) as outflow
    from account_banks
    join party_map on party_map.record_id = account_banks.owner_record_id
    group by party_map.party_id, account_banks.bank
),

most as (
    select
        party_id,
        count(*) as banks,
        max(outflow) as outflow
    from banks
    group by party_id
),

-- Of two banks that got the same, the first in the alphabet.
main_banks as (
    select
        most.party_id,
        max(most.banks) as banks,
        min(banks.bank) as bank
    from most
    join banks on banks.party_id = most.party_id and banks.outflow = most.outflow
    group by most.party_id
),

-- What most is spent on and where most is done; of two that are equal, the one named first.
widest as (
    select
        party_id,
        case
            when card_out_12m > 0
                and card_out_12m >= transfer_away_out_12m
                and card_out_12m >= cash_out_12m
                and card_out_12m >= debt_out_12m
                and card_out_12m >= other_out_12m then 'card_payment'
            when transfer_away_out_12m > 0
                and transfer_away_out_12m >= cash_out_12m
                and transfer_away_out_12m >= debt_out_12m
                and transfer_away_out_12m >= other_out_12m then 'transfer_to_other_bank'
            when cash_out_12m > 0
                and cash_out_12m >= debt_out_12m
                and cash_out_12m >= other_out_12m then 'cash_withdrawal'
            when debt_out_12m > 0 and debt_out_12m >= other_out_12m then 'debt_payment'
            when other_out_12m > 0 then 'other_payment'
        end as spend_kind,
        case
            when mobile_count > 0
                and mobile_count >= online_count
                and mobile_count >= pos_count
                and mobile_count >= atm_count
                and mobile_count >= counter_count
                and mobile_count >= other_count then 'mobile_bank'
            when online_count > 0
                and online_count >= pos_count
                and online_count >= atm_count
                and online_count >= counter_count
                and online_count >= other_count then 'online_bank'
            when pos_count > 0
                and pos_count >= atm_count
                and pos_count >= counter_count
                and pos_count >= other_count then 'point_of_sale'
            when atm_count > 0
                and atm_count >= counter_count
                and atm_count >= other_count then 'cash_machine'
            when counter_count > 0 and counter_count >= other_count then 'counter'
            when other_count > 0 then 'other_channel'
        end as channel
    from sums
),

habits as (
    select
        sums.*,
        known.months - 1 as before_months,
        case when known.months > 3 then 3 else known.months end as months_3,
        widest.spend_kind,
        widest.channel,
        sums.mobile_count + sums.online_count as digital_count,
        sums.mobile_count + sums.online_count + sums.pos_count + sums.atm_count
            + sums.counter_count + sums.other_count as chosen_count
    from sums
    join known on known.party_id = sums.party_id
    join widest on widest.party_id = sums.party_id
),

means as (
    select
        party_id,
        {{ mean(transactions_3m, months_3) }} as transactions_avg,
        {{ mean(inflow_3m, months_3) }} as inflow_avg,
        {{ mean(outflow_3m, months_3) }} as outflow_avg,
        {{ mean(salary_in_3m, months_3) }} as salary_avg,
        {{ mean(spending_out_3m, months_3) }} as spending_avg,
        {{ mean(outflow_before_3m, before_months) }} as outflow_before_avg,
        {{ days_between(
            {{ first_day({{ add_months({{ param('month') }}, 1 - months_3) }}) }},
            {{ last_day({{ param('month') }}) }}
        ) }} + 1 as days
    from habits
),

party_habits as (
    select
        habits.party_id,
        {{ param('month') }} as month,
        {{ count_bits(habits.active_bits) }} as active_months_12m,
        cast(habits.active_days_3m as integer) as active_days_3m,
        {{ mean(means.days, habits.active_days_3m) }} as usage_cycle_days,
        cast(habits.transactions_12m as integer) as transactions_12m,
        means.transactions_avg as transactions_avg_3m,
        cast(habits.inflow_12m as decimal(18,2)) as inflow_12m,
        cast(habits.outflow_12m as decimal(18,2)) as outflow_12m,
        cast(habits.inflow_3m - habits.outflow_3m as decimal(18,2)) as net_flow_3m,
        cast(habits.inflow_12m - habits.outflow_12m as decimal(18,2)) as net_flow_12m,
        means.inflow_avg as inflow_avg_3m,
        means.outflow_avg as outflow_avg_3m,
        {{ share(habits.outflow_month - means.outflow_before_avg, means.outflow_before_avg) }}
            as outflow_trend_3m,
        means.salary_avg as salary_avg_3m,
        {{ count_bits(habits.salary_bits) }} as salary_months_12m,
        {{ count_bits(habits.salary_bits % 16) }} >= 3 as is_salary_customer,
        {{ count_bits({{ shared_bits(
            habits.credit_bits % 4096,
            {{ idiv(habits.credit_bits, 2) }}
        ) }}) }} as regular_credit_months_12m,
        cast(habits.cash_out_12m as decimal(18,2)) as cash_out_12m,
        {{ share(habits.cash_out_12m, habits.outflow_12m) }} as cash_share_12m,
        {{ share(habits.digital_count, habits.chosen_count) }} as digital_share_12m,
        habits.channel as main_channel_12m,
        {{ share(habits.other_bank_outflow_12m, habits.outflow_12m) }} as other_bank_share_12m,
        cast(
            habits.other_bank_inflow_12m - habits.other_bank_outflow_12m as decimal(18,2)
        ) as other_bank_net_12m,
        cast(coalesce(main_banks.banks, 0) as integer) as other_banks_3m,
        main_banks.bank as main_other_bank_3m,
        cast(habits.fee_out_12m as decimal(18,2)) as fee_12m,
        cast(habits.card_out_3m as decimal(18,2)) as card_spend_3m,
        {{ count_bits(habits.card_bits) }} as card_months_12m,
        means.spending_avg as spending_avg_3m,
        case
            when means.spending_avg >= 10000 then 'high'
            when means.spending_avg >= 2000 then 'middle'
            else 'low'
        end as spending_level,
        case when habits.card_out_12m > 0 then 1 else 0 end
            + case when habits.transfer_away_out_12m > 0 then 1 else 0 end
            + case when habits.cash_out_12m > 0 then 1 else 0 end
            + case when habits.debt_out_12m > 0 then 1 else 0 end
            + case when habits.other_out_12m > 0 then 1 else 0 end as spend_breadth_12m,
        habits.spend_kind as main_spend_kind_12m
    from habits
    join means on means.party_id = habits.party_id
    left join main_banks on main_banks.party_id = habits.party_id
)

select * from party_habits

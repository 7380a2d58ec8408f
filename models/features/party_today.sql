-- What is known of a party at the end of the as-of day: the figures with which the next day's work
-- begins. Balances come from day-ends alone: whoever has an account without them is unknown there.
with party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

accounts as (
    select
        accounts.account_id,
        party_map.party_id,
        accounts.product,
        accounts.closed_date,
        accounts.maturity_date
    from {{ ref('identity.accounts') }} accounts
    join party_map on party_map.record_id = accounts.owner_record_id
    where accounts.opened_date <= {{ param('day') }}
),

account_days as (
    select * from {{ ref('features.account_days') }}
),

-- Thirty days begin in the month before, and in March in the one before that.
transactions as (
    select
        account_id,
        amount,
        booked_date = {{ param('day') }} as is_of_day,
        booked_date > {{ add_days({{ param('day') }}, -7) }} as is_of_week
    from {{ ref('identity.transactions', 3) }}
    where
        booked_date > {{ add_days({{ param('day') }}, -30) }}
        and booked_date <= {{ param('day') }}
),

-- What a term will pay out is what it holds now, else what it held at the last month's end.
month_ends as (
    select
        account_id,
        balance_end
    from {{ ref('identity.balances', 2) }}
    where
        month = case
            when {{ param('day') }} = {{ last_day({{ param('month') }}) }} then {{ param('month') }}
            else {{ add_months({{ param('month') }}, -1) }}
        end
),

-- Whoever did not answer was not talked to.
contacts as (
    select
        party_map.party_id,
        max(contacts.contacted_date) as last_date
    from {{ ref('identity.contacts') }} contacts
    join party_map on party_map.record_id = contacts.record_id
    where
        contacts.contacted_date <= {{ param('day') }}
        and coalesce(contacts.outcome, '') <> 'no_answer'
    group by party_map.party_id
),

held as (
    select
        party_map.party_id,
        sum(case when product = 'deposit' then balance_now end) as deposit_now_known,
        sum(case when product = 'deposit' then balance_sum end) as deposit_sum_known,
        sum(case when product = 'deposit' then balance_avg end) as deposit_avg_known,
        sum(case when product = 'wealth' then balance_now end) as wealth_now_known,
        sum(case when product = 'wealth' then balance_sum end) as wealth_sum_known,
        sum(case when product = 'wealth' then balance_avg end) as wealth_avg_known,
        sum(case when product = 'fund' then balance_now end) as fund_now_known,
        sum(case when product = 'fund' then balance_sum end) as fund_sum_known,
        sum(case when product = 'fund' then balance_avg end) as fund_avg_known,
        sum(case when product = 'insurance' then balance_now end) as insurance_now_known,
        sum(case when product = 'insurance' then balance_sum end) as insurance_sum_known,
        sum(case when product = 'insurance' then balance_avg end) as insurance_avg_known,
        count_if(product = 'deposit' and balance_now is null) as deposit_now_unknown,
        count_if(product = 'deposit' and balance_sum is null) as deposit_sum_unknown,
        count_if(product = 'wealth' and balance_now is null) as wealth_now_unknown,
        count_if(product = 'wealth' and balance_sum is null) as wealth_sum_unknown,
        count_if(product = 'fund' and balance_now is null) as fund_now_unknown,
        count_if(product = 'fund' and balance_sum is null) as fund_sum_unknown,
        count_if(product = 'insurance' and balance_now is null) as insurance_now_unknown,
        count_if(product = 'insurance' and balance_sum is null) as insurance_sum_unknown,
        min(days_known) as days_known
    from account_days
    join party_map on party_map.record_id = account_days.owner_record_id
    group by party_map.party_id
),

balances as (
    select
        party_id,
        days_known,
        case when deposit_now_unknown = 0 then coalesce(deposit_now_known, 0) end
            as deposit_now,
        case when deposit_sum_unknown = 0 then coalesce(deposit_sum_known, 0) end
            as deposit_sum,
        case when deposit_sum_unknown = 0 then coalesce(deposit_avg_known, 0) end
            as deposit_avg,
        case when wealth_now_unknown = 0 then coalesce(wealth_now_known, 0) end
            as wealth_now,
        case when wealth_sum_unknown = 0 then coalesce(wealth_sum_known, 0) end
            as wealth_sum,
        case when wealth_sum_unknown = 0 then coalesce(wealth_avg_known, 0) end
            as wealth_avg,
        case when fund_now_unknown = 0 then coalesce(fund_now_known, 0) end
            as fund_now,
        case when fund_sum_unknown = 0 then coalesce(fund_sum_known, 0) end
            as fund_sum,
        case when fund_sum_unknown = 0 then coalesce(fund_avg_known, 0) end
            as fund_avg,
        case when insurance_now_unknown = 0 then coalesce(insurance_now_known, 0) end
            as insurance_now,
        case when insurance_sum_unknown = 0 then coalesce(insurance_sum_known, 0) end
            as insurance_sum,
        case when insurance_sum_unknown = 0 then coalesce(insurance_avg_known, 0) end
            as insurance_avg
    from held
),

account_flows as (
    select
        account_id,
        sum(case when is_of_day and amount > 0 then amount end) as inflow_day,
        -sum(case when is_of_day and amount < 0 then amount end) as outflow_day,
        sum(case when is_of_week and amount > 0 then amount end) as inflow_7d,
        -sum(case when is_of_week and amount < 0 then amount end) as outflow_7d,
        sum(case when amount > 0 then amount end) as inflow_30d,
        -sum(case when amount < 0 then amount end) as outflow_30d,
        max(case when is_of_week and amount > 0 then amount end) as inflow_max,
        -min(case when is_of_week and amount < 0 then amount end) as outflow_max
    from transactions
    group by account_id
),

flows as (
    select
        accounts.party_id,
        coalesce(sum(account_flows.inflow_day), 0) as inflow_day,
        coalesce(sum(account_flows.outflow_day), 0) as outflow_day,
        coalesce(sum(account_flows.inflow_7d), 0) as inflow_7d,
        coalesce(sum(account_flows.outflow_7d), 0) as outflow_7d,
        coalesce(sum(account_flows.inflow_30d), 0) as inflow_30d,
        coalesce(sum(account_flows.outflow_30d), 0) as outflow_30d,
        coalesce(max(account_flows.inflow_max), 0) as inflow_max,
        coalesce(max(account_flows.outflow_max), 0) as outflow_max
    from account_flows
    join accounts on accounts.account_id = account_flows.account_id
    group by accounts.party_id
),

terms as (
    select
        accounts.party_id,
        accounts.maturity_date,
        accounts.maturity_date <= {{ add_days({{ param('day') }}, 90) }} as is_soon,
        coalesce(account_days.balance_now, month_ends.balance_end) as amount
    from accounts
    join account_days on account_days.account_id = accounts.account_id
    left join month_ends on month_ends.account_id = accounts.account_id
    where
        accounts.maturity_date > {{ param('day') }}
        and (accounts.closed_date is null or accounts.closed_date > {{ param('day') }})
),

next_terms as (
    select
        party_id,
        min(maturity_date) as maturity_date
    from terms
    group by party_id
),

maturities as (
    select
        terms.party_id,
        next_terms.maturity_date,
        sum(case when terms.maturity_date = next_terms.maturity_date then terms.amount end)
            as next_amount,
        count_if(terms.maturity_date = next_terms.maturity_date and terms.amount is null)
            as next_unknown,
        sum(case when terms.is_soon then terms.amount end) as soon_amount,
        count_if(terms.is_soon and terms.amount is null) as soon_unknown
    from terms
    join next_terms on next_terms.party_id = terms.party_id
    group by terms.party_id, next_terms.maturity_date
),

told as (
    select party_id from balances
    union
    select party_id from flows
    union
    select party_id from maturities
    union
    select party_id from contacts
),

party_today as (
    select
        told.party_id,
        {{ param('month') }} as month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.deposit_now as decimal(18,2)) end as deposit_now,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.wealth_now as decimal(18,2)) end as wealth_product_now,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.fund_now as decimal(18,2)) end as fund_now,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.insurance_now as decimal(18,2)) end as insurance_now,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(
                balances.deposit_now + balances.wealth_now + balances.fund_now
                + balances.insurance_now as decimal(18,2)
            ) end as aum_now,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.deposit_sum as decimal(18,2)) end as deposit_sum_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.wealth_sum as decimal(18,2)) end as wealth_product_sum_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.fund_sum as decimal(18,2)) end as fund_sum_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.insurance_sum as decimal(18,2)) end as insurance_sum_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(
                balances.deposit_sum + balances.wealth_sum + balances.fund_sum
                + balances.insurance_sum as decimal(18,2)
            ) end as aum_sum_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.deposit_avg as decimal(18,2)) end as deposit_avg_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.wealth_avg as decimal(18,2)) end as wealth_product_avg_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.fund_avg as decimal(18,2)) end as fund_avg_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(balances.insurance_avg as decimal(18,2)) end as insurance_avg_to_date,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else cast(
                balances.deposit_avg + balances.wealth_avg + balances.fund_avg
                + balances.insurance_avg as decimal(18,2)
            ) end as aum_avg_to_date,
        balances.days_known as days_known_to_date,
        cast(coalesce(flows.inflow_day, 0) as decimal(18,2)) as inflow_day,
        cast(coalesce(flows.outflow_day, 0) as decimal(18,2)) as outflow_day,
        cast(coalesce(flows.inflow_day - flows.outflow_day, 0) as decimal(18,2))
            as net_flow_day,
        cast(coalesce(flows.inflow_7d, 0) as decimal(18,2)) as inflow_7d,
        cast(coalesce(flows.outflow_7d, 0) as decimal(18,2)) as outflow_7d,
        cast(coalesce(flows.inflow_7d - flows.outflow_7d, 0) as decimal(18,2))
            as net_flow_7d,
        cast(coalesce(flows.inflow_30d, 0) as decimal(18,2)) as inflow_30d,
        cast(coalesce(flows.outflow_30d, 0) as decimal(18,2)) as outflow_30d,
        cast(coalesce(flows.inflow_30d - flows.outflow_30d, 0) as decimal(18,2))
            as net_flow_30d,
        cast(coalesce(flows.inflow_max, 0) as decimal(18,2)) as inflow_max_7d,
        cast(coalesce(flows.outflow_max, 0) as decimal(18,2)) as outflow_max_7d,
        cast(
            case when coalesce(maturities.soon_unknown, 0) = 0
                then coalesce(maturities.soon_amount, 0) end as decimal(18,2)
        ) as maturing_now_90d,
        maturities.maturity_date as next_maturity_now_date,
        cast(
            case when maturities.next_unknown = 0 then maturities.next_amount end
            as decimal(18,2)
        ) as next_maturity_now,
        cast({{ days_between(contacts.last_date, {{ param('day') }}) }} as integer)
            as days_since_contact_now
    from told
    left join balances on balances.party_id = told.party_id
    left join flows on flows.party_id = told.party_id
    left join maturities on maturities.party_id = told.party_id
    left join contacts on contacts.party_id = told.party_id
)

select * from party_today

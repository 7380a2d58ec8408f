-- What the accounts of a party add up to in a month. No account of a product: 0. One balance
-- unknown: null.
with party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

account_months as (
    select * from {{ ref('features.account_months') }}
),

flows as (
    select
        account_id,
        inflow,
        outflow,
        transactions,
        active_day_bits
    from {{ ref('features.account_flows') }}
),

held as (
    select
        party_map.party_id,
        account_months.product,
        account_months.is_open,
        account_months.product_bit,
        account_months.product in ('deposit', 'wealth', 'fund', 'insurance') as is_asset,
        account_months.product in ('mortgage', 'loan', 'card') as is_loan,
        account_months.balance_avg,
        account_months.balance_end,
        flows.inflow,
        flows.outflow,
        flows.transactions,
        flows.active_day_bits
    from account_months
    join party_map on party_map.record_id = account_months.owner_record_id
    left join flows on flows.account_id = account_months.account_id
),

-- Which products have an unknown balance is told by bits: one figure instead of one a product.
known as (
    select
        party_id,
        sum(case when product = 'deposit' then balance_avg end) as deposit_known,
        sum(case when product = 'wealth' then balance_avg end) as wealth_known,
        sum(case when product = 'fund' then balance_avg end) as fund_known,
        sum(case when product = 'insurance' then balance_avg end) as insurance_known,
        sum(case when is_asset then balance_end end) as aum_end_known,
        sum(case when product = 'mortgage' then balance_end end) as mortgage_known,
        sum(case when is_loan then balance_end end) as loan_known,
        sum(case when product in ('mortgage', 'loan') then balance_avg end) as lent_known,
        {{ or_bits(case when balance_avg is null then product_bit else 0 end) }} as avg_unknown,
        {{ or_bits(case when balance_end is null then product_bit else 0 end) }} as end_unknown,
        count(case when is_open then 1 end) as accounts_open,
        {{ or_bits(case when is_open then product_bit else 0 end) }} as product_bits,
        sum(inflow) as inflow,
        sum(outflow) as outflow,
        sum(transactions) as transactions,
        {{ or_bits(active_day_bits) }} as active_day_bits
    from held
    group by party_id
),

whole as (
    select
        *,
        case when {{ shared_bits(avg_unknown, 1) }} = 0
            then coalesce(deposit_known, 0) end as deposit_avg,
        case when {{ shared_bits(avg_unknown, 2) }} = 0
            then coalesce(wealth_known, 0) end as wealth_avg,
        case when {{ shared_bits(avg_unknown, 4) }} = 0
            then coalesce(fund_known, 0) end as fund_avg,
        case when {{ shared_bits(avg_unknown, 8) }} = 0
            then coalesce(insurance_known, 0) end as insurance_avg,
        case when {{ shared_bits(end_unknown, 15) }} = 0
            then coalesce(aum_end_known, 0) end as aum_end,
        case when {{ shared_bits(end_unknown, 16) }} = 0
            then coalesce(mortgage_known, 0) end as mortgage,
        case when {{ shared_bits(end_unknown, 112) }} = 0
            then coalesce(loan_known, 0) end as loan,
        case
            when coalesce(
                deposit_known, wealth_known, fund_known, insurance_known
            ) is not null
                then coalesce(deposit_known, 0) + coalesce(wealth_known, 0)
                + coalesce(fund_known, 0) + coalesce(insurance_known, 0)
        end as aum_known
    from known
),

party_accounts as (
    select
        party_id,
        {{ param('month') }} as month,
        cast(accounts_open as integer) as accounts_open,
        {{ count_bits(product_bits) }} as product_categories,
        cast(deposit_avg as decimal(18,2)) as deposit_avg,
        cast(wealth_avg as decimal(18,2)) as wealth_avg,
        cast(fund_avg as decimal(18,2)) as fund_avg,
        cast(insurance_avg as decimal(18,2)) as insurance_avg,
        cast(
            deposit_avg + wealth_avg + fund_avg + insurance_avg as decimal(18,2)
        ) as aum_avg,
        cast(aum_end as decimal(18,2)) as aum_end,
        cast(mortgage as decimal(18,2)) as mortgage,
        cast(loan as decimal(18,2)) as loan,
        cast(deposit_known as decimal(18,2)) as deposit_known_avg,
        cast(wealth_known as decimal(18,2)) as wealth_known_avg,
        cast(fund_known as decimal(18,2)) as fund_known_avg,
        cast(aum_known as decimal(18,2)) as aum_known_avg,
        cast(lent_known as decimal(18,2)) as loan_known_avg,
        cast(coalesce(inflow, 0) as decimal(18,2)) as inflow,
        cast(coalesce(outflow, 0) as decimal(18,2)) as outflow,
        cast(coalesce(transactions, 0) as integer) as transactions,
        {{ count_bits(coalesce(active_day_bits, 0)) }} as active_days
    from whole
)

select * from party_accounts

-- What the accounts of a party add up to in a month. No account of a product: 0. One balance
-- unknown: null.
with held as (
    select
        party_map.party_id,
        account_months.*,
        account_months.product in ('deposit', 'wealth', 'fund', 'insurance') as is_asset,
        account_months.product in ('mortgage', 'loan', 'card') as is_loan
    from {{ ref('features.account_months') }} account_months
    join {{ ref('identity.party_map') }} party_map
        on party_map.record_id = account_months.owner_record_id
),

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
        count_if(product = 'deposit' and balance_avg is null) as deposit_unknown,
        count_if(product = 'wealth' and balance_avg is null) as wealth_unknown,
        count_if(product = 'fund' and balance_avg is null) as fund_unknown,
        count_if(product = 'insurance' and balance_avg is null) as insurance_unknown,
        count_if(is_asset and balance_end is null) as aum_end_unknown,
        count_if(product = 'mortgage' and balance_end is null) as mortgage_unknown,
        count_if(is_loan and balance_end is null) as loan_unknown,
        count_if(is_open) as accounts_open,
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
        case when deposit_unknown = 0 then coalesce(deposit_known, 0) end as deposit_avg,
        case when wealth_unknown = 0 then coalesce(wealth_known, 0) end as wealth_avg,
        case when fund_unknown = 0 then coalesce(fund_known, 0) end as fund_avg,
        case when insurance_unknown = 0 then coalesce(insurance_known, 0) end as insurance_avg,
        case when aum_end_unknown = 0 then coalesce(aum_end_known, 0) end as aum_end,
        case when mortgage_unknown = 0 then coalesce(mortgage_known, 0) end as mortgage,
        case when loan_unknown = 0 then coalesce(loan_known, 0) end as loan
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
        cast(inflow as decimal(18,2)) as inflow,
        cast(outflow as decimal(18,2)) as outflow,
        cast(transactions as integer) as transactions,
        {{ count_bits(active_day_bits) }} as active_days
    from whole
)

select * from party_accounts

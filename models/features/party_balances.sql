-- Balances of a party by product. No account of a product: 0. One balance unknown: null.
with account_months as (
    select * from {{ ref('features.account_months') }}
),

accounts as (
    select
        accounts.account_id,
        party_map.party_id
    from {{ ref('identity.accounts') }} accounts
    join {{ ref('identity.party_map') }} party_map
        on party_map.record_id = accounts.owner_record_id
),

held as (
    select
        accounts.party_id,
        account_months.product,
        account_months.is_open,
        account_months.balance_avg,
        account_months.balance_end,
        account_months.product in ('deposit', 'wealth', 'fund', 'insurance') as is_asset
    from account_months
    join accounts on accounts.account_id = account_months.account_id
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
        sum(case when product in ('mortgage', 'loan', 'card') then balance_end end) as loan_known,
        count_if(product = 'deposit' and balance_avg is null) as deposit_unknown,
        count_if(product = 'wealth' and balance_avg is null) as wealth_unknown,
        count_if(product = 'fund' and balance_avg is null) as fund_unknown,
        count_if(product = 'insurance' and balance_avg is null) as insurance_unknown,
        count_if(is_asset and balance_end is null) as aum_end_unknown,
        count_if(product = 'mortgage' and balance_end is null) as mortgage_unknown,
        count_if(product in ('mortgage', 'loan', 'card') and balance_end is null) as loan_unknown,
        count_if(is_open) as accounts_open,
        count(distinct case when is_open then product end) as product_categories
    from held
    group by party_id
),

whole as (
    select
        party_id,
        {{ param('month') }} as month,
        case when deposit_unknown = 0 then coalesce(deposit_known, 0) end as deposit_avg,
        case when wealth_unknown = 0 then coalesce(wealth_known, 0) end as wealth_avg,
        case when fund_unknown = 0 then coalesce(fund_known, 0) end as fund_avg,
        case when insurance_unknown = 0 then coalesce(insurance_known, 0) end as insurance_avg,
        case when aum_end_unknown = 0 then coalesce(aum_end_known, 0) end as aum_end,
        case when mortgage_unknown = 0 then coalesce(mortgage_known, 0) end as mortgage,
        case when loan_unknown = 0 then coalesce(loan_known, 0) end as loan,
        deposit_known,
        wealth_known,
        fund_known,
        accounts_open,
        product_categories
    from known
),

party_balances as (
    select
        party_id,
        month,
        cast(accounts_open as integer) as accounts_open,
        cast(product_categories as integer) as product_categories,
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
        cast(fund_known as decimal(18,2)) as fund_known_avg
    from whole
)

select * from party_balances

-- What a party holds at the end of a month. One balance unknown: what it enters is unknown.
with party_map as (
    select
        record_id,
        party_id
    from {{ ref('identity.party_map') }}
),

held as (
    select
        party_map.party_id,
        holdings.product,
        holdings.is_asset,
        holdings.is_open,
        holdings.is_idle,
        holdings.balance_end,
        holdings.risk_level,
        holdings.is_asset and holdings.is_foreign as is_foreign_asset,
        holdings.is_asset and coalesce(holdings.risk_level, '') in ('R4', 'R5') as is_risky,
        holdings.product = 'deposit'
            and holdings.maturity_date is not null
            and holdings.maturity_date > {{ last_day({{ param('month') }}) }} as is_term_deposit,
        holdings.is_asset and holdings.rate_expected is not null as has_rate,
        {{ at_rate(holdings.balance_end, holdings.rate_expected) }} as income_yearly
    from {{ ref('features.account_holdings') }} holdings
    join party_map on party_map.record_id = holdings.owner_record_id
),

-- All accounts that a party had up to the end of the month, also those closed long ago. Of two
-- products opened on one day the first of the list is the first.
accounts as (
    select
        party_map.party_id,
        accounts.product,
        accounts.opened_date,
        case
            when accounts.closed_date <= {{ last_day({{ param('month') }}) }}
                then {{ month_of(accounts.closed_date) }}
            else 0
        end as closed_month,
        {{ days_between(date '1900-01-01', accounts.opened_date) }} * 8
        + case accounts.product
            when 'deposit' then 1
            when 'wealth' then 2
            when 'fund' then 3
            when 'insurance' then 4
            when 'mortgage' then 5
            when 'loan' then 6
            when 'card' then 7
        end as opening_order
    from {{ ref('identity.accounts') }} accounts
    join party_map on party_map.record_id = accounts.owner_record_id
    where accounts.opened_date <= {{ last_day({{ param('month') }}) }}
),

sums as (
    select
        party_id,
        count_if(is_open and product = 'deposit') as deposit_accounts,
        count_if(is_open and product = 'wealth') as wealth_accounts,
        count_if(is_open and product = 'fund') as fund_accounts,
        count_if(is_open and product = 'insurance') as insurance_accounts,
        count_if(is_open and product = 'mortgage') as mortgage_accounts,
        count_if(is_open and product = 'loan') as loan_accounts,
        count_if(is_open and product = 'card') as card_accounts,
        count(distinct case when is_open then product end) as categories,
        count_if(coalesce(is_idle, false)) as idle_accounts,
        count_if(is_open and not coalesce(is_idle, true)) as effective_accounts,
        count_if(is_open and is_idle is null) as unsure_accounts,
        sum(case when product = 'deposit' then balance_end end) as deposit_known,
        sum(case when is_term_deposit then balance_end end) as term_known,
        sum(case when product = 'wealth' then balance_end end) as wealth_known,
        sum(case when product = 'fund' then balance_end end) as fund_known,
        sum(case when product = 'insurance' then balance_end end) as insurance_known,
        sum(case when is_asset then balance_end end) as aum_known,
        sum(case when not is_asset then balance_end end) as loan_known,
        sum(case when is_foreign_asset then balance_end end) as foreign_known,
        sum(case when is_risky then balance_end end) as risky_known,
        sum(case when has_rate then balance_end end) as rated_known,
        sum(case when has_rate then income_yearly end) as income_known,
        sum(case when has_rate and not is_term_deposit then balance_end end) as rated_open_known,
        max(case when is_asset then balance_end end) as largest_known,
        max(case when is_open and is_asset then risk_level end) as risk_level_max,
        count_if(product = 'deposit' and balance_end is null) as deposit_unknown,
        count_if(is_term_deposit and balance_end is null) as term_unknown,
        count_if(product = 'wealth' and balance_end is null) as wealth_unknown,
        count_if(product = 'fund' and balance_end is null) as fund_unknown,
        count_if(product = 'insurance' and balance_end is null) as insurance_unknown,
        count_if(is_asset and balance_end is null) as aum_unknown,
        count_if(not is_asset and balance_end is null) as loan_unknown,
        count_if(has_rate and balance_end is null) as rated_unknown
    from held
    group by party_id
),

whole as (
    select
        *,
        case when deposit_unknown = 0 then coalesce(deposit_known, 0) end as deposit,
        case when term_unknown = 0 then coalesce(term_known, 0) end as term_deposit,
        case when wealth_unknown = 0 then coalesce(wealth_known, 0) end as wealth,
        case when fund_unknown = 0 then coalesce(fund_known, 0) end as fund,
        case when insurance_unknown = 0 then coalesce(insurance_known, 0) end as insurance,
        case when aum_unknown = 0 then coalesce(aum_known, 0) end as aum,
        case when loan_unknown = 0 then coalesce(loan_known, 0) end as loan,
        case when unsure_accounts = 0 then idle_accounts end as idle,
        case when unsure_accounts = 0 then effective_accounts end as effective
    from sums
),

histories as (
    select
        party_id,
        min(opened_date) as first_date,
        max(opened_date) as newest_date,
        min_by(product, opening_order) as first_product,
        count_if(opened_date >= {{ first_day({{ param('month') }}) }}) as opened_month,
        count_if(closed_month = {{ param('month') }}) as closed_month,
        count_if(
            opened_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }}
        ) as opened_12m,
        count_if(closed_month >= {{ add_months({{ param('month') }}, -11) }}) as closed_12m
    from accounts
    group by party_id
),

party_holdings as (
    select
        histories.party_id,
        {{ param('month') }} as month,
        cast(coalesce(whole.deposit_accounts, 0) as integer) as deposit_accounts,
        cast(coalesce(whole.wealth_accounts, 0) as integer) as wealth_product_accounts,
        cast(coalesce(whole.fund_accounts, 0) as integer) as fund_accounts,
        cast(coalesce(whole.insurance_accounts, 0) as integer) as insurance_accounts,
        cast(coalesce(whole.mortgage_accounts, 0) as integer) as mortgage_accounts,
        cast(coalesce(whole.loan_accounts, 0) as integer) as loan_accounts,
        cast(coalesce(whole.card_accounts, 0) as integer) as card_accounts,
        cast(histories.opened_month as integer) as accounts_opened_month,
        cast(histories.closed_month as integer) as accounts_closed_month,
        cast(histories.opened_12m as integer) as accounts_opened_12m,
        cast(histories.closed_12m as integer) as accounts_closed_12m,
        {{ share(coalesce(whole.categories, 0), 7) }} as product_penetration,
        case when whole.party_id is null then 0 else cast(whole.idle as integer) end
            as idle_accounts,
        case when whole.party_id is null then 0 else cast(whole.effective as integer) end
            as effective_accounts,
        case when whole.party_id is null then cast(0 as decimal(18,2))
            else cast(whole.deposit as decimal(18,2)) end as deposit_balance,
        case when whole.party_id is null then cast(0 as decimal(18,2))
            else cast(whole.term_deposit as decimal(18,2)) end as term_deposit_balance,
        case when whole.party_id is null then cast(0 as decimal(18,2))
            else cast(whole.deposit - whole.term_deposit as decimal(18,2)) end
            as demand_deposit_balance,
        case when whole.party_id is null then cast(0 as decimal(18,2))
            else cast(whole.wealth as decimal(18,2)) end as wealth_product_balance,
        case when whole.party_id is null then cast(0 as decimal(18,2))
            else cast(whole.fund as decimal(18,2)) end as fund_balance,
        case when whole.party_id is null then cast(0 as decimal(18,2))
            else cast(whole.insurance as decimal(18,2)) end as insurance_balance,
        {{ share(whole.term_deposit, whole.deposit) }} as term_deposit_share,
        {{ share(coalesce(whole.foreign_known, 0), whole.aum) }}
            as foreign_currency_share,
        {{ share(whole.largest_known, whole.aum) }} as largest_account_share,
        whole.risk_level_max,
        {{ share(coalesce(whole.risky_known, 0), whole.aum) }} as risky_share,
        {{ share(
            whole.income_known, case when whole.rated_unknown = 0 then whole.rated_known end
        ) }} as rate_expected_avg,
        {{ share(whole.term_deposit + coalesce(whole.rated_open_known, 0), whole.aum) }}
            as rate_sensitive_share,
        {{ share(whole.loan, whole.deposit) }} as loan_to_deposit_share,
        histories.first_product,
        histories.newest_date as newest_account_date,
        cast(
            {{ days_between(
                histories.first_date, {{ last_day({{ param('month') }}) }}
            ) }} as integer
        ) as tenure_days
    from histories
    left join whole on whole.party_id = histories.party_id
)

select * from party_holdings

-- What a party holds at the end of each day of a month, by the day-end balances delivered. An
-- account not open on a day holds nothing; one whose balance is unknown makes the sum unknown.
with day_ends as (
    select
        account_id,
        day as from_day,
        until_day,
        balance
    from {{ ref('identity.day_ends') }}
    where
        day <= {{ last_day({{ param('month') }}) }}
        and until_day >= {{ first_day({{ param('month') }}) }}
),

rates as (
    select currency, rate from {{ ref('identity.rates') }}
    where month = {{ param('month') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

assets as (
    select
        accounts.account_id,
        party_map.party_id,
        accounts.product,
        accounts.currency,
        accounts.opened_date,
        accounts.closed_date
    from {{ ref('identity.accounts') }} accounts
    join party_map on party_map.record_id = accounts.owner_record_id
    where
        accounts.product in ('deposit', 'wealth', 'fund', 'insurance')
        and accounts.opened_date <= {{ last_day({{ param('month') }}) }}
        and (
            accounts.closed_date is null
            or accounts.closed_date > {{ first_day({{ param('month') }}) }}
        )
),

digits as (
    select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as t (digit)
),

days as (
    select
        {{ add_days({{ first_day({{ param('month') }}) }}, tens.digit * 10 + ones.digit) }} as day
    from digits tens
    cross join digits ones
    where tens.digit * 10 + ones.digit < {{ days_in({{ param('month') }}) }}
),

-- Where no system delivers day-ends there is nobody here, and no day of nobody is looked at.
delivered as (
    select distinct assets.party_id
    from assets
    join day_ends on day_ends.account_id = assets.account_id
),

held as (
    select
        assets.account_id,
        assets.party_id,
        assets.product,
        assets.currency,
        days.day
    from delivered
    join assets on assets.party_id = delivered.party_id
    join days
        on days.day >= assets.opened_date
        and (assets.closed_date is null or days.day < assets.closed_date)
),

-- A negative day-end counts 0 among assets.
valued as (
    select
        held.party_id,
        held.product,
        held.day,
        case
            when day_ends.balance < 0 then cast(0 as decimal(18,2))
            when held.currency = {{ param('base_currency') }} then day_ends.balance
            else {{ at_rate(day_ends.balance, rates.rate) }}
        end as balance
    from held
    left join day_ends
        on day_ends.account_id = held.account_id
        and held.day between day_ends.from_day and day_ends.until_day
    left join rates on rates.currency = held.currency
),

known as (
    select
        party_id,
        day,
        sum(case when product = 'deposit' then balance end) as deposit_known,
        sum(case when product = 'wealth' then balance end) as wealth_known,
        sum(case when product = 'fund' then balance end) as fund_known,
        sum(case when product = 'insurance' then balance end) as insurance_known,
        count_if(product = 'deposit' and balance is null) as deposit_unknown,
        count_if(product = 'wealth' and balance is null) as wealth_unknown,
        count_if(product = 'fund' and balance is null) as fund_unknown,
        count_if(product = 'insurance' and balance is null) as insurance_unknown
    from valued
    group by party_id, day
    having count(balance) > 0
),

whole as (
    select
        party_id,
        day,
        case when deposit_unknown = 0 then coalesce(deposit_known, 0) end as deposit,
        case when wealth_unknown = 0 then coalesce(wealth_known, 0) end as wealth,
        case when fund_unknown = 0 then coalesce(fund_known, 0) end as fund,
        case when insurance_unknown = 0 then coalesce(insurance_known, 0) end as insurance
    from known
),

party_days as (
    select
        party_id,
        {{ param('month') }} as month,
        day,
        cast(deposit as decimal(18,2)) as deposit_day,
        cast(wealth as decimal(18,2)) as wealth_product_day,
        cast(fund as decimal(18,2)) as fund_day,
        cast(insurance as decimal(18,2)) as insurance_day,
        cast(deposit + wealth + fund + insurance as decimal(18,2)) as aum_day
    from whole
)

select * from party_days

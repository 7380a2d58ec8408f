-- What a party holds at other banks, as its managers have noted it. Nobody writes down when a note
-- was made: it holds for every month from the one in which its record is known, until its own
-- maturity; after that day the money may have gone anywhere.
with records as (
    select
        records.record_id,
        party_map.party_id,
        records.known_since
    from {{ ref('identity.records') }} records
    join {{ ref('identity.party_map') }} party_map on party_map.record_id = records.record_id
),

rates as (
    select
        currency,
        rate
    from {{ ref('identity.rates') }}
    where month = {{ param('month') }}
),

accounts as (
    select
        party_id,
        aum_end
    from {{ ref('features.party_accounts') }}
),

notes as (
    select
        records.party_id,
        held.bank,
        coalesce(held.product, '') as product,
        coalesce(held.product, '') in ('mortgage', 'loan', 'card') as is_loan,
        held.maturity_date,
        case
            when held.currency = {{ param('base_currency') }} then held.amount
            else {{ at_rate(held.amount, rates.rate) }}
        end as amount
    from {{ ref('identity.held_elsewhere') }} held
    join records on records.record_id = held.record_id
    left join rates on rates.currency = held.currency
    where
        (
            records.known_since is null
            or records.known_since <= {{ last_day({{ param('month') }}) }}
        )
        and (
            held.maturity_date is null
            or held.maturity_date > {{ last_day({{ param('month') }}) }}
        )
),

sums as (
    select
        party_id,
        sum(case when not is_loan then amount end) as known,
        sum(case when product = 'deposit' then amount end) as deposit_known,
        sum(case when product in ('wealth', 'fund') then amount end) as invested_known,
        sum(case when is_loan then amount end) as loan_known,
        sum(
            case
                when not is_loan
                    and maturity_date <= {{ add_days({{ last_day({{ param('month') }}) }}, 90) }}
                    then amount
            end
        ) as maturing_known,
        min(case when not is_loan then maturity_date end) as next_maturity_date,
        count_if(not is_loan) as assets,
        count(distinct bank) as banks,
        count_if(not is_loan and amount is null) as unknown,
        count_if(is_loan and amount is null) as loan_unknown
    from notes
    group by party_id
),

bank_sums as (
    select
        party_id,
        bank,
        sum(amount) as amount
    from notes
    where
        not is_loan
        and bank is not null
    group by
        party_id,
        bank
),

ranked as (
    select
        party_id,
        bank,
        row_number() over (
            partition by party_id order by coalesce(amount, 0) desc, bank
        ) as place
    from bank_sums
),

whole as (
    select
        sums.*,
        case when sums.unknown = 0 and sums.assets > 0 then sums.known end as held,
        case when accounts.party_id is null then 0 else accounts.aum_end end as aum
    from sums
    left join accounts on accounts.party_id = sums.party_id
),

party_elsewhere as (
    select
        whole.party_id,
        {{ param('month') }} as month,
        cast(whole.held as decimal(18,2)) as held_elsewhere,
        cast(
            case when whole.held is not null then coalesce(whole.deposit_known, 0) end
            as decimal(18,2)
        ) as deposit_elsewhere,
        cast(
            case when whole.held is not null then coalesce(whole.invested_known, 0) end
            as decimal(18,2)
        ) as invested_elsewhere,
        cast(
            case when whole.held is not null then coalesce(whole.maturing_known, 0) end
            as decimal(18,2)
        ) as held_elsewhere_maturing_90d,
        whole.next_maturity_date as next_maturity_elsewhere_date,
        cast(
            case when whole.loan_unknown = 0 then whole.loan_known end as decimal(18,2)
        ) as loan_elsewhere,
        {{ share(whole.aum, whole.aum + whole.held) }} as wallet_share,
        cast(whole.banks as integer) as competitors,
        ranked.bank as main_competitor
    from whole
    left join ranked
        on ranked.party_id = whole.party_id
        and ranked.place = 1
)

select * from party_elsewhere

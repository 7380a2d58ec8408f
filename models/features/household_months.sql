-- What households hold and owe in a month. Every party counts once: those who have consented in
-- their household, all others on the line of those without one.
with party_months as (
    select
        party_id,
        aum_avg_month,
        aum_end_month,
        loan_balance
    from {{ ref('features.party_months') }}
),

members as (
    select party_id, household_id from {{ ref('identity.household_members') }}
),

held as (
    select
        coalesce(members.household_id, 0) as household_id,
        count(*) as parties,
        sum(party_months.aum_avg_month) as aum_avg,
        sum(party_months.aum_end_month) as aum_end,
        sum(party_months.loan_balance) as loan,
        count_if(
            party_months.aum_avg_month is null
            or party_months.aum_end_month is null
            or party_months.loan_balance is null
        ) as unknown
    from party_months
    left join members on members.party_id = party_months.party_id
    group by coalesce(members.household_id, 0)
),

household_months as (
    select
        household_id,
        {{ param('month') }} as month,
        cast(parties as integer) as parties,
        cast(unknown as integer) as parties_unknown,
        cast(coalesce(aum_avg, 0) as decimal(18,2)) as aum_avg_month,
        cast(coalesce(aum_end, 0) as decimal(18,2)) as aum_end_month,
        cast(coalesce(loan, 0) as decimal(18,2)) as loan_balance
    from held
)

select * from household_months

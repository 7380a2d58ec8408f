-- Members of households in the words of the one model of the bank.
with households as (
    select * from {{ ref('staging.sample__households') }}
),

household_memberships as (
    select
        {{ record_id('sample', 'household', cast(household_no as varchar)) }} as household_id,
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as record_id,
        has_consented,
        from_date,
        until_date
    from households
)

select * from household_memberships

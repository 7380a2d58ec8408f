-- Instalments of loans as they stood on the as-of day: what was paid later is not paid yet.
with delivered as (
    select * from {{ ref('identity.*__repayments') }} of_systems
    where coalesce(due_date, paid_date) <= {{ param('as_of') }}
),

known as (
    select
        *,
        paid_date is not null and paid_date <= {{ param('as_of') }} as is_paid
    from delivered
),

repayments as (
    select
        repayment_id,
        account_id,
        due_date,
        principal_due,
        interest_due,
        case when is_paid then paid_date end as paid_date,
        case when is_paid then principal_paid end as principal_paid,
        case when is_paid then interest_paid end as interest_paid,
        cast(
            case
                when is_paid and paid_date <= due_date then 0
                when is_paid then {{ days_between(due_date, paid_date) }}
                else {{ days_between(due_date, {{ param('as_of') }}) }}
            end as integer
        ) as overdue_days
    from known
)

select * from repayments

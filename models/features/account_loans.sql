-- What a loan, a mortgage or a card was at the end of a month, as known on its last day. It
-- names no party: a merge of parties rewrites none of it. A loan stays for the two years after its
-- end, as the worst that was overdue looks back as far.
with accounts as (
    select
        account_id,
        system,
        owner_record_id,
        product,
        currency,
        opened_date,
        case when closed_date <= {{ last_day({{ param('month') }}) }} then closed_date end
            as closed_date
    from {{ ref('identity.accounts') }}
    where
        opened_date <= {{ last_day({{ param('month') }}) }}
        and (
            closed_date is null
            or closed_date >= {{ first_day({{ add_months({{ param('month') }}, -23) }}) }}
        )
),

loans as (
    select * from {{ ref('identity.loans') }}
),

repayments as (
    select
        account_id,
        due_date,
        principal_due,
        interest_due,
        principal_paid,
        case when paid_date <= {{ last_day({{ param('month') }}) }} then paid_date end as paid_date
    from {{ ref('identity.repayments') }}
    where coalesce(due_date, paid_date) <= {{ last_day({{ param('month') }}) }}
),

balances as (
    select account_id, balance_end from {{ ref('identity.balances') }}
    where month = {{ param('month') }}
),

month_rates as (
    select currency, rate from {{ ref('identity.rates') }}
    where month = {{ param('month') }}
),

known_cards as (
    select
        account_id,
        credit_limit,
        issued_date,
        case grade
            when 'junior' then 1
            when 'classic' then 2
            when 'gold' then 3
            when 'platinum' then 4
            when 'diamond' then 5
        end as grade_no,
        cancelled_date is null or cancelled_date > {{ last_day({{ param('month') }}) }}
            as is_in_use
    from {{ ref('identity.cards') }}
    where issued_date <= {{ last_day({{ param('month') }}) }}
),

-- Cards that draw on one account share its limit, which only one of them need tell.
account_cards as (
    select
        account_id,
        cast(count_if(is_in_use) as integer) as cards_in_use,
        max(case when is_in_use then grade_no end) as card_grade_no,
        case when count_if(is_in_use) = 0 then cast(0 as decimal(18,2))
            else max(case when is_in_use then credit_limit end) end as card_limit,
        min(case when is_in_use then issued_date end) as card_date
    from known_cards
    group by account_id
),

credit_accounts as (
    select
        accounts.*,
        account_cards.cards_in_use,
        account_cards.card_grade_no,
        account_cards.card_limit,
        account_cards.card_date,
        accounts.closed_date is null as is_open,
        case
            when accounts.currency = {{ param('base_currency') }} then cast(1 as decimal(18,8))
            else month_rates.rate
        end as rate
    from accounts
    left join account_cards on account_cards.account_id = accounts.account_id
    left join month_rates on month_rates.currency = accounts.currency
    where
        accounts.product in ('mortgage', 'loan')
        or (accounts.closed_date is null
            and (accounts.product = 'card' or account_cards.cards_in_use > 0))
),

-- What is not paid by the last day, or by the day on which the loan was closed, is late until then.
settled as (
    select
        repayments.*,
        credit_accounts.is_open,
        coalesce(
            repayments.paid_date,
            credit_accounts.closed_date,
            {{ last_day({{ param('month') }}) }}
        ) as settled_date,
        repayments.principal_due + repayments.interest_due as amount_due
    from repayments
    join credit_accounts on credit_accounts.account_id = repayments.account_id
    where
        credit_accounts.closed_date is null
        or repayments.paid_date is not null
        or repayments.due_date <= credit_accounts.closed_date
),

late as (
    select
        *,
        case when settled_date > due_date then {{ days_between(due_date, settled_date) }} else 0
            end as late_days,
        settled_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }} as is_in_12m,
        settled_date >= {{ first_day({{ add_months({{ param('month') }}, -23) }}) }} as is_in_24m,
        due_date >= {{ first_day({{ param('month') }}) }} as is_due_month,
        due_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }} as is_due_12m,
        paid_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }} as is_paid_12m,
        is_open and paid_date is null and due_date < {{ last_day({{ param('month') }}) }}
            as is_overdue
    from settled
),

instalments as (
    select
        account_id,
        count(due_date) as dated,
        count(*) as told,
        sum(case when is_due_month then amount_due end) as due_month,
        count_if(is_due_month and amount_due is null) as due_month_unknown,
        count_if(is_due_12m) as due_12m,
        count_if(is_due_12m and late_days = 0) as on_time_12m,
        sum(
            case when is_paid_12m and principal_paid > principal_due
                then principal_paid - principal_due end
        ) as prepaid_12m,
        sum(case when is_overdue then amount_due end) as overdue,
        count_if(is_overdue and amount_due is null) as overdue_unknown,
        max(case when is_overdue then late_days else 0 end) as overdue_days,
        max(case when is_in_12m then late_days else 0 end) as overdue_days_12m,
        max(case when is_in_24m then late_days else 0 end) as overdue_days_24m,
        count_if(is_in_12m and late_days > 0) as overdue_times_12m,
        max(paid_date) as paid_last_date
    from late
    group by account_id
),

-- A system that tells days due tells those of all its loans: one without any has none due yet.
scheduled as (
    select distinct credit_accounts.system
    from instalments
    join credit_accounts on credit_accounts.account_id = instalments.account_id
    where instalments.dated > 0 and credit_accounts.product in ('mortgage', 'loan')
),

joined as (
    select
        credit_accounts.*,
        loans.principal,
        loans.rate_yearly,
        loans.due_date as end_date,
        loans.guarantee in ('mortgage', 'pledge') as is_secured,
        case loans.loan_class
            when 'normal' then 1
            when 'special_mention' then 2
            when 'substandard' then 3
            when 'doubtful' then 4
            when 'loss' then 5
        end as loan_class_no,
        balances.balance_end,
        credit_accounts.product in ('mortgage', 'loan') as is_loan,
        coalesce(instalments.dated, 0) > 0
            or (scheduled.system is not null and instalments.account_id is null) as is_known,
        instalments.due_month,
        coalesce(instalments.due_month_unknown, 0) as due_month_unknown,
        coalesce(instalments.due_12m, 0) as due_12m,
        coalesce(instalments.on_time_12m, 0) as on_time_12m,
        instalments.prepaid_12m,
        instalments.overdue,
        coalesce(instalments.overdue_unknown, 0) as overdue_unknown,
        coalesce(instalments.overdue_days, 0) as overdue_days,
        coalesce(instalments.overdue_days_12m, 0) as overdue_days_12m,
        coalesce(instalments.overdue_days_24m, 0) as overdue_days_24m,
        coalesce(instalments.overdue_times_12m, 0) as overdue_times_12m,
        instalments.paid_last_date
    from credit_accounts
    left join loans on loans.account_id = credit_accounts.account_id
    left join balances on balances.account_id = credit_accounts.account_id
    left join instalments on instalments.account_id = credit_accounts.account_id
    left join scheduled on scheduled.system = credit_accounts.system
),

account_loans as (
    select
        account_id,
        {{ param('month') }} as month,
        owner_record_id,
        product,
        opened_date,
        is_open,
        case when is_open and product <> 'deposit' then balance_end end as owed,
        {{ at_rate(principal, rate) }} as principal,
        rate_yearly,
        end_date,
        is_secured,
        loan_class_no,
        case when is_loan then is_known end as is_schedule_known,
        case when is_loan and is_known and due_month_unknown = 0
            then {{ at_rate(coalesce(due_month, 0), rate) }} end as due_month,
        cast(case when is_loan and is_known then due_12m end as integer) as due_12m,
        cast(case when is_loan and is_known then on_time_12m end as integer) as on_time_12m,
        case when is_loan and is_known
            then {{ at_rate(coalesce(prepaid_12m, 0), rate) }} end
            as prepaid_12m,
        case when is_loan and is_known and overdue_unknown = 0
            then {{ at_rate(coalesce(overdue, 0), rate) }} end as overdue,
        cast(case when is_loan and is_known then overdue_days end as integer) as overdue_days,
        cast(case when is_loan and is_known then overdue_days_12m end as integer)
            as overdue_days_12m,
        cast(case when is_loan and is_known then overdue_days_24m end as integer)
            as overdue_days_24m,
        cast(case when is_loan and is_known then overdue_times_12m end as integer)
            as overdue_times_12m,
        paid_last_date,
        coalesce(cards_in_use, 0) as cards_in_use,
        card_grade_no,
        case when product = 'card'
            then {{ at_rate(card_limit, rate) }} end as card_limit,
        card_date
    from joined
)

select * from account_loans

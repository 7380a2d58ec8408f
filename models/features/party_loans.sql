-- What a party owes and how it keeps to it: loans and mortgages by their terms and instalments, and
-- credit cards by their limits. Only parties with one of them, or that had one in two years.
with party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

account_loans as (
    select * from {{ ref('features.account_loans') }}
),

card_spends as (
    select account_id, card_out from {{ ref('features.account_flows') }}
    where product = 'card'
),

-- A loan whose term is over and of which nothing is owed is settled, even if no system closes it.
held as (
    select
        party_map.party_id,
        account_loans.*,
        card_spends.card_out,
        account_loans.product in ('mortgage', 'loan') as is_loan,
        account_loans.product in ('mortgage', 'loan')
        and account_loans.is_open
        and not coalesce(
            account_loans.owed = 0
            and account_loans.end_date <= {{ last_day({{ param('month') }}) }}
            and coalesce(account_loans.overdue, 0) = 0,
            false
        ) as is_running,
        account_loans.product = 'card' and account_loans.is_open as is_card,
        account_loans.end_date > {{ last_day({{ param('month') }}) }} as has_future,
        {{ days_between({{ last_day({{ param('month') }}) }}, account_loans.end_date) }}
            as days_left,
        {{ month_index({{ month_of(account_loans.end_date) }}) }}
        - {{ month_index({{ param('month') }}) }} as months_left
    from account_loans
    join party_map on party_map.record_id = account_loans.owner_record_id
    left join card_spends on card_spends.account_id = account_loans.account_id
),

known as (
    select
        party_id,
        count_if(is_running) as loans_running,
        sum(case when is_running then principal end) as principal,
        count_if(is_running and principal is null) as principal_unknown,
        sum(case when is_running then owed end) as owed,
        count_if(is_running and owed is null) as owed_unknown,
        sum(case when is_running and product = 'mortgage' then owed end) as mortgage,
        sum(case when is_running and is_secured then owed end) as secured,
        count_if(is_running and is_secured is null and owed <> 0) as secured_unknown,
        sum(case when is_running then owed * rate_yearly end) as interest,
        count_if(is_running and rate_yearly is null and owed <> 0) as rate_unknown,
        max(case when is_running and months_left > 0 then months_left else 0 end) as months_left,
        count_if(is_running and end_date is null) as end_unknown,
        min(case when is_running and has_future then end_date end) as end_date,
        count_if(is_running and days_left between 1 and 90) as ending_90d,
        max(case when is_running then opened_date end) as newest_date,
        max(case when is_running then loan_class_no end) as loan_class_no,
        count_if(is_loan and not is_schedule_known) as schedule_unknown,
        count_if(is_running and not is_schedule_known) as running_unknown,
        sum(case when is_loan then due_month end) as due_month,
        count_if(is_loan and due_month is null) as due_month_unknown,
        sum(case when is_loan then due_12m end) as due_12m,
        sum(case when is_loan then on_time_12m end) as on_time_12m,
        sum(case when is_loan then prepaid_12m end) as prepaid_12m,
        count_if(is_loan and prepaid_12m is null) as prepaid_unknown,
        max(case when is_loan then paid_last_date end) as paid_last_date,
        sum(case when is_running then overdue end) as overdue,
        count_if(is_running and overdue is null) as overdue_unknown,
        max(case when is_running then overdue_days end) as overdue_days,
        count_if(is_running and overdue_days > 0) as overdue_loans,
        max(case when is_loan then overdue_days_12m end) as overdue_days_12m,
        max(case when is_loan then overdue_days_24m end) as overdue_days_24m,
        sum(case when is_loan then overdue_times_12m end) as overdue_times_12m,
        sum(cards_in_use) as cards_in_use,
        max(card_grade_no) as card_grade_no,
        min(card_date) as card_date,
        count_if(is_card) as card_accounts,
        sum(case when is_card then card_limit end) as card_limit,
        count_if(is_card and card_limit is null) as card_limit_unknown,
        sum(case when is_card then owed end) as card_owed,
        count_if(is_card and owed is null) as card_owed_unknown,
        sum(case when is_card then card_out end) as card_out
    from held
    group by party_id
),

whole as (
    select
        *,
        case when principal_unknown = 0 then coalesce(principal, 0) end as loan_principal,
        case when owed_unknown = 0 then coalesce(owed, 0) end as loan_owed,
        case when overdue_unknown = 0 then coalesce(overdue, 0) end as loan_overdue,
        case when running_unknown = 0 then coalesce(overdue_days, 0) end as days_overdue,
        case when card_limit_unknown = 0 then coalesce(card_limit, 0) end as limit_of_cards,
        case when card_owed_unknown = 0 then coalesce(card_owed, 0) end as owed_on_cards,
        coalesce(card_out, 0) as spent_by_card
    from known
),

-- A card that is paid beyond what was owed uses nothing of its limit.
used as (
    select
        *,
        case when owed_on_cards < 0 then 0 else owed_on_cards end as card_used,
        -- Small sums keep the digits of their interest: a share takes amounts in cents.
        case when loan_owed < 1000000000 then 1000000 else 1 end as magnifier
    from whole
),

party_loans as (
    select
        party_id,
        {{ param('month') }} as month,
        cast(loans_running as integer) as loans_running,
        cast(loan_principal as decimal(18,2)) as loan_principal,
        cast(loan_owed as decimal(18,2)) as loan_owed,
        {{ share(loan_principal - loan_owed, loan_principal) }} as loan_repaid_share,
        case when owed_unknown = 0
            then {{ share(coalesce(mortgage, 0), loan_owed) }} end as mortgage_share,
        case when owed_unknown = 0 and secured_unknown = 0
            then {{ share(coalesce(secured, 0), loan_owed) }} end as secured_share,
        case when owed_unknown = 0 and rate_unknown = 0
            then {{ share(interest * magnifier, loan_owed * magnifier) }} end as loan_rate_avg,
        cast(
            case when loans_running > 0 and end_unknown = 0 then months_left end as integer
        ) as loan_months_left,
        end_date as loan_end_date,
        case
            when ending_90d > 0 then true
            when end_unknown = 0 then false
        end as loan_end_90d,
        newest_date as loan_newest_date,
        cast(
            case when due_month_unknown = 0 then coalesce(due_month, 0) end as decimal(18,2)
        ) as instalment_month,
        cast(
            case when schedule_unknown = 0 then coalesce(due_12m, 0) end as integer
        ) as instalments_12m,
        case when schedule_unknown = 0
            then {{ share(on_time_12m, due_12m) }} end as instalments_on_time_share_12m,
        cast(
            case when prepaid_unknown = 0 then coalesce(prepaid_12m, 0) end as decimal(18,2)
        ) as prepaid_12m,
        paid_last_date as instalment_paid_last_date,
        cast(loan_overdue as decimal(18,2)) as overdue_amount,
        {{ share(loan_overdue, loan_owed) }} as overdue_share,
        cast(
            case when running_unknown = 0 then overdue_loans end as integer
        ) as overdue_loans,
        cast(days_overdue as integer) as overdue_days,
        cast(
            case when schedule_unknown = 0 then coalesce(overdue_days_12m, 0) end as integer
        ) as overdue_days_max_12m,
        cast(
            case when schedule_unknown = 0 then coalesce(overdue_days_24m, 0) end as integer
        ) as overdue_days_max_24m,
        cast(
            case when schedule_unknown = 0 then coalesce(overdue_times_12m, 0) end as integer
        ) as overdue_times_12m,
        case
            when loans_running = 0 then null
            when days_overdue > 360 then 'loss'
            when days_overdue > 270 then 'doubtful'
            when days_overdue > 90 then 'substandard'
            when days_overdue > 0 then 'special_mention'
            when days_overdue = 0 then 'normal'
        end as overdue_class,
        case loan_class_no
            when 1 then 'normal'
            when 2 then 'special_mention'
            when 3 then 'substandard'
            when 4 then 'doubtful'
            when 5 then 'loss'
        end as loan_class_worst,
        cast(cards_in_use as integer) as cards_in_use,
        case card_grade_no
            when 1 then 'junior'
            when 2 then 'classic'
            when 3 then 'gold'
            when 4 then 'platinum'
            when 5 then 'diamond'
        end as card_grade_best,
        cast(
            {{ month_index({{ param('month') }}) }}
            - {{ month_index({{ month_of(card_date) }}) }} as integer
        ) as card_tenure_months,
        cast(limit_of_cards as decimal(18,2)) as card_limit,
        cast(owed_on_cards as decimal(18,2)) as card_balance,
        {{ share(card_used, limit_of_cards) }} as card_utilisation,
        cast(
            case when card_used > limit_of_cards then 0 else limit_of_cards - card_used end
            as decimal(18,2)
        ) as card_capacity_unused,
        cast(spent_by_card as decimal(18,2)) as credit_card_spend_month,
        {{ share(spent_by_card, limit_of_cards) }} as card_spend_to_limit,
        cast(loan_principal + limit_of_cards as decimal(18,2)) as credit_limit,
        {{ share(loan_owed + card_used, loan_principal + limit_of_cards) }} as credit_used_share
    from used
)

select * from party_loans

-- How the bank and a party deal with each other: contacts, complaints, questionnaires, campaigns,
-- and who looks after it. All is counted by its day up to the end of the month. Planned contacts
-- are not looked at: nobody delivers since when a plan stands, and a month would see the future.
with party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

contacts as (
    select
        record_id,
        contacted_date,
        direction,
        channel,
        outcome,
        contacted_date >= {{ first_day({{ param('month') }}) }} as is_month,
        contacted_date >= {{ first_day({{ add_months({{ param('month') }}, -2) }}) }} as is_3m,
        contacted_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }} as is_12m
    from {{ ref('identity.contacts') }}
    where contacted_date <= {{ last_day({{ param('month') }}) }}
),

complaints as (
    select
        record_id,
        severity,
        opened_date,
        case when closed_date <= {{ last_day({{ param('month') }}) }} then closed_date end
            as closed_date,
        outcome,
        opened_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }} as is_12m
    from {{ ref('identity.complaints') }}
    where opened_date <= {{ last_day({{ param('month') }}) }}
),

questionnaires as (
    select
        party_map.party_id,
        questionnaires.answered_date,
        questionnaires.valid_until_date,
        questionnaires.risk_capacity
    from {{ ref('identity.questionnaires') }} questionnaires
    join party_map on party_map.record_id = questionnaires.record_id
    where questionnaires.answered_date <= {{ last_day({{ param('month') }}) }}
),

members as (
    select
        party_map.party_id,
        members.campaign_id,
        case when members.contacted_date <= {{ last_day({{ param('month') }}) }}
            then members.contacted_date end as contacted_date,
        case when members.responded_date <= {{ last_day({{ param('month') }}) }}
            then members.responded_date end as responded_date
    from {{ ref('identity.campaign_members') }} members
    join party_map on party_map.record_id = members.record_id
    where members.arm = 'treated'
),

books as (
    select
        party_map.party_id,
        books.staff_id,
        books.business_line,
        books.from_date,
        books.role = 'main' as is_main,
        coalesce(books.until_date >= {{ last_day({{ param('month') }}) }}, true) as is_in_force
    from {{ ref('identity.books') }} books
    join party_map on party_map.record_id = books.record_id
    where
        books.from_date <= {{ last_day({{ param('month') }}) }}
        and (
            books.until_date is null
            or books.until_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }}
        )
),

record_contacts as (
    select
        record_id,
        count_if(is_month) as contacts_month,
        count_if(is_3m) as contacts_3m,
        count_if(is_12m) as contacts_12m,
        count_if(is_12m and outcome in ('reached', 'deal')) as reached_12m,
        count_if(is_12m and outcome = 'refused') as refused_12m,
        count_if(is_12m and outcome = 'deal') as deals_12m,
        count_if(is_12m and direction = 'in') as enquiries_12m,
        count_if(is_12m and channel = 'visit') as visits_12m,
        count_if(is_12m and channel = 'video') as videos_12m,
        count_if(is_12m and channel = 'branch') as branches_12m,
        count_if(is_12m and channel = 'phone') as phones_12m,
        count_if(is_12m and channel = 'message') as messages_12m,
        max(contacted_date) as contact_date,
        max(case when outcome in ('reached', 'deal') then contacted_date end) as reached_date
    from contacts
    group by record_id
),

party_contacts as (
    select
        party_map.party_id,
        sum(contacts_month) as contacts_month,
        sum(contacts_3m) as contacts_3m,
        sum(contacts_12m) as contacts_12m,
        sum(reached_12m) as reached_12m,
        sum(refused_12m) as refused_12m,
        sum(deals_12m) as deals_12m,
        sum(enquiries_12m) as enquiries_12m,
        sum(visits_12m) as visits_12m,
        sum(videos_12m) as videos_12m,
        sum(branches_12m) as branches_12m,
        sum(phones_12m) as phones_12m,
        sum(messages_12m) as messages_12m,
        max(contact_date) as contact_date,
        max(reached_date) as reached_date
    from record_contacts
    join party_map on party_map.record_id = record_contacts.record_id
    group by party_map.party_id
),

party_complaints as (
    select
        party_map.party_id,
        count_if(complaints.is_12m) as complaints_12m,
        count_if(complaints.closed_date is null) as complaints_open,
        min(case when complaints.closed_date is null then complaints.opened_date end)
            as open_since_date,
        max(complaints.opened_date) as complaint_date,
        max(case when complaints.is_12m then complaints.severity end) as severity_max_12m,
        count_if(
            complaints.outcome = 'upheld'
            and complaints.closed_date
            >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }}
        ) as upheld_12m
    from complaints
    join party_map on party_map.record_id = complaints.record_id
    group by party_map.party_id
),

latest_answers as (
    select party_id, max(answered_date) as answered_date
    from questionnaires
    group by party_id
),

-- Of several answers of one day the most careful one counts.
party_questionnaires as (
    select
        latest_answers.party_id,
        latest_answers.answered_date,
        min(questionnaires.risk_capacity) as risk_capacity,
        min(questionnaires.valid_until_date) as valid_until_date
    from latest_answers
    join questionnaires
        on questionnaires.party_id = latest_answers.party_id
        and questionnaires.answered_date = latest_answers.answered_date
    group by latest_answers.party_id, latest_answers.answered_date
),

-- A party may stand in a campaign by several of its records.
party_members as (
    select
        party_id,
        campaign_id,
        max(contacted_date) as contacted_date,
        max(responded_date) as responded_date
    from members
    group by party_id, campaign_id
),

party_campaigns as (
    select
        party_id,
        count_if(
            contacted_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }}
        ) as campaigns_12m,
        count_if(
            responded_date >= {{ first_day({{ add_months({{ param('month') }}, -11) }}) }}
        ) as responses_12m,
        max(contacted_date) as campaign_date
    from party_members
    where contacted_date is not null or responded_date is not null
    group by party_id
),

party_books as (
    select
        party_id,
        count_if(is_main and is_in_force) as main_books,
        count(distinct case when is_in_force then staff_id end) as managers,
        count(distinct case when is_main and is_in_force then business_line end) as main_lines,
        min(case when is_main and is_in_force then from_date end) as main_since_date,
        count(distinct case when is_main then staff_id end) as main_managers_12m
    from books
    group by party_id
),

served as (
    select party_id from party_contacts
    union
    select party_id from party_complaints
    union
    select party_id from party_questionnaires
    union
    select party_id from party_campaigns
    union
    select party_id from party_books
),

party_dealings as (
    select
        served.party_id,
        {{ param('month') }} as month,
        cast(coalesce(party_contacts.contacts_month, 0) as integer) as contacts_month,
        cast(coalesce(party_contacts.contacts_3m, 0) as integer) as contacts_3m,
        cast(coalesce(party_contacts.contacts_12m, 0) as integer) as contacts_12m,
        cast(coalesce(party_contacts.reached_12m, 0) as integer) as contacts_reached_12m,
        cast(coalesce(party_contacts.refused_12m, 0) as integer) as contacts_refused_12m,
        cast(coalesce(party_contacts.deals_12m, 0) as integer) as contact_deals_12m,
        cast(coalesce(party_contacts.visits_12m, 0) as integer) as visits_12m,
        cast(coalesce(party_contacts.enquiries_12m, 0) as integer) as enquiries_12m,
        -- Of equally frequent channels the more personal one.
        case
            when coalesce(party_contacts.contacts_12m, 0) = 0 then null
            when visits_12m >= videos_12m and visits_12m >= branches_12m
                and visits_12m >= phones_12m and visits_12m >= messages_12m then 'visit'
            when videos_12m >= branches_12m and videos_12m >= phones_12m
                and videos_12m >= messages_12m then 'video'
            when branches_12m >= phones_12m and branches_12m >= messages_12m then 'branch'
            when phones_12m >= messages_12m then 'phone'
            else 'message'
        end as contact_channel_main_12m,
        party_contacts.contact_date as contact_last_date,
        cast(
            {{ days_between(party_contacts.contact_date, {{ last_day({{ param('month') }}) }}) }}
            as integer
        ) as days_since_contact,
        cast(
            {{ days_between(party_contacts.reached_date, {{ last_day({{ param('month') }}) }}) }}
            as integer
        ) as days_since_contact_reached,
        cast(coalesce(party_complaints.complaints_12m, 0) as integer) as complaints_12m,
        cast(coalesce(party_complaints.complaints_open, 0) as integer) as complaints_open,
        cast(
            {{ days_between(
                party_complaints.open_since_date, {{ last_day({{ param('month') }}) }}
            ) }} as integer
        ) as complaint_open_days_max,
        party_complaints.complaint_date as complaint_last_date,
        party_complaints.severity_max_12m as complaint_severity_max_12m,
        cast(coalesce(party_complaints.upheld_12m, 0) as integer) as complaints_upheld_12m,
        party_questionnaires.risk_capacity,
        party_questionnaires.valid_until_date >= {{ last_day({{ param('month') }}) }}
            as risk_capacity_valid,
        party_questionnaires.answered_date as questionnaire_date,
        party_questionnaires.valid_until_date as questionnaire_until_date,
        cast(
            {{ days_between(
                {{ last_day({{ param('month') }}) }}, party_questionnaires.valid_until_date
            ) }} as integer
        ) as questionnaire_days_left,
        cast(coalesce(party_campaigns.campaigns_12m, 0) as integer) as campaigns_12m,
        cast(coalesce(party_campaigns.responses_12m, 0) as integer) as campaign_responses_12m,
        party_campaigns.campaign_date as campaign_last_date,
        coalesce(party_books.main_books, 0) > 0 as has_main_manager,
        cast(coalesce(party_books.managers, 0) as integer) as managers,
        cast(coalesce(party_books.main_lines, 0) as integer) as main_manager_lines,
        party_books.main_since_date as main_manager_since_date,
        cast(coalesce(party_books.main_managers_12m, 0) as integer) as main_managers_12m
    from served
    left join party_contacts on party_contacts.party_id = served.party_id
    left join party_complaints on party_complaints.party_id = served.party_id
    left join party_questionnaires on party_questionnaires.party_id = served.party_id
    left join party_campaigns on party_campaigns.party_id = served.party_id
    left join party_books on party_books.party_id = served.party_id
)

select * from party_dealings

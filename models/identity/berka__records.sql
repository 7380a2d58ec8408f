-- Every client of Berka is a person. Names were removed before the data was published.
with clients as (
    select * from {{ ref('staging.berka__client') }}
),

dispositions as (
    select * from {{ ref('staging.berka__disp') }}
),

bank_accounts as (
    select * from {{ ref('staging.berka__account') }}
),

districts as (
    select * from {{ ref('staging.berka__district') }}
),

owned as (
    select
        dispositions.client_id,
        bank_accounts.district_id,
        bank_accounts.opened_date,
        row_number() over (
            partition by dispositions.client_id
            order by bank_accounts.opened_date, bank_accounts.account_id
        ) as account_no
    from dispositions
    join bank_accounts on bank_accounts.account_id = dispositions.account_id
    where dispositions.role = 'OWNER'
),

first_owned as (
    select
        owned.client_id,
        owned.opened_date,
        districts.name as branch
    from owned
    join districts on districts.district_id = owned.district_id
    where owned.account_no = 1
),

records as (
    select
        {{ record_id('berka', 'client', cast(clients.client_id as varchar)) }} as record_id,
        'berka' as system,
        'client' as entity,
        cast(clients.client_id as varchar) as source_key,
        'person' as kind,
        cast(null as varchar) as name_masked,
        clients.birth_date,
        clients.sex,
        first_owned.branch,
        districts.region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        first_owned.opened_date as known_since
    from clients
    join districts on districts.district_id = clients.district_id
    left join first_owned on first_owned.client_id = clients.client_id
)

select * from records

-- Companies. What is behind the masks stays here.
with firms as (
    select * from {{ source('sample_credit', 'firms') }}
),

renamed as (
    select
        firm_no,
        core_customer_no,
        name,
        credit_code,
        {{ masked_number(credit_code) }} as credit_code_masked,
        legal_person,
        {{ masked_name(legal_person) }} as legal_person_masked,
        phone,
        {{ masked_number(phone) }} as phone_masked,
        address,
        industry,
        group_no,
        founded_on as founded_date,
        employees
    from firms
)

select * from renamed

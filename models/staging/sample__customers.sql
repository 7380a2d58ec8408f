-- Customers. What is behind the masks stays here.
with customers as (
    select * from {{ source('sample', 'customers') }}
),

renamed as (
    select
        customer_no,
        kind,
        name,
        case
            when kind = 'company' then name
            else {{ masked_name(name) }}
        end as name_masked,
        id_number,
        {{ masked_number(id_number) }} as id_number_masked,
        phone,
        {{ masked_number(phone) }} as phone_masked,
        address,
        birth_date,
        sex,
        branch,
        region,
        industry,
        private_banking_agreement,
        annual_sales,
        opened_on as opened_date
    from customers
)

select * from renamed

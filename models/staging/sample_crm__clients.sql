-- Customers as their managers know them. What is behind the masks stays here.
with clients as (
    select * from {{ source('sample_crm', 'clients') }}
),

renamed as (
    select
        client_no,
        core_customer_no,
        name,
        {{ masked_name(name) }} as name_masked,
        phone,
        {{ masked_number(phone) }} as phone_masked,
        id_number,
        {{ masked_number(id_number) }} as id_number_masked,
        address,
        email,
        occupation
    from clients
)

select * from renamed

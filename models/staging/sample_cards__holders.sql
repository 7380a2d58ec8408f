-- Card holders. What is behind the masks stays here.
with holders as (
    select * from {{ source('sample_cards', 'holders') }}
),

renamed as (
    select
        holder_no,
        core_customer_no,
        name,
        {{ masked_name(name) }} as name_masked,
        card_name,
        {{ masked_name(card_name) }} as card_name_masked,
        id_number,
        {{ masked_number(id_number) }} as id_number_masked,
        mobile as phone,
        {{ masked_number(mobile) }} as phone_masked,
        address,
        sex,
        since as opened_date
    from holders
)

select * from renamed

-- Cards, issued for a right to use an account.
with card as (
    select * from {{ source('berka', 'card') }}
),

renamed as (
    select
        card_id,
        disp_id as disposition_id,
        type as card_type,
        issued as issued_date
    from card
)

select * from renamed

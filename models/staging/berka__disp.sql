-- Who may use which account.
with disp as (
    select * from {{ source('berka', 'disp') }}
),

renamed as (
    select
        disp_id as disposition_id,
        client_id,
        account_id,
        type as role
    from disp
)

select * from renamed

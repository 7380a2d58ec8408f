-- Clients of a spreadsheet, amounts from 10,000 yuan to yuan. What is behind the masks stays here.
with clients as (
    select * from {{ source('sample_desk', 'clients') }}
),

renamed as (
    select
        "序号" as line_no,
        "客户/姓名" as name,
        {{ masked_name("客户/姓名") }} as name_masked,
        "客户/手机" as phone,
        {{ masked_number("客户/手机") }} as phone_masked,
        "客户/核心客户号" as core_customer_no,
        "客户/生日" as birth_date,
        "他行资产/银行" as other_bank,
        "他行资产/产品" as other_product,
        cast("他行资产/金额（万元）" * 10000 as decimal(18,2)) as other_amount,
        "他行资产/到期日" as other_maturity_date,
        "下次联系/日期" as next_contact_date,
        "下次联系/事项" as next_contact_subject,
        "备注" as note
    from clients
)

select * from renamed

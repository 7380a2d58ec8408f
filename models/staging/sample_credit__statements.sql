-- Yearly statements of companies.
with firm_statements as (
    select * from {{ source('sample_credit', 'statements') }}
),

renamed as (
    select
        firm_no,
        year as business_year,
        is_audited,
        cash,
        receivables,
        inventories,
        current_assets,
        fixed_assets,
        other_assets,
        total_assets,
        short_loans,
        payables,
        current_liabilities,
        long_loans,
        total_liabilities,
        paid_in_capital,
        retained_earnings,
        total_equity,
        revenue,
        cost_of_sales,
        operating_expenses,
        finance_costs,
        profit_before_tax,
        income_tax,
        net_profit,
        operating_cash_flow
    from firm_statements
)

select * from renamed

-- The statements turned from one row a year to one a line; lines without an amount are left out.
with firm_statements as (
    select * from {{ ref('staging.sample_credit__statements') }}
),

items as (
    select item from (
        values
            ('cash'),
            ('receivables'),
            ('inventories'),
            ('current_assets'),
            ('property_plant_equipment'),
            ('other_noncurrent_assets'),
            ('total_assets'),
            ('short_term_debt'),
            ('accounts_payable'),
            ('current_liabilities'),
            ('long_term_debt'),
            ('total_liabilities'),
            ('paid_in_capital'),
            ('retained_earnings'),
            ('equity'),
            ('revenue'),
            ('cost_of_sales'),
            ('selling_administrative_expenses'),
            ('interest_expense'),
            ('pretax_income'),
            ('income_tax'),
            ('net_income'),
            ('operating_cash_flow')
    ) as t (item)
),

lines as (
    select
        {{ record_id('sample_credit', 'firm', firm_statements.firm_no) }} as record_id,
        {{ last_day(firm_statements.business_year * 100 + 12) }} as period_end_date,
        items.item,
        case items.item
            when 'cash' then firm_statements.cash
            when 'receivables' then firm_statements.receivables
            when 'inventories' then firm_statements.inventories
            when 'current_assets' then firm_statements.current_assets
            when 'property_plant_equipment' then firm_statements.fixed_assets
            when 'other_noncurrent_assets' then firm_statements.other_assets
            when 'total_assets' then firm_statements.total_assets
            when 'short_term_debt' then firm_statements.short_loans
            when 'accounts_payable' then firm_statements.payables
            when 'current_liabilities' then firm_statements.current_liabilities
            when 'long_term_debt' then firm_statements.long_loans
            when 'total_liabilities' then firm_statements.total_liabilities
            when 'paid_in_capital' then firm_statements.paid_in_capital
            when 'retained_earnings' then firm_statements.retained_earnings
            when 'equity' then firm_statements.total_equity
            when 'revenue' then firm_statements.revenue
            when 'cost_of_sales' then firm_statements.cost_of_sales
            when 'selling_administrative_expenses' then firm_statements.operating_expenses
            when 'interest_expense' then firm_statements.finance_costs
            when 'pretax_income' then firm_statements.profit_before_tax
            when 'income_tax' then firm_statements.income_tax
            when 'net_income' then firm_statements.net_profit
            when 'operating_cash_flow' then firm_statements.operating_cash_flow
        end as amount,
        firm_statements.is_audited
    from firm_statements
    cross join items
),

statements as (
    select
        record_id,
        period_end_date,
        12 as period_months,
        item,
        amount,
        'CNY' as currency,
        is_audited
    from lines
    where amount is not null
)

select * from statements

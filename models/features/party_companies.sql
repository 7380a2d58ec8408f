-- What is known of companies: size by the statistical standard, the latest yearly statement with
-- its key ratios, people and pay. A statement has no day of publication: it counts from the last
-- day of the fourth month after its period on, when accounts of the year have to be filed. Figures
-- of the balance sheet are those at the end of the period.
with companies as (
    select
        party_id,
        industry,
        annual_sales
    from {{ ref('identity.parties') }}
    where kind = 'company' and first_month <= {{ param('month') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

lines as (
    select * from {{ ref('features.statement_lines') }}
    where
        {{ month_of(period_end_date) }} <= {{ add_months({{ param('month') }}, -4) }}
),

profiles as (
    select record_id, noted_date, employees from {{ ref('identity.profiles') }}
    where employees is not null and noted_date <= {{ last_day({{ param('month') }}) }}
),

flows as (
    select owner_record_id, salary_out from {{ ref('features.account_flows') }}
),

bounds as (
    select * from {{ ref('features.company_size_bounds') }}
),

-- One statement a row.
yearly as (
    select
        party_map.party_id,
        lines.record_id,
        lines.period_end_date,
        max(case when lines.is_audited then 1 when not lines.is_audited then 0 end) = 1
            as is_audited,
        max(case when lines.item = 'cash' then lines.amount end) as cash,
        max(case when lines.item = 'receivables' then lines.amount end) as receivables,
        max(case when lines.item = 'inventories' then lines.amount end) as inventories,
        max(case when lines.item = 'current_assets' then lines.amount end) as current_assets,
        max(case when lines.item = 'total_assets' then lines.amount end) as total_assets,
        max(case when lines.item = 'current_liabilities' then lines.amount end)
            as current_liabilities,
        max(case when lines.item = 'total_liabilities' then lines.amount end)
            as total_liabilities,
        max(case when lines.item = 'equity' then lines.amount end) as equity,
        max(case when lines.item = 'revenue' then lines.amount end) as revenue,
        max(case when lines.item = 'cost_of_sales' then lines.amount end) as cost_of_sales,
        max(case when lines.item = 'interest_expense' then lines.amount end) as interest_expense,
        max(case when lines.item = 'pretax_income' then lines.amount end) as pretax_income,
        max(case when lines.item = 'net_income' then lines.amount end) as net_income,
        max(case when lines.item = 'operating_cash_flow' then lines.amount end)
            as operating_cash_flow
    from lines
    join party_map on party_map.record_id = lines.record_id
    group by party_map.party_id, lines.record_id, lines.period_end_date
),

-- Where two records of a party have handed in a year, the audited one counts, of equal ones that
-- of the lower id.
ranked as (
    select
        *,
        row_number() over (
            partition by party_id, period_end_date
            order by case when is_audited then 0 else 1 end, record_id
        ) as record_no,
        max(period_end_date) over (partition by party_id) as latest_date
    from yearly
),

latest as (
    select * from ranked
    where record_no = 1 and period_end_date = latest_date
),

before as (
    select
        party_id,
        revenue
    from ranked
    where
        record_no = 1
        and {{ month_of(period_end_date) }} = {{ month_of(latest_date) }} - 100
),

employed as (
    select
        party_map.party_id,
        profiles.employees,
        row_number() over (
            partition by party_map.party_id
            order by profiles.noted_date desc, profiles.record_id
        ) as rank_no
    from profiles
    join party_map on party_map.record_id = profiles.record_id
),

paid as (
    select
        party_map.party_id,
        sum(flows.salary_out) as payroll
    from flows
    join party_map on party_map.record_id = flows.owner_record_id
    group by party_map.party_id
),

known as (
    select
        companies.party_id,
        companies.industry,
        employed.employees,
        coalesce(latest.revenue, companies.annual_sales) as sales,
        latest.total_assets as assets
    from companies
    left join employed on employed.party_id = companies.party_id and employed.rank_no = 1
    left join latest on latest.party_id = companies.party_id
),

-- Steps 0 micro to 3 large of each figure that the standard asks for: 3 where it does not ask, null
-- where the figure is unknown. The standard is in yuan.
steps as (
    select
        known.party_id,
        bounds.employees_large is not null as asks_employees,
        bounds.sales_large is not null as asks_sales,
        bounds.assets_large is not null as asks_assets,
        case
            when bounds.employees_large is null or known.employees >= bounds.employees_large then 3
            when known.employees >= bounds.employees_medium then 2
            when known.employees >= bounds.employees_small then 1
            when known.employees is not null then 0
        end as employees_step,
        case
            when bounds.sales_large is null or known.sales >= bounds.sales_large then 3
            when known.sales >= bounds.sales_medium then 2
            when known.sales >= bounds.sales_small then 1
            when known.sales is not null then 0
        end as sales_step,
        case
            when bounds.assets_large is null or known.assets >= bounds.assets_large then 3
            when known.assets >= bounds.assets_medium then 2
            when known.assets >= bounds.assets_small then 1
            when known.assets is not null then 0
        end as assets_step
    from known
    join bounds on bounds.industry = known.industry
    where {{ param('base_currency') }} = 'CNY'
),

-- Large, medium and small must reach every lower bound, else they go down a step; one figure below
-- is enough for micro.
sizes as (
    select
        party_id,
        case when asks_sales then sales_step end as sales_size,
        case
            when employees_step = 0 or sales_step = 0 or assets_step = 0 then 0
            when employees_step is null or sales_step is null or assets_step is null then null
            when employees_step = 1 or sales_step = 1 or assets_step = 1 then 1
            when employees_step = 2 or sales_step = 2 or assets_step = 2 then 2
            else 3
        end as size
    from steps
),

-- A section of several classes has a size only where all of them agree.
agreed as (
    select
        party_id,
        case when count(size) = count(*) and min(size) = max(size) then min(size) end as size,
        case when count(sales_size) = count(*) and min(sales_size) = max(sales_size)
            then min(sales_size) end as sales_size
    from sizes
    group by party_id
),

party_companies as (
    select
        companies.party_id,
        {{ param('month') }} as month,
        companies.industry,
        employed.employees,
        case agreed.size
            when 3 then 'large'
            when 2 then 'medium'
            when 1 then 'small'
            when 0 then 'micro'
        end as company_size,
        case agreed.sales_size
            when 3 then 'large'
            when 2 then 'medium'
            when 1 then 'small'
            when 0 then 'micro'
        end as company_size_by_sales,
        latest.period_end_date as statement_date,
        latest.is_audited as is_statement_audited,
        latest.total_assets,
        latest.equity,
        latest.revenue,
        latest.net_income as net_profit,
        latest.operating_cash_flow,
        {{ share(latest.current_assets, latest.current_liabilities) }} as current_ratio,
        {{ share(
            latest.current_assets - latest.inventories,
            latest.current_liabilities
        ) }} as quick_ratio,
        {{ share(latest.cash, latest.current_liabilities) }} as cash_ratio,
        {{ share(latest.operating_cash_flow, latest.current_liabilities) }} as cash_flow_ratio,
        {{ share(latest.total_liabilities, latest.total_assets) }} as debt_ratio,
        {{ share(
            latest.pretax_income + latest.interest_expense,
            latest.interest_expense
        ) }} as interest_cover,
        {{ share(latest.revenue - latest.cost_of_sales, latest.revenue) }} as gross_margin,
        {{ share(latest.net_income, latest.revenue) }} as net_margin,
        {{ share(latest.net_income, latest.total_assets) }} as return_on_assets,
        {{ share(latest.net_income, latest.equity) }} as return_on_equity,
        {{ share(latest.revenue, latest.total_assets) }} as asset_turnover,
        cast(
            round({{ share(latest.receivables, latest.revenue) }} * 365) as integer
        ) as receivable_days,
        cast(
            round({{ share(latest.inventories, latest.cost_of_sales) }} * 365) as integer
        ) as inventory_days,
        {{ share(latest.revenue - before.revenue, before.revenue) }} as revenue_growth,
        cast(coalesce(paid.payroll, 0) as decimal(18,2)) as payroll_month
    from companies
    left join employed on employed.party_id = companies.party_id and employed.rank_no = 1
    left join latest on latest.party_id = companies.party_id
    left join before on before.party_id = companies.party_id
    left join agreed on agreed.party_id = companies.party_id
    left join paid on paid.party_id = companies.party_id
)

select * from party_companies

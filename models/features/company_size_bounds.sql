-- When a company is large, medium, small or micro: the bounds of the statistical standard
-- 统计上大中小微型企业划分办法（2017）, National Bureau of Statistics, 国统字〔2017〕213号. People
-- employed; sales and assets in ten thousand yuan; a bound belongs to the larger class. An industry
-- is named as in GB/T 4754 or by the letter of its section. Some sections hold several classes of
-- the standard: such a company may be of any of them. Railways, finance, education, health and
-- public offices are not in the standard.
with bounds as (
    select
        size_class,
        employees_large,
        employees_medium,
        employees_small,
        sales_large,
        sales_medium,
        sales_small,
        assets_large,
        assets_medium,
        assets_small
    from (
        values
            ('farming', null, null, null, 20000, 500, 50, null, null, null),
            ('industry', 1000, 300, 20, 40000, 2000, 300, null, null, null),
            ('construction', null, null, null, 80000, 6000, 300, 80000, 5000, 300),
            ('wholesale', 200, 20, 5, 40000, 5000, 1000, null, null, null),
            ('retail', 300, 50, 10, 20000, 500, 100, null, null, null),
            ('transport', 1000, 300, 20, 30000, 3000, 200, null, null, null),
            ('storage', 200, 100, 20, 30000, 1000, 100, null, null, null),
            ('post', 1000, 300, 20, 30000, 2000, 100, null, null, null),
            ('lodging', 300, 100, 10, 10000, 2000, 100, null, null, null),
            ('catering', 300, 100, 10, 10000, 2000, 100, null, null, null),
            ('information', 2000, 100, 10, 100000, 1000, 100, null, null, null),
            ('software', 300, 100, 10, 10000, 1000, 50, null, null, null),
            ('real_estate', null, null, null, 200000, 1000, 100, 10000, 5000, 2000),
            ('property_management', 1000, 300, 100, 5000, 1000, 500, null, null, null),
            ('leasing_business', 300, 100, 10, null, null, null, 120000, 8000, 100),
            ('other', 300, 100, 10, null, null, null, null, null, null)
    ) as t (
        size_class,
        employees_large,
        employees_medium,
        employees_small,
        sales_large,
        sales_medium,
        sales_small,
        assets_large,
        assets_medium,
        assets_small
    )
),

industries as (
    select
        industry,
        size_class
    from (
        values
            ('农、林、牧、渔业', 'farming'),
            ('A', 'farming'),
            ('采矿业', 'industry'),
            ('B', 'industry'),
            ('制造业', 'industry'),
            ('C', 'industry'),
            ('电力、热力、燃气及水生产和供应业', 'industry'),
            ('D', 'industry'),
            ('建筑业', 'construction'),
            ('E', 'construction'),
            ('批发和零售业', 'wholesale'),
            ('F', 'wholesale'),
            ('批发和零售业', 'retail'),
            ('F', 'retail'),
            ('交通运输、仓储和邮政业', 'transport'),
            ('G', 'transport'),
            ('交通运输、仓储和邮政业', 'storage'),
            ('G', 'storage'),
            ('交通运输、仓储和邮政业', 'post'),
            ('G', 'post'),
            ('住宿和餐饮业', 'lodging'),
            ('H', 'lodging'),
            ('住宿和餐饮业', 'catering'),
            ('H', 'catering'),
            ('信息传输、软件和信息技术服务业', 'information'),
            ('I', 'information'),
            ('信息传输、软件和信息技术服务业', 'software'),
            ('I', 'software'),
            ('房地产业', 'real_estate'),
            ('K', 'real_estate'),
            ('房地产业', 'property_management'),
            ('K', 'property_management'),
            ('房地产业', 'other'),
            ('K', 'other'),
            ('租赁和商务服务业', 'leasing_business'),
            ('L', 'leasing_business'),
            ('科学研究和技术服务业', 'other'),
            ('M', 'other'),
            ('水利、环境和公共设施管理业', 'other'),
            ('N', 'other'),
            ('居民服务、修理和其他服务业', 'other'),
            ('O', 'other'),
            ('文化、体育和娱乐业', 'other'),
            ('R', 'other'),
            ('工业', 'industry'),
            ('批发业', 'wholesale'),
            ('零售业', 'retail'),
            ('交通运输业', 'transport'),
            ('仓储业', 'storage'),
            ('邮政业', 'post'),
            ('住宿业', 'lodging'),
            ('餐饮业', 'catering'),
            ('信息传输业', 'information'),
            ('软件和信息技术服务业', 'software'),
            ('房地产开发经营', 'real_estate'),
            ('物业管理', 'property_management'),
            ('社会工作', 'other')
    ) as t (industry, size_class)
),

company_size_bounds as (
    select
        industries.industry,
        industries.size_class,
        cast(bounds.employees_large as integer) as employees_large,
        cast(bounds.employees_medium as integer) as employees_medium,
        cast(bounds.employees_small as integer) as employees_small,
        cast(bounds.sales_large * 10000 as decimal(18,2)) as sales_large,
        cast(bounds.sales_medium * 10000 as decimal(18,2)) as sales_medium,
        cast(bounds.sales_small * 10000 as decimal(18,2)) as sales_small,
        cast(bounds.assets_large * 10000 as decimal(18,2)) as assets_large,
        cast(bounds.assets_medium * 10000 as decimal(18,2)) as assets_medium,
        cast(bounds.assets_small * 10000 as decimal(18,2)) as assets_small
    from industries
    join bounds on bounds.size_class = industries.size_class
)

select * from company_size_bounds

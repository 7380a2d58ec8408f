-- How much of the bank's business rests on few parties: integers are added up over the values that
-- differ, quotients and logarithms come at the end, and a logarithm is rounded to 12 digits before
-- it is added up, so that the sums do not depend on their order. Negative amounts count as nothing,
-- unknown ones are left out. The measures are those of F. A. Cowell, Measuring Inequality (2011).
with party_months as (
    select * from {{ ref('features.party_months') }}
),

amounts as (
    select 'aum_end_month' as measure, aum_end_month as amount from party_months
    union all
    select 'deposit_avg_month' as measure, deposit_avg_month as amount from party_months
    union all
    select 'loan_balance' as measure, loan_balance as amount from party_months
    union all
    select 'outflow_month' as measure, outflow_month as amount from party_months
),

cents as (
    select
        measure,
        cast(case when amount > 0 then amount else 0 end * 100 as bigint) as value
    from amounts
    where amount is not null
),

counted as (
    select
        measure,
        value,
        count(*) as equal,
        case
            when value > 0 then cast(round(ln(cast(value as double)) * 1e12) as bigint)
        end as log_value
    from cents
    group by measure, value
),

-- How many parties have less than a value, and what all up to it hold together.
placed as (
    select
        *,
        sum(equal) over (
            partition by measure order by value rows unbounded preceding
        ) - equal as below,
        sum(equal) over (
            partition by measure order by value rows unbounded preceding
        ) as upto,
        sum(value * equal) over (
            partition by measure order by value rows unbounded preceding
        ) as held_upto
    from counted
),

bases as (
    select
        measure,
        cast(sum(equal) as bigint) as parties,
        cast(coalesce(sum(case when value = 0 then equal end), 0) as bigint) as parties_zero,
        cast(sum(value * equal) as decimal(38,0)) as held
    from counted
    group by measure
),

-- How many are not among the richest so many of a hundred, these rounded up.
totals as (
    select
        *,
        parties - {{ idiv(1 * parties + 99, 100) }} as outside_top_1,
        parties - {{ idiv(5 * parties + 99, 100) }} as outside_top_5,
        parties - {{ idiv(10 * parties + 99, 100) }} as outside_top_10,
        parties - {{ idiv(20 * parties + 99, 100) }} as outside_top_20,
        parties - {{ idiv(50 * parties + 99, 100) }} as outside_top_50
    from bases
),

-- Of the poorest so many parties, each value is held by all that have it, by some or by none.
-- Positions are in twentieths of the parties, so that they are whole numbers.
summed as (
    select
        placed.measure,
        sum(cast(placed.value as decimal(38,0)) * placed.value * placed.equal) as squares,
        sum(
            cast(placed.value as decimal(38,0)) * placed.equal
            * (2 * placed.below + placed.equal + 1)
        ) as ranks,
        sum(cast(placed.value as decimal(38,0)) * placed.equal * placed.log_value) as held_logs,
        sum(cast(placed.log_value as decimal(38,0)) * placed.equal) as logs,
        sum(
            case
                when cast(placed.value as decimal(38,0)) * totals.parties < totals.held
                    then placed.equal * (
                        totals.held - cast(placed.value as decimal(38,0)) * totals.parties
                    )
            end
        ) as short_of_mean,
        sum(
            case
                when 5 * (totals.held - placed.held_upto) >= 4 * totals.held then 0
                when 5 * (totals.held - placed.held_upto + placed.value * placed.equal)
                    <= 4 * totals.held then placed.equal
                else {{ idiv(
                    cast(5 * placed.held_upto - totals.held + 5 * placed.value - 1 as bigint),
                    5 * placed.value
                ) }}
            end
        ) as parties_for_80,
        sum(
            case
                when placed.upto <= totals.outside_top_1 then placed.value * placed.equal
                when placed.below < totals.outside_top_1
                    then placed.value * (totals.outside_top_1 - placed.below)
            end
        ) as outside_top_1,
        sum(
            case
                when placed.upto <= totals.outside_top_5 then placed.value * placed.equal
                when placed.below < totals.outside_top_5
                    then placed.value * (totals.outside_top_5 - placed.below)
            end
        ) as outside_top_5,
        sum(
            case
                when placed.upto <= totals.outside_top_10 then placed.value * placed.equal
                when placed.below < totals.outside_top_10
                    then placed.value * (totals.outside_top_10 - placed.below)
            end
        ) as outside_top_10,
        sum(
            case
                when placed.upto <= totals.outside_top_20 then placed.value * placed.equal
                when placed.below < totals.outside_top_20
                    then placed.value * (totals.outside_top_20 - placed.below)
            end
        ) as outside_top_20,
        sum(
            case
                when placed.upto <= totals.outside_top_50 then placed.value * placed.equal
                when placed.below < totals.outside_top_50
                    then placed.value * (totals.outside_top_50 - placed.below)
            end
        ) as outside_top_50,
        sum(
            case
                when 20 * placed.upto <= 1 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 1 * totals.parties
                    then placed.value * (1 * totals.parties - 20 * placed.below)
            end
        ) as poorest_05,
        sum(
            case
                when 20 * placed.upto <= 2 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 2 * totals.parties
                    then placed.value * (2 * totals.parties - 20 * placed.below)
            end
        ) as poorest_10,
        sum(
            case
                when 20 * placed.upto <= 3 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 3 * totals.parties
                    then placed.value * (3 * totals.parties - 20 * placed.below)
            end
        ) as poorest_15,
        sum(
            case
                when 20 * placed.upto <= 4 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 4 * totals.parties
                    then placed.value * (4 * totals.parties - 20 * placed.below)
            end
        ) as poorest_20,
        sum(
            case
                when 20 * placed.upto <= 5 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 5 * totals.parties
                    then placed.value * (5 * totals.parties - 20 * placed.below)
            end
        ) as poorest_25,
        sum(
            case
                when 20 * placed.upto <= 6 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 6 * totals.parties
                    then placed.value * (6 * totals.parties - 20 * placed.below)
            end
        ) as poorest_30,
        sum(
            case
                when 20 * placed.upto <= 7 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 7 * totals.parties
                    then placed.value * (7 * totals.parties - 20 * placed.below)
            end
        ) as poorest_35,
        sum(
            case
                when 20 * placed.upto <= 8 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 8 * totals.parties
                    then placed.value * (8 * totals.parties - 20 * placed.below)
            end
        ) as poorest_40,
        sum(
            case
                when 20 * placed.upto <= 9 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 9 * totals.parties
                    then placed.value * (9 * totals.parties - 20 * placed.below)
            end
        ) as poorest_45,
        sum(
            case
                when 20 * placed.upto <= 10 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 10 * totals.parties
                    then placed.value * (10 * totals.parties - 20 * placed.below)
            end
        ) as poorest_50,
        sum(
            case
                when 20 * placed.upto <= 11 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 11 * totals.parties
                    then placed.value * (11 * totals.parties - 20 * placed.below)
            end
        ) as poorest_55,
        sum(
            case
                when 20 * placed.upto <= 12 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 12 * totals.parties
                    then placed.value * (12 * totals.parties - 20 * placed.below)
            end
        ) as poorest_60,
        sum(
            case
                when 20 * placed.upto <= 13 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 13 * totals.parties
                    then placed.value * (13 * totals.parties - 20 * placed.below)
            end
        ) as poorest_65,
        sum(
            case
                when 20 * placed.upto <= 14 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 14 * totals.parties
                    then placed.value * (14 * totals.parties - 20 * placed.below)
            end
        ) as poorest_70,
        sum(
            case
                when 20 * placed.upto <= 15 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 15 * totals.parties
                    then placed.value * (15 * totals.parties - 20 * placed.below)
            end
        ) as poorest_75,
        sum(
            case
                when 20 * placed.upto <= 16 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 16 * totals.parties
                    then placed.value * (16 * totals.parties - 20 * placed.below)
            end
        ) as poorest_80,
        sum(
            case
                when 20 * placed.upto <= 17 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 17 * totals.parties
                    then placed.value * (17 * totals.parties - 20 * placed.below)
            end
        ) as poorest_85,
        sum(
            case
                when 20 * placed.upto <= 18 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 18 * totals.parties
                    then placed.value * (18 * totals.parties - 20 * placed.below)
            end
        ) as poorest_90,
        sum(
            case
                when 20 * placed.upto <= 19 * totals.parties then 20 * placed.value * placed.equal
                when 20 * placed.below < 19 * totals.parties
                    then placed.value * (19 * totals.parties - 20 * placed.below)
            end
        ) as poorest_95
    from placed
    join totals on totals.measure = placed.measure
    group by placed.measure
),

measured as (
    select
        summed.*,
        totals.parties,
        totals.parties_zero,
        totals.parties - totals.parties_zero as parties_positive,
        totals.held
    from summed
    join totals on totals.measure = summed.measure
),

-- Σ −s ln s of the shares s, and the mean of ln(mean ÷ x) over whoever has anything.
logarithms as (
    select
        *,
        case when held > 0 then
            ln(cast(held as double)) - {{ ratio(held_logs, held) }} * 1e-12
        end as entropy,
        case when held > 0 then
            ln({{ ratio(held, parties_positive) }})
            - {{ ratio(logs, parties_positive) }} * 1e-12
        end as log_deviation
    from measured
),

ratios as (
    select
        *,
        {{ ratio(ranks - (parties + 1) * held, parties * held) }} as gini,
        {{ ratio(ranks - (parties + 1) * held, (parties - 1) * held) }} as gini_unbiased,
        {{ ratio(
            ranks - 2 * parties_zero * held - (parties_positive + 1) * held,
            parties_positive * held
        ) }} as gini_positive,
        {{ ratio(squares, held * held) }} as hhi,
        {{ ratio(
            parties * squares - held * held,
            (parties - 1) * held * held
        ) }} as hhi_normalised,
        {{ ratio(short_of_mean, parties * held) }} as hoover
    from logarithms
),

concentration as (
    select
        measure,
        {{ param('month') }} as month,
        parties,
        parties_zero,
        cast(held * cast(0.01 as decimal(3,2)) as decimal(24,2)) as total,
        cast(gini as decimal(18,12)) as gini,
        cast(gini_unbiased as decimal(18,12)) as gini_unbiased,
        cast(gini_positive as decimal(18,12)) as gini_positive,
        cast(hhi as decimal(18,12)) as hhi,
        cast(hhi_normalised as decimal(18,12)) as hhi_normalised,
        cast(entropy as decimal(18,12)) as entropy,
        cast({{ ratio(entropy, ln(cast(parties as double))) }} as decimal(18,12))
            as entropy_normalised,
        cast(ln(cast(parties as double)) - entropy as decimal(18,12)) as theil_t,
        cast(log_deviation as decimal(18,12)) as theil_l,
        cast(hoover as decimal(18,12)) as hoover,
        cast(parties_for_80 as bigint) as parties_for_80,
        cast({{ ratio(held - coalesce(outside_top_1, 0), held) }} as decimal(18,12))
            as top_1_share,
        cast({{ ratio(held - coalesce(outside_top_5, 0), held) }} as decimal(18,12))
            as top_5_share,
        cast({{ ratio(held - coalesce(outside_top_10, 0), held) }} as decimal(18,12))
            as top_10_share,
        cast({{ ratio(held - coalesce(outside_top_20, 0), held) }} as decimal(18,12))
            as top_20_share,
        cast({{ ratio(held - coalesce(outside_top_50, 0), held) }} as decimal(18,12))
            as top_50_share,
        cast({{ ratio(coalesce(poorest_05, 0), 20 * held) }} as decimal(18,12)) as lorenz_05,
        cast({{ ratio(coalesce(poorest_10, 0), 20 * held) }} as decimal(18,12)) as lorenz_10,
        cast({{ ratio(coalesce(poorest_15, 0), 20 * held) }} as decimal(18,12)) as lorenz_15,
        cast({{ ratio(coalesce(poorest_20, 0), 20 * held) }} as decimal(18,12)) as lorenz_20,
        cast({{ ratio(coalesce(poorest_25, 0), 20 * held) }} as decimal(18,12)) as lorenz_25,
        cast({{ ratio(coalesce(poorest_30, 0), 20 * held) }} as decimal(18,12)) as lorenz_30,
        cast({{ ratio(coalesce(poorest_35, 0), 20 * held) }} as decimal(18,12)) as lorenz_35,
        cast({{ ratio(coalesce(poorest_40, 0), 20 * held) }} as decimal(18,12)) as lorenz_40,
        cast({{ ratio(coalesce(poorest_45, 0), 20 * held) }} as decimal(18,12)) as lorenz_45,
        cast({{ ratio(coalesce(poorest_50, 0), 20 * held) }} as decimal(18,12)) as lorenz_50,
        cast({{ ratio(coalesce(poorest_55, 0), 20 * held) }} as decimal(18,12)) as lorenz_55,
        cast({{ ratio(coalesce(poorest_60, 0), 20 * held) }} as decimal(18,12)) as lorenz_60,
        cast({{ ratio(coalesce(poorest_65, 0), 20 * held) }} as decimal(18,12)) as lorenz_65,
        cast({{ ratio(coalesce(poorest_70, 0), 20 * held) }} as decimal(18,12)) as lorenz_70,
        cast({{ ratio(coalesce(poorest_75, 0), 20 * held) }} as decimal(18,12)) as lorenz_75,
        cast({{ ratio(coalesce(poorest_80, 0), 20 * held) }} as decimal(18,12)) as lorenz_80,
        cast({{ ratio(coalesce(poorest_85, 0), 20 * held) }} as decimal(18,12)) as lorenz_85,
        cast({{ ratio(coalesce(poorest_90, 0), 20 * held) }} as decimal(18,12)) as lorenz_90,
        cast({{ ratio(coalesce(poorest_95, 0), 20 * held) }} as decimal(18,12)) as lorenz_95
    from ratios
)

select * from concentration

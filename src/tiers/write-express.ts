import { compareDecimal, type Decimal, formatDecimal } from '#domain/decimal.ts'
import { dayMeasure } from './judge-express.ts'
import { levelOf, type Policy, tierAt } from './policy.ts'
import { writeMeasureSum } from './write-measure.ts'

/** The parts of the facts that the express rule adds; without one they cost nothing. */
export type ExpressTemplates = {
    /** CTEs that end in `express`, each with its comma. */
    readonly ctes: string
    /** The level lent by the rule, or a null of its type. */
    readonly level: string
    readonly join: string
}

/**
 * Writes the express rule for all parties: what `judgeExpress` says of one. Only days at the
 * lowest of its thresholds or above are looked at; in a run of days in a row the difference
 * between the day and its number among them stays the same.
 */
export function writeExpress(policy: Policy): ExpressTemplates {
    if (policy.express.length === 0) {
        return { ctes: '', level: 'cast(null as integer)', join: '' }
    }
    const isNextMonth = policy.effective === 'next_month'
    const month = "{{ param('month') }}"
    const completing = isNextMonth ? month : `{{ add_months(${month}, -1) }}`
    const rules = policy.express.map(({ tier, days }) => {
        const level = levelOf(policy, tier) ?? 0
        const { atLeast } = tierAt(policy, level)
        if (atLeast === null) throw new Error(`${tier} has no threshold`)
        return { atLeast, row: `(${level}, ${days}, ${writeThreshold(atLeast)})` }
    })
    const lowest = rules.map(({ atLeast }) => atLeast).toSorted(compareDecimal)[0]
    const ctes = `
day_measures as (
    select
        party_id,
        day,
        ${writeMeasureSum(dayMeasure(policy.measure))} as day_measure
    from {{ ref('features.party_days', ${isNextMonth ? 2 : 3}) }}
    where month <= ${completing}
),

express_rules as (
    select * from (values
        ${rules.map(({ row }) => row).join(',\n        ')}
    ) as rules (level, days_in_a_row, at_least)
),

days_reached as (
    select
        day_measures.party_id,
        express_rules.level,
        express_rules.days_in_a_row,
        day_measures.day,
        {{ days_between(date '1900-01-01', day_measures.day) }} - row_number() over (
            partition by day_measures.party_id, express_rules.level
            order by day_measures.day
        ) as run
    from day_measures
    inner join express_rules on day_measures.day_measure >= express_rules.at_least
    where day_measures.day_measure >= ${writeThreshold(lowest)}
),

runs as (
    select
        party_id,
        level,
        run
    from days_reached
    group by party_id, level, days_in_a_row, run
    having count(*) >= days_in_a_row and max(day) >= {{ first_day(${completing}) }}
),

express as (
    select
        party_id,
        max(level) as level
    from runs
    group by party_id
),
`
    return {
        ctes,
        level: 'express.level',
        join: '\nleft join express on express.party_id = levelled.party_id',
    }
}

function writeThreshold(value: Decimal | undefined): string {
    if (value === undefined) throw new Error('an express rule has a threshold')
    return `cast(${formatDecimal(value)} as decimal(24,6))`
}

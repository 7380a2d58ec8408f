import type { Month } from '#domain/month.ts'
import type { InferredRule } from '#tiers/infer-rule.ts'
import { rawLevelSql } from './checkup-infer.ts'
import type { Model } from './model.ts'

/** What the state before a replay's first close is made from. */
export type OpeningParts = {
    readonly observed: string
    readonly rule: InferredRule
    readonly firstClose: Month
    /** The model of a close: the state has its columns. */
    readonly model: Model
}

/**
 * SQL of the state before the first close. How long somebody had been below or above the tier by
 * then cannot be seen, so the first change, where it came in time, is taken as due: the count
 * begins where that change makes it end. Nobody is accused for what happened before the table.
 */
export function openingSql(options: OpeningParts): string {
    const { observed, rule, firstClose } = options
    const { tiers, review, after } = rule
    const thresholds = tiers.flatMap(({ threshold }) => threshold?.atLeast ?? [])
    const waits = tiers.map(({ wait }, level) => `when ${level} then ${wait?.reviews ?? 1}`)
    const due = review === 'monthly' ? 'true' : '(month % 100) % 3 = 0'
    const columns = openingColumns(options)
    return `
with observed as (
    select *, ${rawLevelSql('measure', thresholds)} as raw from ${observed} observed_rows
),

first as (
    select
        party_id, level, raw,
        case level ${waits.join(' ')} end as wait
    from observed
    where month = ${firstClose} and level is not null
),

reviewed as (
    select
        observed.party_id,
        observed.level as later,
        observed.raw as later_raw,
        first.level,
        row_number() over (partition by observed.party_id order by observed.month) as nth
    from observed
    join first on first.party_id = observed.party_id
    where ${due} and observed.level is not null and observed.raw is not null
),

changes as (
    select
        party_id,
        min(case when later <> level then nth end) as changed_at,
        min(case when later_raw >= level then nth end) as recovered_at,
        min(case when later_raw <= level then nth end) as sunk_at,
        min_by(later, nth) filter (where later <> level) as first_change
    from reviewed
    group by party_id
),

counted as (
    select
        first.*,
        changes.first_change,
        case
            when first.level > raw and first_change < first.level and changed_at <= wait
                and coalesce(recovered_at > changed_at, true)
                then wait - changed_at
            else 0
        end as below_count,
        case
            when first.level < raw and first_change > first.level and changed_at <= ${after}
                and coalesce(sunk_at > changed_at, true)
                then ${after} - changed_at
            else 0
        end as up_count
    from first
    left join changes on changes.party_id = first.party_id
)

select
    ${columns}
from counted`
}

/** The columns of a close, filled with what its state holds; what a state lacks is null. */
function openingColumns({ model }: OpeningParts): string {
    const values: Readonly<Record<string, string>> = {
        party_id: 'party_id',
        earned_level: 'level',
        level: 'level',
        earned_cause: `'unchanged'`,
        cause: `'earned'`,
        is_restricted: 'false',
        below_count: 'below_count',
        below_level_max: 'case when below_count > 0 then coalesce(first_change, 0) end',
        up_count: 'up_count',
        up_level_min: 'case when up_count > 0 then coalesce(first_change, raw) end',
        stale_count: '0',
        closes_since_entry: '60',
    }
    const columns = Object.entries(model.twin.columns).map(
        ([name, { type }]) => `cast(${values[name] ?? 'null'} as ${type}) as ${name}`,
    )
    return columns.join(',\n    ')
}

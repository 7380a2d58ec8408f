import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import { nearFrom, nearUntil, reviewsOfGrace } from './outlook.ts'
import type { Policy } from './policy.ts'
import { assignmentColumns, type StoredClose, writeAssignmentColumn } from './write-assignments.ts'

/**
 * Writes a select over one close for whoever reads it: `assignmentColumns`, then `reviews_left`,
 * `next_tier`, `next_gap`, `keep_gap` and `near`, as `outlookOf` derives them for one party. The
 * text calls no word of a template.
 */
export function writeOutlook(policy: Policy, { month, relation }: StoredClose): string {
    const cells = assignmentColumns.map(
        (name) => `${writeAssignmentColumn(name, { policy, month, row: 'placed' })} as ${name}`,
    )
    return `with ladder as (
    select * from (values
        ${writeLadder(policy).join(',\n        ')}
    ) as steps (level, wait, at_least, near_until, next_tier, next_at_least, near_from)
),

placed as (
    select
        assigned.*,
        raw.at_least as raw_at_least,
        raw.near_until,
        raw.next_tier,
        raw.next_at_least,
        raw.near_from,
        case when raw.level < earned.level then earned.wait end as wait,
        case when raw.level < earned.level then earned.at_least end as kept_at_least,
        ${writeReviewsOfGrace(policy, month)} as reviews_of_grace
    from ${relation} as assigned
    left join ladder as raw on raw.level = assigned.raw_level
    left join ladder as earned on earned.level = assigned.earned_level
),

outlooks as (
    select
        ${cells.join(',\n        ')},
        cast(
            case
                when wait - below_count > reviews_of_grace then wait - below_count
                when wait is not null then reviews_of_grace
            end as integer
        ) as reviews_left,
        cast(next_tier as varchar) as next_tier,
        ${writeGap('next_at_least')} as next_gap,
        ${writeGap('kept_at_least')} as keep_gap,
        cast(
            case
                when route is not null then null
                when measure >= near_from and measure < next_at_least then 'up'
                when measure >= raw_at_least and measure < near_until then 'down'
            end as varchar
        ) as near
    from placed
)

select * from outlooks`
}

/** One row per tier, with the tier above it. */
function writeLadder({ tiers, near }: Policy): readonly string[] {
    const edge = (atLeast: Decimal | null, of: typeof nearFrom): string =>
        writeAmount(atLeast === null || near === null ? null : of(atLeast, near))
    return tiers.map(({ wait, atLeast }, level) => {
        const above = tiers[level + 1] ?? null
        const next = above?.atLeast ?? null
        const cells = [
            `${level}, ${wait}`,
            ...[writeAmount(atLeast), edge(atLeast, nearUntil)],
            above === null ? 'cast(null as varchar)' : `'${above.id}'`,
            ...[writeAmount(next), edge(next, nearFrom)],
        ]
        return `(${cells.join(', ')})`
    })
}

/** An amount in the type of measures. */
function writeAmount(value: Decimal | null): string {
    return `cast(${value === null ? 'null' : formatDecimal(value)} as decimal(24,6))`
}

/** What the measure lacks to a threshold, never below 0; null where one of them is unknown. */
function writeGap(threshold: string): string {
    const gap = `case when measure >= ${threshold} then 0 else ${threshold} - measure end`
    return `cast(${gap} as decimal(24,6))`
}

/** The first review without grace depends on the closes since entry while there is any grace. */
function writeReviewsOfGrace(policy: Policy, month: Month): string {
    const reviewsAt = (closesSinceEntry: number): number =>
        reviewsOfGrace({ policy, month, closesSinceEntry })
    const usual = reviewsAt(policy.grace + 1)
    const closes = Array.from({ length: policy.grace + 1 }, (_, count) => count)
    const cases = closes
        .filter((count) => reviewsAt(count) > usual)
        .map((count) => `when ${count} then ${reviewsAt(count)}`)
    if (cases.length === 0) return String(usual)
    return `case assigned.closes_since_entry ${cases.join(' ')} else ${usual} end`
}

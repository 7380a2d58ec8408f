import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import { nearFrom, nearUntil, reviewsOfGrace } from './outlook.ts'
import type { Policy } from './policy.ts'

/**
 * Writes a select over the assignments of one close: all their columns, then `reviews_left`,
 * `next_tier`, `next_gap`, `keep_gap` and `near`, as `outlookOf` derives them for one party. The
 * relation is SQL that may stand after `from`; the text calls no word of a template.
 */
export function writeOutlook(
    policy: Policy,
    close: { readonly month: Month; readonly relation: string },
): string {
    return `with ladder as (
    select * from (values
        ${writeLadder(policy).join(',\n        ')}
    ) as steps (tier, level, wait, at_least, near_until, next_tier, next_at_least, near_from)
),

levelled as (
    select
        assignments.*,
        raw.at_least as raw_at_least,
        raw.near_until,
        raw.next_tier,
        raw.next_at_least,
        raw.near_from,
        case when raw.level < earned.level then earned.wait end as wait,
        case when raw.level < earned.level then earned.at_least end as kept_at_least,
        ${writeReviewsOfGrace(policy, close.month)} as reviews_of_grace
    from ${close.relation} as assignments
    left join ladder as raw on raw.tier = assignments.raw_tier
    left join ladder as earned on earned.tier = assignments.earned_tier
),

outlooks as (
    select
        ${columns.join(',\n        ')},
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
    from levelled
)

select * from outlooks`
}

/** The columns of `models/tiers/assignments.yml`, in their order. */
const columns = [
    'party_id',
    'ladder',
    'month',
    'measure',
    'raw_tier',
    'route',
    'earned_tier',
    'earned_cause',
    'below_count',
    'below_tier_max',
    'up_count',
    'up_tier_min',
    'stale_count',
    'closes_since_entry',
    'qualified_for',
    'tier',
    'cause',
    'rule',
    'is_restricted',
]

/** One row per tier, with the tier above it. */
function writeLadder({ tiers, near }: Policy): readonly string[] {
    const edge = (atLeast: Decimal | null, of: typeof nearFrom): string =>
        writeAmount(atLeast === null || near === null ? null : of(atLeast, near))
    return tiers.map(({ id, wait, atLeast }, level) => {
        const above = tiers[level + 1] ?? null
        const next = above?.atLeast ?? null
        const cells = [
            `'${id}', ${level}, ${wait}`,
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
    return `case assignments.closes_since_entry ${cases.join(' ')} else ${usual} end`
}

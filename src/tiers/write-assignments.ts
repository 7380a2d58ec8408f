import type { Month } from '#domain/month.ts'
import type { Policy } from './policy.ts'
import { writeTier } from './write-levels.ts'

/** One close as a warehouse holds it, with the columns of `models/tiers/assignments.yml`. */
export type StoredClose = {
    readonly month: Month
    /** SQL that may stand after `from`. */
    readonly relation: string
}

/** The columns of an assignment for who reads it, as `Assignment` has them. */
export const assignmentColumns = [
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
] as const
export type AssignmentColumn = (typeof assignmentColumns)[number]

/** Where a tier stands as a level. */
const levels: Readonly<Partial<Record<AssignmentColumn, string>>> = {
    raw_tier: 'raw_level',
    earned_tier: 'earned_level',
    below_tier_max: 'below_level_max',
    up_tier_min: 'up_level_min',
    qualified_for: 'qualified_level',
    tier: 'level',
}

/**
 * SQL of a column of an assignment over a row of a stored close: levels become the tiers of the
 * policy that the close followed. `row` is what the row is called.
 */
export function writeAssignmentColumn(
    column: AssignmentColumn,
    {
        policy,
        month,
        row,
    }: { readonly policy: Policy; readonly month: Month; readonly row: string },
): string {
    if (column === 'ladder') return `'${policy.ladder}'`
    if (column === 'month') return String(month)
    const level = levels[column]
    return level === undefined ? `${row}.${column}` : writeTier(policy, `${row}.${level}`)
}

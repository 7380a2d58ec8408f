import type { Selectable } from 'kysely'
import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import type { AssignmentsTable } from '#store/tables.ts'

/** A row of serving.assignments as it is read. */
export type StoredAssignment = Selectable<AssignmentsTable>

/** A tier given to a party for a month, in the words of the doors; money is exact text. */
export type AssignmentView = {
    readonly ladder: string
    readonly month: Month
    readonly edition: number
    readonly measure: string | null
    readonly rawTier: string | null
    readonly route: number | null
    readonly earnedTier: string | null
    readonly earnedCause: string
    readonly tier: string | null
    readonly cause: string
    readonly belowCount: number
    readonly upCount: number
    readonly staleCount: number
    readonly closesSinceEntry: number
    readonly reviewsLeft: number | null
    readonly nextTier: string | null
    readonly nextGap: string | null
    readonly keepGap: string | null
    readonly near: 'up' | 'down' | null
    readonly qualifiedFor: string | null
    readonly assets: string | null
}

/** Turns a stored row into what the doors show. */
export function viewAssignment(row: StoredAssignment): AssignmentView {
    return {
        ladder: row.ladder,
        month: row.month,
        edition: row.edition,
        measure: measureText(row.measure),
        rawTier: row.raw_tier,
        route: row.route,
        earnedTier: row.earned_tier,
        earnedCause: row.earned_cause,
        tier: row.tier,
        cause: row.cause,
        belowCount: row.below_count,
        upCount: row.up_count,
        staleCount: row.stale_count,
        closesSinceEntry: row.closes_since_entry,
        reviewsLeft: row.reviews_left,
        nextTier: row.next_tier,
        nextGap: measureText(row.next_gap),
        keepGap: measureText(row.keep_gap),
        near: row.near,
        qualifiedFor: row.qualified_for,
        assets: moneyText(row.assets),
    }
}

/** Minor units as `1234.50`. */
export function moneyText(units: bigint): string
export function moneyText(units: bigint | null): string | null
export function moneyText(units: bigint | null): string | null {
    return units === null ? null : formatDecimal({ units, scale: 2 })
}

/** A measure in millionths, with two digits or as many as it needs: `1234.50`, `0.125`. */
export function measureText(units: bigint): string
export function measureText(units: bigint | null): string | null
export function measureText(units: bigint | null): string | null {
    return units === null ? null : formatDecimal(shortened({ units, scale: 6 }))
}

function shortened(value: Decimal): Decimal {
    if (value.scale <= 2 || value.units % 10n !== 0n) return value
    return shortened({ units: value.units / 10n, scale: value.scale - 1 })
}

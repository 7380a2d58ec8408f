import type { Selectable } from 'kysely'
import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { AssignmentsTable } from '#store/tables.ts'
import {
    type Assignment,
    type EarnedCause,
    earnedCauses,
    type GivenCause,
    givenCauses,
    type Outlook,
    type TierState,
} from '#tiers/assignment.ts'
import type { AssignmentView } from './assignment-view.ts'
import { type Viewer, withhold } from './withhold.ts'

/** A row of serving.assignments as it is read. */
export type StoredAssignment = Selectable<AssignmentsTable>

/** Turns a stored row into what the doors show to a viewer. */
export function viewAssignment(row: StoredAssignment, viewer: Viewer): AssignmentView {
    const view: AssignmentView = {
        ladder: row.ladder,
        month: row.month,
        edition: row.edition,
        measure: measureText(row.measure),
        rawTier: row.raw_tier,
        route: row.route,
        earnedTier: row.earned_tier,
        earnedCause: earnedCauseOf(row.earned_cause),
        tier: row.tier,
        cause: givenCauseOf(row.cause),
        rule: row.rule,
        restricted: row.restricted,
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
    return withhold(view, viewer)
}

/** The state that a stored row hands to the next close. */
export function stateOfRow(row: StoredAssignment): TierState {
    return {
        earnedTier: row.earned_tier,
        earnedCause: earnedCauseOf(row.earned_cause),
        belowCount: row.below_count,
        belowTierMax: row.below_tier_max,
        upCount: row.up_count,
        upTierMin: row.up_tier_min,
        staleCount: row.stale_count,
        closesSinceEntry: row.closes_since_entry,
    }
}

/** A stored row as the assignment that it was, all of it: not for a viewer's eyes. */
export function assignmentOfRow(row: StoredAssignment): Assignment {
    return {
        ...stateOfRow(row),
        ladder: row.ladder,
        month: row.month,
        measure: measureOf(row.measure),
        rawTier: row.raw_tier,
        route: row.route,
        qualifiedFor: row.qualified_for,
        tier: row.tier,
        cause: givenCauseOf(row.cause),
        rule: row.rule,
        isRestricted: row.restricted,
    }
}

/** What was derived from a stored row when it was published. */
export function outlookOfRow(row: StoredAssignment): Outlook {
    return {
        reviewsLeft: row.reviews_left,
        nextTier: row.next_tier,
        nextGap: measureOf(row.next_gap),
        keepGap: measureOf(row.keep_gap),
        near: row.near,
    }
}

function measureOf(units: bigint | null): Decimal | null {
    return units === null ? null : { units, scale: 6 }
}

function earnedCauseOf(text: string): EarnedCause {
    const cause = earnedCauses.find((one) => one === text)
    if (cause === undefined) throw new Error(`${text} is no cause`)
    return cause
}

function givenCauseOf(text: string): GivenCause {
    const cause = givenCauses.find((one) => one === text)
    if (cause === undefined) throw new Error(`${text} is no cause of a tier given`)
    return cause
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

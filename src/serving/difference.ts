import type { Month } from '#domain/month.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import { measureText } from './assignment-row.ts'

/**
 * What a restatement did to a party's month: its tier given rose or fell; only the tier earned
 * is another one; only figures are: the measure, the counts, the reason.
 */
export const differenceKinds = ['raised', 'lowered', 'earned', 'figures'] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** How many months of parties changed in one close, by kind. */
export type DifferenceCount = {
    readonly ladder: string
    readonly month: Month
    readonly serviceMonth: Month
    /** Whether that month has been served: a service already given is not taken back. */
    readonly isServed: boolean
    readonly kind: DifferenceKind
    readonly parties: number
}

/** What one edition says of a party's month; null where it is withheld, or there is no row. */
export type Side = {
    readonly tier: string | null
    readonly earnedTier: string | null
    readonly earnedCause: string | null
    readonly cause: string | null
    readonly rule: string | null
    readonly measure: string | null
}

/** A party's month that changed. */
export type Difference = {
    readonly ladder: string
    readonly month: Month
    readonly serviceMonth: Month
    readonly isServed: boolean
    readonly kind: DifferenceKind
    readonly partyId: string
    /** Null where the party is in no delivery any more. */
    readonly recordKey: string | null
    readonly name: string | null
    /** Whether all but the tiers given is withheld. */
    readonly isRestricted: boolean
    readonly before: Side
    readonly after: Side
}

/** The columns of a table of differences that stand once for each side. */
export const sideColumns = [
    'tier',
    'earned_tier',
    'earned_cause',
    'cause',
    'rule',
    'measure',
] as const

/** Turns a row of a table of differences into what the doors show. */
export function viewDifference(row: Row): Difference {
    const side = (name: 'before' | 'after'): Side => ({
        tier: textOf(row[`tier_${name}`]),
        earnedTier: textOf(row[`earned_tier_${name}`]),
        earnedCause: textOf(row[`earned_cause_${name}`]),
        cause: textOf(row[`cause_${name}`]),
        rule: textOf(row[`rule_${name}`]),
        measure: amountOf(row[`measure_${name}`]),
    })
    return {
        ...viewMonth(row),
        partyId: String(row.party_id),
        recordKey: textOf(row.record_key),
        name: textOf(row.name_masked),
        isRestricted: row.restricted === true,
        before: side('before'),
        after: side('after'),
    }
}

/** Turns a row of counts into what the doors show. */
export function viewCount(row: Row): DifferenceCount {
    return { ...viewMonth(row), parties: Number(row.parties) }
}

function viewMonth(row: Row) {
    const kind = differenceKinds.find((one) => one === row.kind)
    if (kind === undefined) throw new Error(`${row.kind} is no kind of difference`)
    return {
        ladder: String(row.ladder),
        month: Number(row.month),
        serviceMonth: Number(row.service_month),
        isServed: row.is_served === true,
        kind,
    }
}

function textOf(cell: Cell | undefined): string | null {
    return typeof cell === 'string' ? cell : null
}

/** Measures have six digits behind the point. */
function amountOf(cell: Cell | undefined): string | null {
    if (cell === null || cell === undefined || typeof cell !== 'object') return null
    return measureText(cell.units)
}

import { dayNumberOf } from '#domain/day-number.ts'
import { atScale } from '#domain/decimal.ts'
import type { Literal } from '#features/condition.ts'
import { decimalOf, type Fact } from '#features/evaluate-condition.ts'
import type { Feature } from '#features/feature.ts'
import type { RankedFeature } from './scorecard.ts'

/** A feature's type and digits: all that is asked to turn a value into whole units. */
export type UnitFeature = Pick<RankedFeature, 'feature' | 'type' | 'scale'>

/** The first day of dates as numbers. */
const firstDay = '1970-01-01'

/**
 * Digits after the point that values of a feature keep: hundredths of amounts and of what is
 * counted, for a mean of counts is no whole number; millionths of shares, points and rates.
 */
export function scaleOf({ type, unit }: Pick<Feature, 'type' | 'unit'>): UnitFeature['scale'] {
    if (type === 'boolean' || type === 'date') return 0
    return unit === null || unit === 'share' || unit === 'points' ? 6 : 2
}

/**
 * A value in whole units, so that all that follows is done in integers: of the feature's last
 * digit, days since 1970, or 1 for yes. Null stays null. Throws where digits would be lost.
 */
export function unitsOf(
    value: Fact | Literal,
    { type, scale }: Omit<UnitFeature, 'feature'>,
): bigint | null {
    if (value === null) return null
    switch (type) {
        case 'boolean':
            return value === true ? 1n : 0n
        case 'date':
            return BigInt(dayNumberOf(String(value)))
        default:
            return atScale(decimalOf(value), scale).units
    }
}

/** Writes a column of a feature in whole units, as bigint. */
export function writeUnits({ feature, type, scale }: UnitFeature, column = feature): string {
    switch (type) {
        case 'boolean':
            return `cast(case when ${column} then 1 when not ${column} then 0 end as bigint)`
        case 'date':
            return `cast({{ days_between(date '${firstDay}', ${column}) }} as bigint)`
        default:
            // The narrow decimal is the fast one; amounts and counts leave it room.
            return scale === 6
                ? `cast(cast(${column} as decimal(24,6)) * 1000000 as bigint)`
                : `cast(cast(${column} as decimal(18,2)) * 100 as bigint)`
    }
}

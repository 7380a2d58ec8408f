import { compareDecimal } from '#domain/decimal.ts'
import type { FeatureTest, Literal } from './condition.ts'
import type { Feature } from './feature.ts'

/** One end of a range: a value, and whether it belongs to the range. */
export type RangeEnd = { readonly value: Literal; readonly isIncluded: boolean }

/** All values from one end to the other; null: there is no end on that side. */
export type ValueRange = { readonly low: RangeEnd | null; readonly high: RangeEnd | null }

/** A set of values of one feature, as ranges that may overlap; none: the empty set. */
export type ValueRanges = readonly ValueRange[]

/** Every value that there is. */
export const anyValue: ValueRanges = [{ low: null, high: null }]

/** The values that a feature can have when it is known, as far as the catalogue says. */
export function valuesOf(feature: Feature | undefined): ValueRanges {
    if (feature?.type === 'boolean') return [false, true].map(only)
    return feature?.values?.map(only) ?? anyValue
}

/** The known values for which a test is true. Throws on a test for null, which asks for none. */
export function rangesOf({ operator, values }: FeatureTest): ValueRanges {
    const [first, second] = values
    if (first === undefined) throw new TypeError(`${operator} compares with no value`)
    const included = { value: first, isIncluded: true }
    const excluded = { value: first, isIncluded: false }
    switch (operator) {
        case '<':
            return [{ low: null, high: excluded }]
        case '<=':
            return [{ low: null, high: included }]
        case '>':
            return [{ low: excluded, high: null }]
        case '>=':
            return [{ low: included, high: null }]
        case 'between':
            return [{ low: included, high: { value: second ?? first, isIncluded: true } }]
        case '!=':
        case 'not_in':
            return outside(values.map(only))
        default:
            return values.map(only)
    }
}

/** The values that belong to both sets. */
export function both(left: ValueRanges, right: ValueRanges): ValueRanges {
    return left.flatMap((one) =>
        right.flatMap((other) => {
            const low = furtherIn(one.low, { other: other.low, direction: 1 })
            const high = furtherIn(one.high, { other: other.high, direction: -1 })
            return isEmpty({ low, high }) ? [] : [{ low, high }]
        }),
    )
}

/** The values that do not belong to a set. */
export function outside(ranges: ValueRanges): ValueRanges {
    return ranges.reduce<ValueRanges>((rest, { low, high }) => {
        const below = low === null ? [] : [{ low: null, high: flipped(low) }]
        const above = high === null ? [] : [{ low: flipped(high), high: null }]
        return both(rest, [...below, ...above])
    }, anyValue)
}

function only(value: Literal): ValueRange {
    const end = { value, isIncluded: true }
    return { low: end, high: end }
}

function flipped({ value, isIncluded }: RangeEnd): RangeEnd {
    return { value, isIncluded: !isIncluded }
}

/** Of two lower ends (direction 1) or two upper ends (-1) the one that leaves less. */
function furtherIn(
    one: RangeEnd | null,
    { other, direction }: { readonly other: RangeEnd | null; readonly direction: 1 | -1 },
): RangeEnd | null {
    if (one === null || other === null) return one ?? other
    const order = compare(one.value, other.value) * direction
    if (order !== 0) return order > 0 ? one : other
    return one.isIncluded ? other : one
}

function isEmpty({ low, high }: ValueRange): boolean {
    if (low === null || high === null) return false
    const order = compare(low.value, high.value)
    return order > 0 || (order === 0 && !(low.isIncluded && high.isIncluded))
}

function compare(left: Literal, right: Literal): number {
    if (typeof left === 'object' && typeof right === 'object') return compareDecimal(left, right)
    if (typeof left !== typeof right) throw new TypeError('a feature has values of two types')
    if (left === right) return 0
    return left < right ? -1 : 1
}

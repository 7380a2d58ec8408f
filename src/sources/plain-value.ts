import { parseDecimal } from '#domain/decimal.ts'
import { parseAsOf } from '#domain/month.ts'
import type { ColumnType } from './column-type.ts'

const integerMax = { integer: 2n ** 31n, bigint: 2n ** 63n }

/** Places to which plain decimals are compared: more than any type has. */
const places = 38

/**
 * A plain text as something that compares like the value of its type: decimals and integers in
 * units of 10⁻³⁸, dates and instants as their text. Null where it is none of the type.
 */
export function plainValue(text: string, type: ColumnType): bigint | number | string | null {
    switch (type.name) {
        case 'varchar':
            return text === '' ? null : text
        case 'boolean':
            return ['true', 'false', '1', '0'].includes(text) ? text : null
        case 'date':
            return isDay(text) ? text : null
        case 'timestamp':
            return instantValue(text)
        case 'double':
            return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : null
        default:
            return exactValue(text, type)
    }
}

function instantValue(text: string): string | null {
    const [day = '', time = '', ...more] = text.split(' ')
    const isTime = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)
    return isTime && more.length === 0 && isDay(day) ? text : null
}

function exactValue(text: string, type: ColumnType): bigint | null {
    const value = parseDecimal(text)
    if (value === null) return null
    const [scale, limit] =
        type.name === 'decimal'
            ? [type.scale, 10n ** BigInt(type.precision - type.scale)]
            : [0, type.name === 'integer' ? integerMax.integer : integerMax.bigint]
    const units = value.units * 10n ** BigInt(places)
    const one = 10n ** BigInt(value.scale)
    const size = units < 0n ? -units : units
    if (value.scale > scale || size >= limit * one * 10n ** BigInt(places)) return null
    return units / one
}

/** Whether a text is a day of the calendar, written as 2026-01-31; a month is none. */
function isDay(text: string): boolean {
    return text.length === 10 && parseAsOf(text) !== null
}

import { type Decimal, formatDecimal } from '#domain/decimal.ts'

/** Writes a decimal, or its text, with commas between thousands: `1,234,567.00`. */
export function formatAmount(value: Decimal | string): string {
    const text = typeof value === 'string' ? value : formatDecimal(value)
    const [whole = '', fraction] = text.split('.')
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
    return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** The largest number of cents that is not more: what stands below a threshold stays below it. */
export function floorToCents(value: Decimal): Decimal {
    return toCents(value, (units, step) => (units - positiveRest(units, step)) / step)
}

/** The smallest number of cents that is not less: whoever brings so much has enough. */
export function ceilToCents(value: Decimal): Decimal {
    return toCents(value, (units, step) => (units + positiveRest(-units, step)) / step)
}

function toCents(value: Decimal, round: (units: bigint, step: bigint) => bigint): Decimal {
    if (value.scale < 2) return { units: value.units * 10n ** BigInt(2 - value.scale), scale: 2 }
    return { units: round(value.units, 10n ** BigInt(value.scale - 2)), scale: 2 }
}

function positiveRest(units: bigint, step: bigint): bigint {
    return ((units % step) + step) % step
}

/** An exact decimal number: `units / 10 ** scale`. 1,234.50 is { units: 123450n, scale: 2 }. */
export type Decimal = { readonly units: bigint; readonly scale: number }

const pattern = /^([+-]?)(\d+)(?:\.(\d+))?$/

/** Reads a plain decimal such as `-1234.50`; null where the text is none. */
export function parseDecimal(text: string): Decimal | null {
    const match = pattern.exec(text)
    if (match === null) return null
    const [, sign, whole = '', fraction = ''] = match
    const units = BigInt(whole + fraction)
    return { units: sign === '-' ? -units : units, scale: fraction.length }
}

/** Writes all digits of the scale: { units: 123450n, scale: 2 } is `1234.50`. */
export function formatDecimal(value: Decimal): string {
    if (value.scale === 0) return String(value.units)
    const digits = String(magnitude(value.units)).padStart(value.scale + 1, '0')
    const point = digits.length - value.scale
    return `${value.units < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** The same value at a scale that is at least its own. Throws where digits would be lost. */
export function atScale(value: Decimal, scale: number): Decimal {
    if (scale < value.scale) {
        const step = 10n ** BigInt(value.scale - scale)
        if (value.units % step !== 0n) throw new RangeError('digits would be lost')
        return { units: value.units / step, scale }
    }
    return { units: value.units * 10n ** BigInt(scale - value.scale), scale }
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimal(left: Decimal, right: Decimal): number {
    const scale = Math.max(left.scale, right.scale)
    const difference = atScale(left, scale).units - atScale(right, scale).units
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The exact sum, at the larger of the two scales. */
export function addDecimal(left: Decimal, right: Decimal): Decimal {
    const scale = Math.max(left.scale, right.scale)
    return { units: atScale(left, scale).units + atScale(right, scale).units, scale }
}

/** The exact product; its scale is the sum of the two scales. */
export function multiplyDecimal(left: Decimal, right: Decimal): Decimal {
    return { units: left.units * right.units, scale: left.scale + right.scale }
}

function magnitude(value: bigint): bigint {
    return value < 0n ? -value : value
}

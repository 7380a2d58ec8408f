/** All points there are: 100 of them in ten-thousandths; also a whole in millionths. */
export const whole = 1_000_000

/**
 * Quotient of numbers that are not negative, rounded half up to a whole number. Null where the
 * divisor is 0.
 */
export function roundHalfUp(dividend: bigint, divisor: bigint): number | null {
    if (divisor === 0n) return null
    return Number((2n * dividend + divisor) / (2n * divisor))
}

/** Writes the same as template text; a divisor of 0 gives null. */
export function writeRounded(dividend: string, divisor: string): string {
    return `{{ idiv(2 * (${dividend}) + ${divisor}, 2 * ${divisor}) }}`
}

/** Writes ten-thousandths of a point as decimal(7,4): 0 to 100. */
export function writePoints(column: string): string {
    return `cast(${column} * cast(0.0001 as decimal(4,4)) as decimal(7,4))`
}

/** Writes millionths as a share of one, decimal(7,6). */
export function writeShare(column: string): string {
    return `cast(${column} * cast(0.000001 as decimal(6,6)) as decimal(7,6))`
}

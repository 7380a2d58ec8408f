/**
 * How wealth is spread: of a thousand million people so many have at least this many yuan.
 * Between two rows it falls as a Pareto tail does. The steps at 50,000, 500,000, 2m and 6m yuan
 * make the pyramid of a bank under the shipped thresholds.
 */
export const wealthLevels: readonly (readonly [people: number, yuan: number])[] = [
    [1, 300_000_000],
    [200_000, 20_000_000],
    [2_000_000, 6_300_000],
    [10_000_000, 2_100_000],
    [50_000_000, 520_000],
    [250_000_000, 54_000],
    [600_000_000, 5_000],
    [1_000_000_000, 100],
]

/** The thresholds of the shipped wealth ladder, in yuan, lowest first: the truth's own. */
export const wealthTiers: readonly (readonly [tier: string, atLeast: number])[] = [
    ['mass', 0],
    ['gold', 50_000],
    ['platinum', 500_000],
    ['diamond', 2_000_000],
    ['private', 6_000_000],
]

/** SQL of a level in cents for a draw of 1 … 1,000,000,000: the lower the draw, the richer. */
export function levelOf(drawn: string): string {
    const cases = wealthLevels.slice(1).map(([people, poor], index) => {
        const [fewer, rich] = wealthLevels[index] ?? [1, poor]
        // A hyperbola through both rows, in 128-bit integers: the product leaves 63 bits.
        const rise = `cast(${(rich - poor) * 100} as hugeint) * (${people} - ${drawn}) * ${fewer}`
        const level = `cast(${poor * 100} + ${rise} // (${drawn} * ${people - fewer}) as bigint)`
        return `when ${drawn} <= ${people} then ${level}`
    })
    return `case ${cases.join(' ')} end`
}

/** SQL of the tier that an amount in yuan reaches by itself. */
export function tierOf(amount: string): string {
    const cases = wealthTiers
        .slice(1)
        .toReversed()
        .map(([tier, atLeast]) => `when ${amount} >= ${atLeast} then '${tier}'`)
    return `case ${cases.join(' ')} else '${wealthTiers[0]?.[0]}' end`
}

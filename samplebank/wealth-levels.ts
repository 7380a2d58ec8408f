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

/** The level in cents for a draw of 1 … 1,000,000,000: the lower the draw, the richer. */
export function levelOf(drawn: number): number {
    const at = wealthLevels.findIndex(([people], index) => index > 0 && drawn <= people)
    const [people, poor] = wealthLevels[at] ?? [1, 0]
    const [fewer, rich] = wealthLevels[at - 1] ?? [1, poor]
    // A hyperbola through both rows; its products leave the whole numbers of a double.
    const rise = BigInt((rich - poor) * 100) * BigInt(people - drawn) * BigInt(fewer)
    return poor * 100 + Number(rise / (BigInt(drawn) * BigInt(people - fewer)))
}

/** The tier that an amount in thousandths of a yuan reaches by itself. */
export function tierOf(thousandths: number): string {
    const found = wealthTiers.findLast(([, atLeast]) => thousandths >= atLeast * 1000)
    return found?.[0] ?? 'mass'
}

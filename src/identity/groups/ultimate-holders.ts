import { type EffectiveShares, effectiveShares, type Holding } from './effective-shares.ts'

/** Somebody at the end of all paths of shares, behind whom nobody is known. */
export type UltimateHolder<Id> = { readonly id: Id; readonly shareMillionths: number }

/** Who is behind a company in the end. */
export type UltimateHolders<Id> = Omit<EffectiveShares<Id>, 'shares'> & {
    /** Largest first, then in the order of `compare`. */
    readonly holders: readonly UltimateHolder<Id>[]
    /** What belongs to nobody who is known, in millionths. */
    readonly untoldMillionths: number
}

/**
 * A person who has at least so much of a company, directly or through others, is a beneficial owner
 * of it: a quarter or more, by article 6 of the 受益所有人信息管理办法 (People's Bank of China and
 * State Administration for Market Regulation, order 3 of 2024).
 */
export const beneficialMillionths = 250_000

/** Who holds a company in the end: the ends of all paths of {@link effectiveShares}. */
export function ultimateHolders<Id>(
    company: Id,
    {
        holdersOf,
        compare,
    }: {
        readonly holdersOf: (company: Id) => readonly Holding<Id>[]
        readonly compare: (one: Id, other: Id) => number
    },
): UltimateHolders<Id> {
    const { shares, ...rest } = effectiveShares(company, holdersOf)
    const holders = [...shares]
        .filter(([id, share]) => share > 0 && holdersOf(id).length === 0)
        .map(([id, shareMillionths]) => ({ id, shareMillionths }))
        .sort(
            (one, other) =>
                other.shareMillionths - one.shareMillionths || compare(one.id, other.id),
        )
    const told = holders.reduce((sum, { shareMillionths }) => sum + shareMillionths, 0)
    return { ...rest, holders, untoldMillionths: Math.max(0, 1_000_000 - told) }
}

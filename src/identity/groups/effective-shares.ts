/** Shares of one company that one holder has directly, in millionths of all its shares. */
export type Holding<Id> = { readonly holder: Id; readonly shareMillionths: number }

/** What stands behind a company. */
export type EffectiveShares<Id> = {
    /** Who holds shares directly or through others, in millionths, rounded half up. */
    readonly shares: ReadonlyMap<Id, number>
    /** Companies on the way whose shares are told as more than all of them. */
    readonly overheld: readonly Id[]
    /**
     * False where companies hold one another so wholly that nobody outside is behind them, or the
     * circle is too slow to tell: the shares are then those found so far.
     */
    readonly isSettled: boolean
}

/** Shares are added up in units of 10⁻¹², so that their order changes nothing. */
const unit = 1_000_000_000_000n
const perMillionth = 1_000_000n
/** What is still going round is less than a thousandth of a millionth of the company. */
const tolerance = 1000n
const roundsMax = 5000

/**
 * The shares of a company that each party holds directly and through others: the product of the
 * shares along a path, summed over all paths. Where companies hold one another the paths have no
 * end; their sum is taken until less than 10⁻⁹ of the company goes round. Where all shares are
 * told, the shares of those at the ends of all paths add up to one.
 *
 * Brioschi, Buzzacchi, Colombo (1989), Risk capital financing and the separation of ownership and
 * control in business groups.
 */
export function effectiveShares<Id>(
    company: Id,
    holdersOf: (company: Id) => readonly Holding<Id>[],
): EffectiveShares<Id> {
    const found = new Map<Id, bigint>()
    const overheld = new Set<Id>()
    let passed = new Map<Id, bigint>([[company, unit]])
    let going = unit
    for (let round = 0; round < roundsMax && going > tolerance; round++) {
        const next = new Map<Id, bigint>()
        going = 0n
        for (const [held, amount] of passed) {
            let told = 0
            for (const { holder, shareMillionths } of holdersOf(held)) {
                told += shareMillionths
                const part = (amount * BigInt(shareMillionths)) / perMillionth
                if (part === 0n) continue
                next.set(holder, (next.get(holder) ?? 0n) + part)
                found.set(holder, (found.get(holder) ?? 0n) + part)
                going += part
            }
            if (told > Number(perMillionth)) overheld.add(held)
        }
        passed = next
    }
    const rounded = [...found].map(([id, share]) => [id, millionthsOf(share)] as const)
    return { shares: new Map(rounded), overheld: [...overheld], isSettled: going <= tolerance }
}

function millionthsOf(share: bigint): number {
    return Number((share + perMillionth / 2n) / perMillionth)
}

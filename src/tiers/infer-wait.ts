/**
 * Reviews below the tier held, by their place in an unbroken run whose beginning is known: how
 * many ended in a fall and how many did not.
 */
export type BelowCount = {
    readonly held: number
    /** From 1. */
    readonly place: number
    readonly falls: number
    readonly stays: number
    /** Falls that tell where they end: to the level of that review, or to the best of the run. */
    readonly toCurrent: number
    readonly toBest: number
}

/** The wait of a tier as it was found. */
export type WaitGuess = {
    /** Reviews below at which the tier is lost; null: nobody was seen to fall. */
    readonly wait: number | null
    /** Runs that reached that review. */
    readonly cases: number
    /** Runs that fell before it, or did not fall at it. */
    readonly errors: number
}

/** The longest wait that is looked for, in reviews. */
export const waitMax = 12

/**
 * Finds the review at which a tier is lost: the one that leaves the fewest runs unexplained,
 * those that fell before it and those that reached it and stayed.
 */
export function inferWait(counts: readonly BelowCount[], level: number): WaitGuess {
    const ofLevel = counts.filter(({ held }) => held === level)
    const at = (place: number) => ofLevel.find((one) => one.place === place)
    let best: WaitGuess | null = null
    let earlier = 0
    for (let place = 1; place <= waitMax; place++) {
        const { falls = 0, stays = 0 } = at(place) ?? {}
        const errors = earlier + stays
        if (falls > 0 && (best === null || errors < best.errors)) {
            best = { wait: place, cases: falls + stays, errors }
        }
        earlier += falls
    }
    return best ?? { wait: null, cases: 0, errors: 0 }
}

/** Where a fall ends; `isSeen` is false where no fall tells the two apart. */
export function inferFallTo(counts: readonly BelowCount[]): {
    readonly to: 'current' | 'best_of_wait'
    readonly isSeen: boolean
} {
    const current = counts.reduce((sum, { toCurrent }) => sum + toCurrent, 0)
    const best = counts.reduce((sum, { toBest }) => sum + toBest, 0)
    return { to: best > current ? 'best_of_wait' : 'current', isSeen: best !== current }
}

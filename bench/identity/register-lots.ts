import { type Chance, chance, keying } from '#samplebank/draw.ts'

/** Draws for one thing: a purpose draws the same number each time, another purpose another one. */
export type Lots = {
    /** A whole number from 0 to `below` − 1. */
    readonly of: (purpose: string, below: number) => number
    /** Whether it falls within so many of a thousand. */
    readonly isWithin: (purpose: string, inThousand: number) => boolean
    readonly pick: <T>(purpose: string, from: readonly T[]) => T
}

const chances = new Map<string, Chance>()

function chanceOf(purpose: string): Chance {
    const known = chances.get(purpose)
    if (known !== undefined) return known
    const made = chance(purpose)
    chances.set(purpose, made)
    return made
}

const keys = {
    family: keying('household', 11),
    person: keying('customer', 11),
    record: keying('account month', 11),
    owner: keying('block', 11),
    firm: keying('account', 11),
} as const

/** The lots of a thing by its number. */
export function lotsOf(thing: keyof typeof keys, number: number): Lots {
    const key = keys[thing](number)
    const of = (purpose: string, below: number): number => chanceOf(purpose)(key, below)
    return {
        of,
        isWithin: (purpose, inThousand) => of(purpose, 1000) < inThousand,
        pick: (purpose, from) => {
            const found = from[of(purpose, from.length)]
            if (found === undefined) throw new Error(`nothing to pick for ${purpose}`)
            return found
        },
    }
}

/**
 * Chance without random(): whole numbers through a mixing hash of 32 bits, the same on every
 * machine and with any number of threads.
 */

/** What has chances of its own. */
export type Keyed = 'customer' | 'month' | 'account' | 'account month' | 'household' | 'block'

/** The 32-bit key of a thing, from its id (a whole number from 0 on). */
export type Keying = (id: number) => number

/** Draws a whole number from 0 to `below` − 1 (at most 2^31) that hangs on the key alone. */
export type Chance = (key: number, below: number) => number

/** Keys of one kind of thing under a seed. */
export function keying(keyed: Keyed, seed: number): Keying {
    const salt = hashText(`${keyed}:${seed}`)
    return (id) => {
        const mixed = mix(mix((Math.imul(id, 2654435769) + salt) | 0))
        return (mixed ^ (mixed >>> 16)) >>> 0
    }
}

/**
 * Chances of one purpose: another purpose draws another number from the same key. The purpose
 * makes a multiplier; the high bits of the product are the draw.
 */
export function chance(purpose: string): Chance {
    const factor = (hashText(purpose) >>> 2) | 1
    const shift = hashText(`${purpose}+`)
    return (key, below) => {
        const drawn = (Math.imul(key, factor) + shift) >>> 0
        // In halves, as a product of 32 and 31 bits would leave the whole numbers of a double.
        const low = Math.floor(((drawn & 0xffff) * below) / 65_536)
        return Math.floor(((drawn >>> 16) * below + low) / 65_536)
    }
}

/** Whole numbers divided, the rest dropped; both below 2^53 and not negative. */
export function quotient(dividend: number, divisor: number): number {
    return Math.floor(dividend / divisor)
}

/** One of some things, by a draw below their number. Throws where there is none. */
export function pick<T>(from: readonly T[], at: number): T {
    const found = from[at]
    if (found === undefined) throw new Error(`nothing at ${at} of ${from.length}`)
    return found
}

/** One letter of a text without surrogates. */
export function letterOf(letters: string, at: number): string {
    return letters.charAt(at)
}

function mix(value: number): number {
    return Math.imul(value ^ (value >>> 16), 73244475)
}

/** 32 bits of a text: FNV-1a and a final mix. */
function hashText(text: string): number {
    let hash = 0x811c9dc5
    for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
    hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
    return (hash ^ (hash >>> 16)) >>> 0
}

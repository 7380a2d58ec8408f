/**
 * Chance without random(): whole numbers through a mixing hash that is written out in integers,
 * the same on every engine version, machine and number of threads.
 */

/** Ids must stay below 2^31, so that no product leaves 63 bits. */
const multiplier = 2654435769

/** What has chances of its own. */
export type Keyed = 'customer' | 'month' | 'account' | 'account month' | 'part' | 'household'

/**
 * SQL of the 32-bit key of a thing, from its id and the seed. It is long: select it once, as a
 * column, and draw from the column.
 */
export function keyOf(
    id: string,
    { keyed, seed }: { readonly keyed: Keyed; readonly seed: number },
): string {
    const mix = (value: string): string =>
        `((xor(${value}, (${value}) >> 16) * 73244475) & 4294967295)`
    const salted = `((${id}) * ${multiplier} + ${hashText(`${keyed}:${seed}`)}) & 4294967295`
    const mixed = mix(mix(salted))
    return `xor(${mixed}, ${mixed} >> 16)`
}

/**
 * SQL of a whole number from 0 to `below` − 1 (a number or SQL, at most 2^31) that hangs on the
 * key and the purpose alone. The purpose makes a multiplier; the high bits of the product are the
 * draw.
 */
export function draw(key: string, purpose: string, below: number | string): string {
    const factor = (hashText(purpose) >>> 2) | 1
    const shift = hashText(`${purpose}+`)
    return `((((${key} * ${factor} + ${shift}) & 4294967295) * ${below}) >> 32)`
}

/** 32 bits of a text: FNV-1a and a final mix. */
function hashText(text: string): number {
    let hash = 0x811c9dc5
    for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
    hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
    return (hash ^ (hash >>> 16)) >>> 0
}

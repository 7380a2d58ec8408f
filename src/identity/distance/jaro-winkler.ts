import type { TextPair } from '#domain/edit-distance.ts'

/** How much each of the first four equal characters adds (Winkler 1990). */
const prefixScale = 0.1
const prefixMax = 4

/**
 * The Jaro–Winkler similarity of two texts, 0 (nothing in common) to 1 (the same). Jaro: mean of
 * the shares of matching characters and of those in order (JASA 84, 1989); Winkler adds 0.1 for
 * each of the first four characters that are equal, of what is left to 1 (String comparator
 * metrics, 1990).
 */
export function jaroWinkler({ a, b }: TextPair): number {
    if (a === b) return a === '' ? 0 : 1
    // Matches are taken greedily, so the sides are put in order: the shorter looks in the longer.
    const isTurned = a.length > b.length || (a.length === b.length && a > b)
    const jaro = isTurned ? jaroOf(b, a) : jaroOf(a, b)
    const shorter = Math.min(a.length, b.length, prefixMax)
    let prefix = 0
    while (prefix < shorter && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
    return jaro + prefix * prefixScale * (1 - jaro)
}

function jaroOf(a: string, b: string): number {
    const window = Math.max(Math.floor(Math.max(a.length, b.length) / 2) - 1, 0)
    const taken = new Uint8Array(b.length)
    const matches: number[] = []
    for (let at = 0; at < a.length; at++) {
        const until = Math.min(at + window + 1, b.length)
        for (let other = Math.max(0, at - window); other < until; other++) {
            if (taken[other] === 1 || a.charCodeAt(at) !== b.charCodeAt(other)) continue
            taken[other] = 1
            matches.push(a.charCodeAt(at))
            break
        }
    }
    if (matches.length === 0) return 0
    let outOfOrder = 0
    let next = 0
    for (let other = 0; other < b.length; other++) {
        if (taken[other] !== 1) continue
        if (b.charCodeAt(other) !== matches[next]) outOfOrder++
        next++
    }
    const count = matches.length
    const inOrder = (count - outOfOrder / 2) / count
    return (count / a.length + count / b.length + inOrder) / 3
}

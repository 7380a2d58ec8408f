/**
 * The least rotation of a text: the same for `zhangwei` and `weizhang`, so that a name compares
 * whichever part stands first and however its syllables are joined. Two-pointer method in linear
 * time (Booth, Lexicographically least circular substrings, 1980).
 */
export function ringOf(text: string): string {
    const size = text.length
    let best = 0
    let other = 1
    let run = 0
    while (best < size && other < size && run < size) {
        const left = text.charCodeAt((best + run) % size)
        const right = text.charCodeAt((other + run) % size)
        if (left === right) {
            run++
            continue
        }
        if (left > right) best += run + 1
        else other += run + 1
        if (best === other) other++
        run = 0
    }
    const start = Math.min(best, other)
    return text.slice(start) + text.slice(0, start)
}

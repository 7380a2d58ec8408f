/** Two texts that are compared. */
export type TextPair = { readonly a: string; readonly b: string }

/**
 * How many edits lie between two texts, counted in characters (code points): insert, delete,
 * substitute, and swap of two neighbours, no piece edited twice (optimal string alignment; Damerau,
 * CACM 7, 1964). More than `max` comes back as `max + 1`.
 */
export function editDistance({ a, b }: TextPair, max: number): number {
    if (a === b) return 0
    const left = unitsOf(a)
    const right = unitsOf(b)
    if (Math.abs(left.length - right.length) > max) return max + 1
    let start = 0
    const shorter = Math.min(left.length, right.length)
    while (start < shorter && left[start] === right[start]) start++
    let end = 0
    while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) {
        end++
    }
    const core = { left, right, start, leftEnd: left.length - end, rightEnd: right.length - end }
    return max === 1 ? oneEdit(core) : alignment(core, max)
}

/** What is left of two texts without their common beginning and end. */
type Core = {
    readonly left: Units
    readonly right: Units
    readonly start: number
    readonly leftEnd: number
    readonly rightEnd: number
}

/** With both ends trimmed, one edit leaves one character a side at most, or two that swapped. */
function oneEdit({ left, right, start, leftEnd, rightEnd }: Core): number {
    const longer = Math.max(leftEnd, rightEnd) - start
    if (longer <= 1) return longer
    const isSwap =
        leftEnd - start === 2 &&
        rightEnd - start === 2 &&
        left[start] === right[start + 1] &&
        left[start + 1] === right[start]
    return isSwap ? 1 : 2
}

type Units = readonly (number | string)[] | string

/** A text without surrogates is its own array of characters. */
function unitsOf(text: string): Units {
    for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at)
        if (unit >= 0xd800 && unit < 0xe000) return [...text]
    }
    return text
}

/** The table of optimal string alignment, in a band of `max` cells on either side. */
function alignment({ left, right, start, leftEnd, rightEnd }: Core, max: number): number {
    const height = leftEnd - start
    const width = rightEnd - start
    if (height === 0 || width === 0) return Math.min(height + width, max + 1)
    const far = max + 1
    let before: number[] = []
    let above = Array.from({ length: width + 1 }, (_, column) => Math.min(column, far))
    for (let row = 1; row <= height; row++) {
        const line: number[] = new Array(width + 1).fill(far)
        if (row <= max) line[0] = row
        let best = line[0] ?? far
        const until = Math.min(width, row + max)
        for (let column = Math.max(1, row - max); column <= until; column++) {
            const here = left[start + row - 1]
            const there = right[start + column - 1]
            let cost = Math.min(
                (above[column] ?? far) + 1,
                (line[column - 1] ?? far) + 1,
                (above[column - 1] ?? far) + (here === there ? 0 : 1),
            )
            const isSwap =
                row > 1 &&
                column > 1 &&
                here === right[start + column - 2] &&
                left[start + row - 2] === there
            if (isSwap) cost = Math.min(cost, (before[column - 2] ?? far) + 1)
            line[column] = Math.min(cost, far)
            if (cost < best) best = cost
        }
        if (best > max) return far
        before = above
        above = line
    }
    return Math.min(above[width] ?? far, far)
}

/** How many characters (code points) a text has. */
export function lengthOf(text: string): number {
    return unitsOf(text).length
}

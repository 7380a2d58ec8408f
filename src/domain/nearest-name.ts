/**
 * The name that someone who wrote `found` most likely meant, or null where none is close: at
 * most a third of its letters are wrong, missing, too many or swapped with the next one. Case,
 * spaces, `-` and `_` make no difference.
 */
export function nearestName(found: string, names: Iterable<string>): string | null {
    let nearest: string | null = null
    const folded = fold(found)
    let distance = Math.floor(Math.max(folded.length, 3) / 3) + 1
    for (const name of names) {
        const edits = editDistance(folded, fold(name))
        if (edits < distance) {
            nearest = name
            distance = edits
        }
    }
    return nearest
}

function fold(name: string): string {
    return name.toLowerCase().replaceAll(/[\s_-]/g, '')
}

/** Damerau's distance with adjacent swaps ("optimal string alignment"). */
function editDistance(left: string, right: string): number {
    let older: number[] = []
    let old = Array.from({ length: right.length + 1 }, (_, index) => index)
    for (let row = 1; row <= left.length; row++) {
        const now = [row]
        for (let column = 1; column <= right.length; column++) {
            const same = left[row - 1] === right[column - 1]
            const swapped =
                left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
            now.push(
                Math.min(
                    (old[column] ?? 0) + 1,
                    (now[column - 1] ?? 0) + 1,
                    (old[column - 1] ?? 0) + (same ? 0 : 1),
                    swapped && row > 1 ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
                ),
            )
        }
        older = old
        old = now
    }
    return old[right.length] ?? 0
}

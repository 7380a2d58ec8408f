import { editDistance } from './edit-distance.ts'

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
        const edits = editDistance({ a: folded, b: fold(name) }, distance - 1)
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

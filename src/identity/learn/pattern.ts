import { different } from '../kind.ts'
import type { Comparison } from '../policy/identity-policy.ts'

/**
 * How two records compare: one level a field, 0 the best of its field, −1 where either side is
 * unknown, in the order of the model's fields.
 */
export type Pattern = readonly number[]

/** How many pairs compare alike; `count` is a whole number from 1 on. */
export type PatternCount = { readonly pattern: Pattern; readonly count: number }

/** What a place of a pattern means: a field, and the ids of its levels, the last for all else. */
export type PatternField = { readonly id: string; readonly levels: readonly string[] }

/** The fields of a comparison as its patterns number their levels. */
export function patternFields({ fields }: Pick<Comparison, 'fields'>): readonly PatternField[] {
    return fields.map(({ id, levels }) => ({
        id,
        levels: [...levels.map((level) => level.id), different],
    }))
}

/** Counts of patterns as a flat table, each pattern once and in order: sums over it repeat. */
export type PatternTable = {
    readonly width: number
    /** Row after row, `width` levels each. */
    readonly levels: Int8Array
    readonly counts: Float64Array
    /** The sum of all counts. */
    readonly total: number
}

/**
 * Puts equal patterns together and sorts them, so that the order of the input changes no digit of
 * what is summed over the table. Throws where a pattern does not fit the fields: that is a bug.
 */
export function tablePatterns(
    fields: readonly PatternField[],
    counted: readonly PatternCount[],
): PatternTable {
    const width = fields.length
    const merged = new Map<string, number>()
    for (const { pattern, count } of counted) {
        if (!fits(fields, pattern)) throw new Error(`pattern [${pattern}] does not fit the fields`)
        // A letter a level: the map's keys compare faster than lists, and sort the same everywhere.
        const key = String.fromCharCode(...pattern.map((level) => level + 1))
        merged.set(key, (merged.get(key) ?? 0) + count)
    }
    const sorted = [...merged].sort(([one], [other]) => (one < other ? -1 : 1))
    const levels = new Int8Array(sorted.length * width)
    const counts = new Float64Array(sorted.length)
    let total = 0
    for (const [row, [key, count]] of sorted.entries()) {
        for (let field = 0; field < width; field++) {
            levels[row * width + field] = key.charCodeAt(field) - 1
        }
        counts[row] = count
        total += count
    }
    return { width, levels, counts, total }
}

function fits(fields: readonly PatternField[], pattern: Pattern): boolean {
    return (
        pattern.length === fields.length &&
        pattern.every((level, at) => level >= -1 && level < (fields[at]?.levels.length ?? 0))
    )
}

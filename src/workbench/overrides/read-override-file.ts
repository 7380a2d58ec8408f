import type { Failure } from '#domain/result.ts'
import { readTable } from '../read-table.ts'
import { type OverrideWish, readOverrideWish } from './override-wish.ts'

const columns = {
    required: ['party', 'tier', 'from', 'until', 'reason'],
    optional: ['mode', 'lifts'],
} as const

/**
 * Reads a CSV file of overrides. Throws Refusal where it cannot be read at all; faults of single
 * records come beside the wishes that could be read, so that all are told at once.
 */
export async function readOverrideFile(file: string): Promise<{
    readonly wishes: readonly OverrideWish[]
    readonly faults: readonly Failure[]
}> {
    const { rows, faults: unread } = await readTable(file, columns)
    const faults = [...unread]
    const wishes = rows.flatMap(({ texts, placeOf }) => {
        const {
            party = '',
            tier = '',
            mode,
            lifts = '',
            from = '',
            until = '',
            reason = '',
        } = texts
        const fields = { party, tier, mode: mode || 'at_least', lifts, from, until, reason }
        return readOverrideWish(fields, { placeOf, faults }) ?? []
    })
    return { wishes, faults }
}

/**
 * What can be good or bad about delivered data, in the words of ISO/IEC 25012 (completeness,
 * accuracy by syntax, consistency, currentness) and of DAMA-DMBOK (completeness, validity,
 * uniqueness, consistency, timeliness).
 */
export const dimensions = ['complete', 'valid', 'unique', 'consistent', 'fresh'] as const
export type Dimension = (typeof dimensions)[number]

/** Every check there is with its dimension. How each is counted: docs/concepts/quality.md. */
export const checkDimension = {
    absent: 'complete',
    rejected: 'valid',
    misshapen: 'valid',
    malformed: 'valid',
    check_digit: 'valid',
    placeholder: 'valid',
    key_twice: 'unique',
    shared: 'unique',
    orphan: 'consistent',
    law: 'consistent',
    birth_date: 'consistent',
    stranger: 'consistent',
    other_system: 'consistent',
} as const satisfies Readonly<Record<string, Dimension>>

/** A check that is counted when a batch is taken. */
export type QualityCheck = keyof typeof checkDimension

/** Of so many values, rows or records of a table so many fail one check. */
export type QualityCount = {
    readonly table: string
    /** The column; of a law its text; null where the whole table is meant. */
    readonly field: string | null
    readonly check: QualityCheck
    readonly failed: number
    readonly checked: number
}

/** How many records of a table have one fault (a failure code) in one column. */
export type RejectCount = {
    readonly code: string
    /** Null where the fault is of the whole record. */
    readonly column: string | null
    readonly count: number
}

/** How many records of a table were read and taken, and why the others were not. */
export type TableIntake = {
    readonly read: number
    readonly accepted: number
    readonly rejects: readonly RejectCount[]
}

const million = 1_000_000n

/**
 * The share that passes, in millionths, rounded down: only what is perfect is said to be so. Null
 * where there was nothing to check.
 */
export function passedMillionths(count: Pick<QualityCount, 'failed' | 'checked'>): number | null {
    const { failed, checked } = count
    if (checked === 0) return null
    return Number((BigInt(checked - failed) * million) / BigInt(checked))
}

/** Which check a rejected record has failed, by the code of its fault. */
export function checkOfReject(code: string): QualityCheck {
    const what = code.slice(code.indexOf('.') + 1)
    if (what === 'cell_required') return 'absent'
    if (what.startsWith('cell_')) return 'malformed'
    if (what.startsWith('key_') || what === 'row_copied') return 'key_twice'
    if (what.startsWith('parent_') || what.startsWith('orphan')) return 'orphan'
    return 'misshapen'
}

import type { Failure } from '#domain/result.ts'

/** How many faults of one kind are listed for one table; the rest are counted. */
export const listedMax = 1000

/** The first faults of a table, and the number of all others. */
export type FaultList = {
    readonly failures: readonly Failure[]
    add(found: readonly Failure[]): void
    /** Leaves these alone: they make all others meaningless. */
    replace(found: readonly Failure[]): void
    unlisted(): number
}

/** An empty list; it holds no more than {@link listedMax}. */
export function createFaultList(): FaultList {
    const failures: Failure[] = []
    let unlisted = 0
    return {
        failures,
        add: (found) => {
            const taken = found.slice(0, listedMax - failures.length)
            failures.push(...taken)
            unlisted += found.length - taken.length
        },
        replace: (found) => {
            failures.splice(0, failures.length, ...found)
            unlisted = 0
        },
        unlisted: () => unlisted,
    }
}

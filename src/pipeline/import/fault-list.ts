import type { Failure } from '#domain/result.ts'

/** How many faults of one kind are held for one table; the others are only counted. */
export const listedMax = 1000

/** The first faults of a table. */
export type FaultList = {
    readonly failures: readonly Failure[]
    add(found: readonly Failure[]): void
    /** Leaves these alone: they make all others meaningless. */
    replace(found: readonly Failure[]): void
}

/** An empty list; it holds no more than {@link listedMax}. */
export function createFaultList(): FaultList {
    const failures: Failure[] = []
    return {
        failures,
        add: (found) => {
            failures.push(...found.slice(0, listedMax - failures.length))
        },
        replace: (found) => {
            failures.splice(0, failures.length, ...found)
        },
    }
}

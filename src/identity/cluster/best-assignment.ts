import { numberAt } from '../number-at.ts'

/**
 * The assignment of rows to columns with the greatest sum of gains, each at most once: for each row
 * its column, or −1. A gain of 0 or less is never taken. `gains` holds row after row. Kuhn–Munkres
 * with potentials in O(rows² · columns) (Kuhn 1955; Munkres 1957; Jonker & Volgenant 1987); of
 * equal sums the one it meets first, the same for the same gains.
 */
export function bestAssignment(
    gains: Float64Array,
    { rows, columns }: { readonly rows: number; readonly columns: number },
): Int32Array {
    // One column of gain 0 for each row: whoever stays alone takes that one.
    const width = columns + rows
    const gainAt = (row: number, column: number): number =>
        column < columns ? Math.max(numberAt(gains, row * columns + column), 0) : 0
    const rowPotential = new Float64Array(rows + 1)
    const columnPotential = new Float64Array(width + 1)
    /** For each column, counted from 1, the row that has it, counted from 1; 0: nobody. */
    const owner = new Int32Array(width + 1)
    const way = new Int32Array(width + 1)
    for (let row = 1; row <= rows; row++) {
        owner[0] = row
        let column = 0
        const slack = new Float64Array(width + 1).fill(Number.POSITIVE_INFINITY)
        const isUsed = new Uint8Array(width + 1)
        do {
            isUsed[column] = 1
            const from = numberAt(owner, column)
            let least = Number.POSITIVE_INFINITY
            let next = 0
            for (let other = 1; other <= width; other++) {
                if (isUsed[other] === 1) continue
                const reduced =
                    -gainAt(from - 1, other - 1) -
                    numberAt(rowPotential, from) -
                    numberAt(columnPotential, other)
                if (reduced < numberAt(slack, other)) {
                    slack[other] = reduced
                    way[other] = column
                }
                if (numberAt(slack, other) < least) {
                    least = numberAt(slack, other)
                    next = other
                }
            }
            for (let other = 0; other <= width; other++) {
                if (isUsed[other] === 1) {
                    const owning = numberAt(owner, other)
                    rowPotential[owning] = numberAt(rowPotential, owning) + least
                    columnPotential[other] = numberAt(columnPotential, other) - least
                } else slack[other] = numberAt(slack, other) - least
            }
            column = next
        } while (numberAt(owner, column) !== 0)
        // Turns the way that was found around, back to the new row.
        while (column !== 0) {
            const before = numberAt(way, column)
            owner[column] = numberAt(owner, before)
            column = before
        }
    }
    const assigned = new Int32Array(rows).fill(-1)
    for (let column = 1; column <= columns; column++) {
        const row = numberAt(owner, column) - 1
        if (row >= 0 && gainAt(row, column - 1) > 0) assigned[row] = column - 1
    }
    return assigned
}

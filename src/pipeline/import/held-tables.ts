import type { DeliveredFile } from './files.ts'

/** Bytes of text of all tables together that are held in memory. */
const heldBytesMax = 2 ** 28

/**
 * The tables of a delivery whose rows are held in memory until they are accepted, the shortest
 * first. The others are written at once and, where rows are rejected, a second time: so memory does
 * not grow with files. What is packed, a workbook or a query may be of any length.
 */
export function heldTables(
    files: readonly DeliveredFile[],
    bytesMax: number = heldBytesMax,
): ReadonlySet<string> {
    const plain = files.filter(
        ({ table, path, entry = null }) =>
            table.read.format === 'delimited' && !path.endsWith('.gz') && entry === null,
    )
    const held = new Set<string>()
    let bytes = 0
    for (const file of plain.toSorted((left, right) => left.bytes - right.bytes)) {
        bytes += file.bytes
        if (bytes > bytesMax) break
        held.add(file.table.name)
    }
    return held
}

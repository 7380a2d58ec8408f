import { closeSync, openSync, readSync } from 'node:fs'

/** The numbers of a file, one after the other. */
export type Numbers = {
    /** The first that has not been dropped; null at the end. */
    first(): number | null
    drop(): void
    close(): void
}

const chunkBytes = 1 << 16

/**
 * Opens a file of whole numbers, one a line below a header, and holds little of it at a time:
 * there may be as many as a table has rows.
 */
export function openNumbers(path: string): Numbers {
    const file = openSync(path, 'r')
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let rest = ''
    let numbers: readonly number[] = []
    let at = 0
    let isHeader = true
    let isEnd = false
    const fill = (): void => {
        while (at >= numbers.length && !isEnd) {
            const length = readSync(file, buffer, 0, chunkBytes, null)
            isEnd = length === 0
            const lines = (rest + buffer.toString('latin1', 0, length)).split('\n')
            rest = isEnd ? '' : (lines.pop() ?? '')
            if (isHeader && lines.length > 0) {
                lines.shift()
                isHeader = false
            }
            numbers = lines.filter((line) => line !== '').map(Number)
            at = 0
        }
    }
    return {
        first: () => {
            fill()
            return numbers[at] ?? null
        },
        drop: () => {
            at++
        },
        close: () => closeSync(file),
    }
}

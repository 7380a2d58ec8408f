const carriageReturn = 13
const lineEnd = Buffer.from('\n')

/** A record that is picked: its number, its line, and its bytes with their line end. */
export type PickedRecord = {
    readonly row: number
    readonly line: number
    readonly bytes: Uint8Array
}

/** Records that are gathered until they are written. */
export type PickedRecords = {
    /** The bytes must stay as they are until they are taken. */
    add(record: PickedRecord): void
    /** What has gathered since the last time, each record behind its number and its line. */
    take(): Uint8Array
}

/** Begins to gather records, below a header. */
export function createPicked(delimiter: string): PickedRecords {
    let pieces: Uint8Array[] = [Buffer.from('row\n')]
    return {
        add: ({ row, line, bytes }) => {
            const end = bytes.at(-2) === carriageReturn ? -2 : -1
            pieces.push(Buffer.from(`${row}${delimiter}${line}${delimiter}`))
            pieces.push(bytes.subarray(0, end), lineEnd)
        },
        take: () => {
            const bytes = Buffer.concat(pieces)
            pieces = []
            return bytes
        },
    }
}

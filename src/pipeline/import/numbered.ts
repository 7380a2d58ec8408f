import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ContractTable, FileFormat } from '#sources/contract.ts'
import { createRecordSplitter } from '#sources/record-splitter.ts'
import { isWhole } from './text.ts'

/**
 * Copies a text once more with the line of each record as its first column, and without records
 * that do not have the shape of the table. It is done only where there are faults to list: so the
 * engine knows the true lines, also behind quoted line ends and broken records.
 */
export async function numberRecords(copy: {
    readonly table: ContractTable
    readonly format: FileFormat
    readonly source: string
    readonly target: string
}): Promise<void> {
    const { table, format } = copy
    const out = await open(copy.target, 'w')
    let pieces: Uint8Array[] = []
    let header = true
    const splitter = createRecordSplitter(format, {
        blankLines: table.columns.length === 1 ? 'records' : 'skipped',
        onRecord: ({ line, bytes, begin, scan }) => {
            if (!header && !isWhole(scan, table)) return
            header = false
            const end = scan.newline === 'crlf' ? scan.end - 2 : scan.end - 1
            pieces.push(Buffer.from(`${line}${format.delimiter}`), bytes.subarray(begin, end))
            pieces.push(Buffer.from('\n'))
        },
    })
    try {
        for await (const chunk of createReadStream(copy.source, { highWaterMark: 1 << 20 })) {
            const stopped = splitter.push(chunk)
            await out.write(Buffer.concat(pieces))
            pieces = []
            if (stopped !== null) return
        }
        splitter.end()
        await out.write(Buffer.concat(pieces))
    } finally {
        await out.close()
    }
}

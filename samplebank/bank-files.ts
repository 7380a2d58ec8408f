import { Buffer } from 'node:buffer'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChunkParts } from './chunk.ts'
import { plain } from './credit.ts'
import { encodeText, markOf } from './encode-text.ts'
import { type Fault, placeOfFault } from './faults.ts'
import type { LedgerRow } from './ledger.ts'
import { type TextTableName, textTables } from './sample-files.ts'
import { TextFile } from './text-file.ts'

/** The text files of a bank while they are written. */
export type BankFiles = {
    /** Appends a chunk; its faults, with lines counted from the beginning of the file. */
    append(parts: ChunkParts): Promise<readonly Fault[]>
    /** Writes what is known at the end alone. */
    finish(end: {
        readonly ledger: readonly LedgerRow[]
        readonly faults: readonly Fault[]
    }): Promise<void>
    /** Rows of each file so far. */
    rows(): Readonly<Record<string, number>>
    close(): Promise<void>
}

type Open = { readonly handle: FileHandle; rows: number; lines: number }

/** Opens all text files below a folder, each with its heading. */
export async function openBankFiles(folder: string): Promise<BankFiles> {
    const files = new Map<TextTableName, Open>()
    for (const name of Object.keys(textTables) as TextTableName[]) {
        const { columns, delimiter, encoding } = textTables[name]
        const handle = await open(join(folder, name), 'w')
        const heading = Buffer.from(`${columns.join(delimiter)}\n`)
        await handle.write(markOf(encoding))
        await handle.write(encodeText(heading, encoding))
        files.set(name, { handle, rows: 0, lines: 1 })
    }
    const fileOf = (name: string): Open => {
        const file = files.get(name as TextTableName)
        if (file === undefined) throw new Error(`${name} is no text file`)
        return file
    }
    return {
        async append(parts) {
            const faults = parts.faults.map((fault) => {
                const before = fileOf(fault.file).lines
                return { ...fault, line: fault.line === null ? null : before + fault.line }
            })
            for (const { name, bytes, rows, lines } of parts.texts) {
                const file = fileOf(name)
                await file.handle.write(bytes)
                file.rows += rows
                file.lines += lines
            }
            return faults
        },
        async finish({ ledger, faults }) {
            for (const [name, rows] of [
                ['truth/ledger.csv', ledger.map(ledgerCells)],
                ['truth/faults.csv', faults.map(faultCells)],
            ] as const) {
                const text = new TextFile(',')
                for (const row of rows) text.row(row)
                const file = fileOf(name)
                await file.handle.write(text.bytes())
                file.rows += rows.length
            }
        },
        rows: () => Object.fromEntries([...files].map(([name, { rows }]) => [name, rows])),
        async close() {
            for (const { handle } of files.values()) await handle.close()
        },
    }
}

function ledgerCells(row: LedgerRow): readonly string[] {
    const { month, subject, currency, total, stated, accounts } = row
    return [String(month), subject, currency, plain(total), plain(stated), String(accounts)]
}

function faultCells(fault: Fault): readonly string[] {
    const { system, table } = placeOfFault(fault)
    const { file, line, key, column, kind, right } = fault
    return [system, table, file, line === null ? '' : String(line), key, column ?? '', kind, right]
}

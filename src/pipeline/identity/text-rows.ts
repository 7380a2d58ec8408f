import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { MatchingDesk } from './matching.ts'
import { writeTable } from './matching.ts'

/** Rows on their way from TypeScript into a table of the work. */
export type TextRows = {
    /** One cell a column; null and the empty text are the same. */
    add(cells: readonly (string | number | null)[]): void
    /** Writes what has gathered; to be called now and then. */
    flush(): Promise<void>
    /** Makes the table; its columns have the types that were asked for. */
    end(): Promise<number>
}

/** Columns by name with their types in SQL. */
export type TextColumns = Readonly<Record<string, string>>

const flushLetters = 1 << 20

/** Begins a table that is written row by row. */
export async function beginTextRows(
    desk: MatchingDesk,
    { name, columns }: { readonly name: string; readonly columns: TextColumns },
): Promise<TextRows> {
    const path = join(desk.folder, `${name}.csv`)
    const file: FileHandle = await open(path, 'w')
    let pieces: string[] = []
    let letters = 0
    const write = async (): Promise<void> => {
        if (pieces.length > 0) await file.writeFile(pieces.join(''))
        pieces = []
        letters = 0
    }
    return {
        add: (cells) => {
            const line = `${cells.map(cellText).join(',')}\n`
            pieces.push(line)
            letters += line.length
        },
        flush: async () => {
            if (letters > flushLetters) await write()
        },
        end: async () => {
            await write()
            await file.close()
            const source = desk.warehouse.delimited({
                ...{ path, delimiter: ',', quote: '"', hasHeader: false },
                columns: Object.keys(columns).map((_, index) => `c${index}`),
            })
            const casts = Object.entries(columns).map(
                ([column, type], index) => `cast(c${index} as ${type}) as "${column}"`,
            )
            return await writeTable(desk, name, `select ${casts.join(', ')} from ${source} rows`)
        },
    }
}

function cellText(cell: string | number | null): string {
    if (cell === null || cell === '') return ''
    if (typeof cell === 'number') return String(cell)
    return /[",\r\n]|^ /.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

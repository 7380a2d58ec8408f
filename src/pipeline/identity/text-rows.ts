import { join } from 'node:path'
import { csvField } from '#domain/csv-field.ts'
import { createTextFile } from '../text-file.ts'
import type { MatchingDesk } from './matching.ts'
import { writeTable } from './matching.ts'

/** Rows on their way from TypeScript into a table of the work. */
export type TextRows = {
    /** One cell a column; null and the empty text are the same. */
    add(cells: readonly (string | number | null)[]): void
    /** Lines that are CSV already, each with its end. */
    addLines(lines: string): void
    /** Writes what has gathered; to be called now and then. */
    flush(): Promise<void>
    /** Makes the table; its columns have the types that were asked for. */
    end(): Promise<number>
}

/** Columns by name with their types in SQL. */
export type TextColumns = Readonly<Record<string, string>>

/** Begins a table that is written row by row. */
export async function beginTextRows(
    desk: MatchingDesk,
    { name, columns }: { readonly name: string; readonly columns: TextColumns },
): Promise<TextRows> {
    const path = join(desk.folder, `${name}.csv`)
    const file = createTextFile(path)
    return {
        add: (cells) => {
            const fields = cells.map((cell) => csvField(cell === null ? null : String(cell)))
            file.add(`${fields.join(',')}\n`)
        },
        addLines: file.add,
        flush: file.flush,
        end: async () => {
            await file.end()
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

import type { ContractTable, FileFormat } from '#sources/contract.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { readParquet } from './read-parquet.ts'
import { readPostgres } from './read-postgres.ts'
import { readText, type TextFile, type TextOptions } from './text.ts'
import { readXlsx } from './xlsx/read-xlsx.ts'

/** One delivered table that is read, of whatever format. */
export type ReadOptions = Omit<TextOptions, 'format' | 'hasHeader'> & {
    readonly warehouse: Warehouse
    /** The database that queries are put to; null or left out: none was named. */
    readonly database?: SourceDatabase | null
}

/** How the plain text of a table is written: as delivered, or as any CSV where it was no text. */
export function plainFormat({ read }: ContractTable): FileFormat {
    return read.format === 'delimited' ? read : { delimiter: ',', quote: '"', encoding: 'utf-8' }
}

/** Whether the first record of the plain text of a table is its header. */
export function hasHeader({ read }: ContractTable): boolean {
    return read.format === 'delimited' ? read.header === 'names' : read.format === 'xlsx'
}

/**
 * Reads a delivered table once into a plain text with a line for each of its rows, and says what is
 * wrong with its columns and rows. Rejects only on trouble with the disk or when cancelled.
 */
export async function readTable(options: ReadOptions): Promise<TextFile> {
    const { table } = options.file
    const { read } = table
    switch (read.format) {
        case 'xlsx':
            return await readXlsx({ ...options, read })
        case 'postgres':
            return await readPostgres({ ...options, ...read, database: options.database ?? null })
        case 'parquet':
            return await readParquet(options)
        case 'delimited':
            return await readText({ ...options, format: read, hasHeader: hasHeader(table) })
    }
}

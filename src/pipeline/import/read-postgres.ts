import { createHash } from 'node:crypto'
import { failure } from '#domain/result.ts'
import { checkHeader } from '#sources/check-header.ts'
import { QueryFault, type SourceDatabase } from '#store/source-database.ts'
import { createCopyFile } from './copy-file.ts'
import { createShapeCheck, type ShapeCheck } from './shape-check.ts'
import type { TextFile, TextOptions } from './text.ts'

/** A query that is read. */
export type PostgresOptions = Omit<TextOptions, 'format' | 'hasHeader'> & {
    /** Null where no database was named. */
    readonly database: SourceDatabase | null
    readonly query: string
}

const format = { delimiter: ',', quote: '"' } as const

/**
 * Reads a query of a database into a plain text with a line for each row. Its hash is that of this
 * text, so a query should say in which order its rows come. Rejects on trouble with disk or
 * connection, or when cancelled.
 */
export async function readPostgres(options: PostgresOptions): Promise<TextFile> {
    const { file, target, signal, onBytes, database, query } = options
    const { table, name } = file
    const shape = createShapeCheck({ table, format, name, hasHeader: false })
    const copy = createCopyFile(target, { isWanted: true })
    const hash = createHash('sha256')
    let bytes = 0
    try {
        if (database === null) {
            shape.stop(failure('sources.database_missing', { table: table.name }))
        } else if (await hasColumns(database, { options, shape })) {
            for await (const piece of database.rows(query)) {
                signal.throwIfAborted()
                hash.update(piece)
                bytes += piece.length
                onBytes(piece.length)
                await copy.write(piece)
                shape.push(piece)
            }
            shape.end()
        }
    } catch (cause) {
        if (!(cause instanceof QueryFault)) throw cause
        shape.stop(failure('sources.query_failed', { table: table.name, reason: cause.message }))
    } finally {
        await copy.end()
    }
    const read = { sha256: hash.digest('hex'), bytes }
    const text = { copy: target, hasHeader: false, changed: async () => null }
    return { ...shape.result(), ...read, ...text }
}

/** Whether a query has the columns of its table; if not, the check is stopped with the faults. */
async function hasColumns(
    database: SourceDatabase,
    { options, shape }: { readonly options: PostgresOptions; readonly shape: ShapeCheck },
): Promise<boolean> {
    const { file, query } = options
    const columns = await database.describe(query)
    const names = columns.map(({ name }) => name)
    const faults = checkHeader(file.table, { names, at: { file: file.name } })
    if (faults.length > 0) shape.refuse(faults)
    return faults.length === 0
}

import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import { type Draft, type DraftTable, reason } from '#sources/draft.ts'
import { plainName } from '#sources/draft-words.ts'
import { quoted } from '#sources/sql-text.ts'
import { QueryFault, type SourceDatabase, type SourceTable } from '#store/source-database.ts'
import { type DraftOptions, type DraftSource, draftTables } from './draft-contract.ts'
import { draftColumnsMax, type UnknownFileOptions, type UnknownTable } from './read-table.ts'

/** The tables of a schema of a database. */
export type SourceSchema = { readonly database: SourceDatabase; readonly schema: string }

/**
 * Proposes a contract from all tables and views of a schema that the user may read, each whole and
 * all as of one moment. Throws Refusal: `pipeline.draft_schema_empty`, `draft_table_twice`,
 * `draft_columns_many`, `sources.query_failed`.
 */
export async function draftDatabase(from: SourceSchema, options: DraftOptions): Promise<Draft> {
    const { database, schema } = from
    const named = namesOf(await database.tables(schema))
    if (named.length === 0) {
        refuse('pipeline.draft_schema_empty', { schema, database: database.name })
    }
    const sources = named.map(
        ({ name, table }): DraftSource => ({
            ...{ name, pattern: name, bytes: Math.max(table.bytes, 1) },
            read: (reading) => readUnknownRelation({ ...from, table }, reading),
        }),
    )
    const draft = await draftTables(sources, options)
    const tables = draft.tables.map((one): DraftTable => {
        const source = named.find(({ name }) => name === one.name)?.table.name ?? one.name
        const query = queryOf({ schema, table: source }, one)
        return { ...one, special: { format: 'postgres', query } }
    })
    return { ...draft, tables }
}

type NamedTable = { readonly name: string; readonly table: SourceTable }

function namesOf(tables: readonly SourceTable[]): readonly NamedTable[] {
    const named = tables.map((table, index) => ({
        ...{ table, name: plainName(table.name) ?? `table_${index + 1}` },
    }))
    const failures = named.flatMap(({ name, table }, index): readonly Failure[] => {
        const first = named.findIndex((other) => other.name === name)
        if (first === index) return []
        const params = { table: name, first: named[first]?.table.name ?? '' }
        return [failure('pipeline.draft_table_twice', params, { file: table.name })]
    })
    if (failures.length > 0) throw new Refusal(failures)
    return named
}

/** Where a table lies in its database. */
type Place = { readonly schema: string; readonly table: string }

/** Two queries of the same rows are the same delivery only if the rows come in the same order. */
function queryOf(place: Place, { key, columns }: Pick<DraftTable, 'key' | 'columns'>): string {
    const order =
        key.length > 0
            ? key.map(plainOrQuoted)
            : columns.map(({ column }) => `cast(${plainOrQuoted(column.name)} as text)`)
    return `select * from ${relationOf(place)} order by ${order.join(', ')}`
}

function relationOf({ schema, table }: Place): string {
    return `${plainOrQuoted(schema)}.${plainOrQuoted(table)}`
}

/** A word that PostgreSQL takes for something else stands in quotes, as do capitals and blanks. */
function plainOrQuoted(name: string): string {
    return /^(?!current_|session_|system_)[a-z]+(?:_[a-z0-9]+)+$/.test(name) || name === 'public'
        ? name
        : quoted(name)
}

type Relation = SourceSchema & { readonly table: SourceTable }

const csv = { delimiter: ',', quote: '"', encoding: 'utf-8' } as const

/** Every value of a table as text: what it means is found out as of any other. */
async function readUnknownRelation(
    { database, schema, table }: Relation,
    { warehouse, folder, signal, onBytes }: UnknownFileOptions,
): Promise<UnknownTable> {
    const query = `select * from ${relationOf({ schema, table: table.name })}`
    const target = join(folder, 'rows.csv')
    try {
        const described = await database.describe(query)
        const names = described.map(({ name }) => name)
        if (names.length > draftColumnsMax) {
            const params = { columns: names.length, max: draftColumnsMax }
            refuse('pipeline.draft_columns_many', params, { file: table.name })
        }
        await pipeline(counted(database.rows(query), onBytes), createWriteStream(target), {
            signal,
        })
        const columns = names.map((_, index) => `c${index}`)
        const parquet = join(folder, 'texts')
        const source = warehouse.delimited({
            ...{ path: target, delimiter: ',', quote: '"', columns, hasHeader: false },
        })
        const sql = `select ${columns.join(', ')} from ${source} delivered`
        const rows = await warehouse.writeParquet({ sql, folder: parquet })
        await rm(target)
        return {
            ...{ file: table.name, format: csv, header: 'names', special: null, names, rows },
            ...{ broken: 0, quoted: described.map(({ kind }) => kind === 'text') },
            key: table.key.length > 0 ? table.key : null,
            relation: warehouse.parquet([parquet]),
            notes: [reason('sources.draft.read', { file: table.name, rows })],
        }
    } catch (cause) {
        if (!(cause instanceof QueryFault)) throw cause
        return refuse('sources.query_failed', { table: table.name, reason: cause.message })
    }
}

async function* counted(
    rows: AsyncIterable<Buffer>,
    onBytes: (count: number) => void,
): AsyncIterable<Buffer> {
    for await (const piece of rows) {
        onBytes(piece.length)
        yield piece
    }
}

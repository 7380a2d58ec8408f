import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
    type DuckDBConnection,
    DuckDBDateValue,
    DuckDBDecimalValue,
    DuckDBInstance,
    type DuckDBValue,
} from '@duckdb/node-api'
import {
    type Cell,
    type DelimitedFile,
    type HeldTable,
    type Lane,
    type Questions,
    type Row,
    type Warehouse,
    WarehouseError,
} from '../warehouse.ts'
import { duckdbDialect } from './duckdb-dialect.ts'

/** Row groups small enough that both cores read the parties of a middling bank. */
const parquetOptions = '(format parquet, row_group_size 40960)'

/** What DuckDB may use. */
export type DuckdbOptions = {
    /** Folder for what does not fit into memory; it is made when needed. */
    readonly spillFolder: string
    readonly memoryLimitGb: number
    readonly threads: number
}

/** Opens DuckDB in memory: it holds no state and locks no file. */
export async function openDuckdb(options: DuckdbOptions): Promise<Warehouse> {
    const instance = await DuckDBInstance.create(':memory:', {
        threads: String(options.threads),
        memory_limit: `${options.memoryLimitGb}GB`,
        temp_directory: options.spillFolder,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    const lanes = lanesOf(instance, options.threads)
    const version = await scalar(connection, 'select version()')
    return {
        engine: { name: 'duckdb', version: String(version).replace(/^v/, '') },
        ...laneOf(connection),
        sideBySide: lanes.sideBySide,
        ...holding(connection),
        parquet: (folders) => {
            const files = folders.map((folder) => literal(join(folder, '*.parquet')))
            return `read_parquet([${files.join(', ')}], hive_partitioning = false)`
        },
        parquetFile: (path) => {
            const options = 'hive_partitioning = false, binary_as_string = true'
            return `read_parquet(${literal(path)}, ${options})`
        },
        delimited: delimitedReader,
        interrupt: () => {
            connection.interrupt()
            lanes.interrupt()
        },
        close: () => {
            connection.closeSync()
            instance.closeSync()
        },
    }
}

/** More statements at a time would need more memory than they save time. */
const lanesMax = 4

/** A connection runs one query at a time: each lane is one, opened for the work. */
function lanesOf(
    instance: DuckDBInstance,
    threads: number,
): Pick<Warehouse, 'sideBySide' | 'interrupt'> {
    const count = Math.min(threads, lanesMax)
    const open = new Set<DuckDBConnection>()
    let works = 0
    return {
        async sideBySide(work, { threads: wanted } = { threads: 'one' }) {
            const connections = await Promise.all(
                Array.from({ length: count }, () => instance.connect()),
            )
            const [first] = connections
            const share = async (each: number): Promise<unknown> =>
                await first?.run(`set global threads = ${each}`)
            for (const connection of connections) open.add(connection)
            works += 1
            try {
                // Each lane brings the thread that waits for it; what is left serves them all.
                if (works === 1 && wanted === 'one') await share(threads - count + 1)
                return await work(connections.map(laneOf))
            } finally {
                works -= 1
                if (works === 0) await share(threads)
                for (const connection of connections) {
                    open.delete(connection)
                    connection.closeSync()
                }
            }
        },
        interrupt: () => {
            for (const connection of open) connection.interrupt()
        },
    }
}

function laneOf(connection: DuckDBConnection): Lane {
    return {
        ...questions(connection),
        chunks: (sql) => readChunks(connection, sql),
        async writeParquet({ sql, folder }) {
            await rm(folder, { recursive: true, force: true })
            await mkdir(folder, { recursive: true })
            const path = literal(join(folder, 'part-0.parquet'))
            return await copy(connection, `copy (${sql}) to ${path} ${parquetOptions}`)
        },
        async writeCsv({ sql, file, quote = 'all', header = true }) {
            const quoted = quote === 'all' ? ', force_quote *' : ''
            const target = `${literal(file)} (format csv, header ${header}${quoted})`
            return await copy(connection, `copy (${sql}) to ${target}`)
        },
    }
}

function questions(connection: DuckDBConnection): Questions {
    return {
        dialect: duckdbDialect,
        rows: (sql, values = []) => readRows(connection, { sql, values }),
        async describe(sql) {
            const rows = await readRows(connection, { sql: `describe ${sql}`, values: [] })
            return rows.map((row) => ({
                name: String(row.column_name),
                type: String(row.column_type).toLowerCase(),
            }))
        },
    }
}

type Statement = {
    readonly sql: string
    readonly values: readonly (string | number | bigint | null)[]
}

async function readRows(
    connection: DuckDBConnection,
    { sql, values }: Statement,
): Promise<readonly Row[]> {
    const reader = await guarded(sql, () => connection.runAndReadAll(sql, [...values]))
    const names = reader.columnNames()
    return reader
        .getRows()
        .map((row) =>
            Object.fromEntries(names.map((name, index) => [name, cellOf(row[index] ?? null)])),
        )
}

async function* readChunks(
    connection: DuckDBConnection,
    sql: string,
): AsyncGenerator<readonly (readonly Cell[])[]> {
    const result = await guarded(sql, () => connection.stream(sql))
    while (true) {
        const chunk = await guarded(sql, () => result.fetchChunk())
        if (chunk === null || chunk.rowCount === 0) return
        yield Array.from({ length: chunk.columnCount }, (_, index) =>
            chunk.getColumnValues(index).map(cellOf),
        )
    }
}

/** A group is a schema of the memory; what is below no name of ours is never touched. */
function holding(connection: DuckDBConnection): Pick<Warehouse, 'hold' | 'held' | 'release'> {
    const schema = (group: string): string => identifier(`held ${group}`)
    const place = ({ group, name }: HeldTable): string => `${schema(group)}.${identifier(name)}`
    return {
        async hold({ sql, ...table }) {
            const make = `create or replace table ${place(table)} as ${sql}`
            await guarded(make, () =>
                connection.run(`create schema if not exists ${schema(table.group)}`),
            )
            return await copy(connection, make)
        },
        held: (table) => `(select rowid as file_row_number, * from ${place(table)})`,
        async release(group) {
            const sql = `drop schema if exists ${schema(group)} cascade`
            await guarded(sql, () => connection.run(sql))
        },
    }
}

async function copy(connection: DuckDBConnection, sql: string): Promise<number> {
    return Number(await guarded(sql, () => scalar(connection, sql)))
}

async function scalar(connection: DuckDBConnection, sql: string): Promise<DuckDBValue> {
    const reader = await connection.runAndReadAll(sql)
    return reader.getRows()[0]?.[0] ?? null
}

async function guarded<T>(sql: string, work: () => Promise<T>): Promise<T> {
    try {
        return await work()
    } catch (cause) {
        const interrupted = cause instanceof Error && /INTERRUPT/i.test(cause.message)
        throw new WarehouseError(interrupted ? 'interrupted' : 'query', { sql, cause })
    }
}

/** Decimals stay exact: no double ever stands between the engine and TypeScript. */
function cellOf(value: DuckDBValue): Cell {
    if (value instanceof DuckDBDecimalValue) return { units: value.value, scale: value.scale }
    if (value instanceof DuckDBDateValue) return value.toString()
    if (value === null || typeof value !== 'object') return value
    return String(value)
}

/** A record that does not fit is left out: whoever reads compares the numbers of records. */
function delimitedReader(file: DelimitedFile): string {
    const columns = file.columns.map((name) => `${literal(name)}: 'varchar'`).join(', ')
    return (
        `read_csv(${literal(file.path)}, auto_detect = false, strict_mode = true, ` +
        `header = ${file.hasHeader ?? true}, ` +
        `delim = ${literal(file.delimiter)}, quote = ${literal(file.quote)}, ` +
        `escape = ${literal(file.quote)}, columns = {${columns}}, ` +
        `max_line_size = 8388608, ignore_errors = true)`
    )
}

function identifier(text: string): string {
    return `"${text.replaceAll('"', '""')}"`
}

function literal(text: string): string {
    return `'${text.replaceAll("'", "''")}'`
}

import type { Decimal } from '#domain/decimal.ts'
import type { Dialect } from './dialect.ts'

/** A column of a result, with the type in the words of the shared subset: `decimal(18,2)`. */
export type Column = { readonly name: string; readonly type: string }

/**
 * A cell on its way to TypeScript: decimals exact, 64-bit integers as bigint, smaller ones and
 * doubles as number, dates as `2026-01-31`, `null` for absent.
 */
export type Cell = string | number | bigint | boolean | Decimal | null
/** One row of a result, by column name. */
export type Row = Readonly<Record<string, Cell>>

/** What the engine has to be told about a delimited text file. Every column is read as text. */
export type DelimitedFile = {
    /** Absolute path; a name that ends in `.gz` is read through gzip. */
    readonly path: string
    readonly delimiter: string
    readonly quote: string
    /** The names of all columns, in the order of the file. */
    readonly columns: readonly string[]
    /** Whether a header stands above the rows, which is skipped. True where nothing is said. */
    readonly hasHeader?: boolean
}

/** A table in memory. */
export type HeldTable = { readonly group: string; readonly name: string }

/**
 * The engine that holds no state: it reads Parquet, thinks in SQL and writes Parquet.
 * Every method may throw {@link WarehouseError}.
 */
export type Warehouse = {
    readonly engine: { readonly name: string; readonly version: string }
    readonly dialect: Dialect

    /** All rows of a small result. Values are passed as `$1`, `$2` …, never written into SQL. */
    rows(
        sql: string,
        values?: readonly (string | number | bigint | null)[],
    ): Promise<readonly Row[]>

    /** A large result as it comes: chunk after chunk, a list of cells for each column. */
    chunks(sql: string): AsyncIterable<readonly (readonly Cell[])[]>

    /** Columns of a query, without running it. */
    describe(sql: string): Promise<readonly Column[]>

    /** Runs a query into Parquet files below a new folder. Returns the number of rows. */
    writeParquet(target: { readonly sql: string; readonly folder: string }): Promise<number>

    /**
     * Runs a query into a table that is held in memory, its rows in their order. Returns their
     * number. A group of tables is let go at once.
     */
    hold(target: { readonly sql: string } & HeldTable): Promise<number>

    /** SQL that reads a held table, each row with its place, from 0, as `file_row_number`. */
    held(table: HeldTable): string

    /** Lets go of all tables that are held in a group, if any. */
    release(group: string): Promise<void>

    /**
     * Runs a query into one CSV file. Null is an empty field; every other value is
     * quoted, or with `quote: 'needed'` only what could not be read otherwise.
     */
    writeCsv(target: {
        readonly sql: string
        readonly file: string
        readonly quote?: 'all' | 'needed'
        /** Whether the names of the columns stand above the rows; true where nothing is said. */
        readonly header?: boolean
    }): Promise<number>

    /** SQL that reads all Parquet files below these folders as one relation. */
    parquet(folders: readonly string[]): string

    /** SQL that reads one Parquet file; bytes without a type are taken for text. */
    parquetFile(path: string): string

    /** SQL that reads a delimited file, every column as varchar. */
    delimited(file: DelimitedFile): string

    /**
     * Work of many statements, of which several run at a time: one on each lane. The lanes share
     * the engine's threads, one each, for a statement of a middling table is sooner done by one
     * than by two that have to put their halves together. With `threads: 'all'` each statement has
     * all of them: sooner done where the last of a few would be left with one.
     */
    sideBySide<T>(
        work: (lanes: readonly Lane[]) => Promise<T>,
        options?: { readonly threads: 'one' | 'all' },
    ): Promise<T>

    /** Ends the queries that are running, if any: they throw a {@link WarehouseError}. */
    interrupt(): void

    close(): void
}

/** What is asked of an engine without changing anything. */
export type Questions = Pick<Warehouse, 'rows' | 'describe' | 'dialect'>

/** What runs one statement at a time beside others. */
export type Lane = Questions & Pick<Warehouse, 'chunks' | 'writeParquet' | 'writeCsv'>

/** Trouble with the engine itself, not with what a person gave it. */
export class WarehouseError extends Error {
    readonly kind: 'connection' | 'query' | 'interrupted'
    readonly sql: string

    constructor(kind: WarehouseError['kind'], detail: { sql: string; cause: unknown }) {
        super(detail.cause instanceof Error ? detail.cause.message : String(detail.cause))
        this.name = 'WarehouseError'
        this.kind = kind
        this.sql = detail.sql
    }
}

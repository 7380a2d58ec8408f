import { rm } from 'node:fs/promises'
import { type Failure, failure } from '#domain/result.ts'
import { checkHeader } from '#sources/check-header.ts'
import type { ContractColumn } from '#sources/contract.ts'
import { literal, quoted } from '#sources/sql-text.ts'
import { type Column, type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { type BytesRead, fileState } from './delivered-bytes.ts'
import { FileFault } from './file-fault.ts'
import { plainFile } from './plain-file.ts'
import { tableFailure } from './read-failure.ts'
import { fileChange, type TextFile, type TextOptions } from './text.ts'

/** A Parquet file that is read. */
export type ParquetOptions = Omit<TextOptions, 'format' | 'hasHeader'> & {
    readonly warehouse: Warehouse
}

type Found = { readonly rows: number } | { readonly failures: readonly Failure[] }

/**
 * Reads a Parquet file into a plain text with a line for each row, so that its values meet the very
 * checks that all others do. Rejects only on trouble with the disk or when cancelled.
 */
export async function readParquet(options: ParquetOptions): Promise<TextFile> {
    const { file, target, signal } = options
    const state = await fileState(file.path).catch(() => '')
    let bytes: BytesRead = { sha256: '', bytes: 0 }
    let found: Found
    try {
        const plain = await plainFile(options, `${target}.parquet`)
        bytes = plain.read
        found = await writeTexts(plain.path, options)
    } catch (cause) {
        signal.throwIfAborted()
        found = { failures: [tableFailure(cause, file)] }
    } finally {
        await rm(`${target}.parquet`, { force: true })
    }
    const change = await fileChange(file, state)
    if (change !== null) found = { failures: [change] }
    const failures = 'rows' in found ? emptyFaults(found.rows, options) : found.failures
    return {
        ...{ ...bytes, failures, copy: target, hasHeader: false, changed: async () => null },
        ...{ records: 'rows' in found ? found.rows : 0, broken: 0, brokenFailures: [] },
        ...{ readable: 'rows' in found, beginsBlank: false },
    }
}

function emptyFaults(rows: number, { file }: ParquetOptions): readonly Failure[] {
    const { table, name } = file
    if (rows > 0 || table.mayBeEmpty) return []
    return [failure('sources.file_no_rows', { table: table.name }, { file: name })]
}

async function writeTexts(path: string, options: ParquetOptions): Promise<Found> {
    const { file, target, warehouse } = options
    const { table } = file
    const relation = warehouse.parquetFile(path)
    const columns = await guarded(() => warehouse.describe(`select * from ${relation}`))
    const names = columns.map(({ name }) => name)
    const faults = [
        ...checkHeader(table, { names, at: { file: file.name } }),
        ...typeFaults(columns, options),
    ]
    if (faults.length > 0) return { failures: faults }
    const texts = columns.map((column, index) => textSql(column, table.columns[index]))
    const sql = `select ${texts.join(', ')} from ${relation} delivered`
    const wanted = { sql, file: target, quote: 'needed', header: false } as const
    return { rows: await guarded(() => warehouse.writeCsv(wanted)) }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
        return await work()
    } catch (cause) {
        const isQuery = cause instanceof WarehouseError && cause.kind === 'query'
        const isOfFile = isQuery && !/No space left|Could not write/i.test(cause.message)
        throw isOfFile ? new FileFault('sources.parquet_broken') : cause
    }
}

/** Types of one value each that can be written as text, in the words of DuckDB. */
const readTypes = new RegExp(
    '^(varchar|boolean|u?(tiny|small|big|huge)?int(eger)?|float|double|decimal\\(.*\\)' +
        '|date|time|timestamp(_s|_ms|_ns)?|uuid|enum\\(.*\\))$',
)

function typeFaults(columns: readonly Column[], { file }: ParquetOptions): readonly Failure[] {
    const at = { file: file.name }
    return columns.flatMap(({ name: column, type }) => {
        const params = { table: file.table.name, column, type: type.slice(0, 60) }
        if (type === 'timestamp with time zone') {
            return [failure('sources.parquet_instant', params, at)]
        }
        if (/\[\d*\]$|^(struct|map|union)\(/.test(type)) {
            return [failure('sources.parquet_nested', params, at)]
        }
        return readTypes.test(type) ? [] : [failure('sources.parquet_type', params, at)]
    })
}

/**
 * A value as a delimited file would have it. A line end within a value becomes CR, so that the
 * lines of the text are the rows of the file.
 */
function textSql({ name, type }: Column, column: ContractColumn | undefined): string {
    const value = quoted(name)
    const isDay = column?.type.name === 'date'
    const day = dayForm(`cast(${value} as date)`, isDay ? (column?.format ?? null) : null)
    if (type === 'date') return day
    if (type.startsWith('timestamp') && isDay) {
        const isWhole = `cast(${value} as timestamp) = cast(cast(${value} as date) as timestamp)`
        return `case when ${isWhole} then ${day} else cast(${value} as varchar) end`
    }
    const text = `cast(${value} as varchar)`
    if (type !== 'varchar') return text
    return `translate(replace(${text}, chr(13) || chr(10), chr(13)), chr(10), chr(13))`
}

function dayForm(day: string, format: string | null): string {
    return format === null ? `cast(${day} as varchar)` : `strftime(${day}, ${literal(format)})`
}

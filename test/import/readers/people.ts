import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { valueOrThrow } from '#domain/result.ts'
import { brokenFailures, isWhole } from '#pipeline/import/broken-record.ts'
import { findFiles } from '#pipeline/import/files.ts'
import { hasHeader, plainFormat, readTable } from '#pipeline/import/read-table.ts'
import type { TextFile } from '#pipeline/import/text.ts'
import { type Contract, parseContract } from '#sources/contract.ts'
import { createRecordSplitter } from '#sources/record-splitter.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import type { TestWarehouse } from '../../open-warehouse.ts'

/** People with a value of each kind; the note of the second has two lines. */
export const peopleRows: readonly (readonly (string | null)[])[] = [
    ['1', '张伟', '1234.5', '2026-01-05', 'true', 'he said "no", twice'],
    ['2', '李明', '-0.05', '2020-02-29', 'false', 'two\nlines'],
    ['3', '王芳', '100000000000.01', '1999-12-31', 'true', null],
]
export const peopleColumns = ['no', 'name', 'balance', 'opened', 'active', 'note'] as const

/** The same as comma-separated text. */
export const peopleText = textOf([peopleColumns, ...peopleRows])

/** Rows as text, everything quoted. */
export function textOf(rows: readonly (readonly (string | null)[])[], delimiter = ','): string {
    const line = (row: readonly (string | null)[]): string =>
        row.map((one) => (one === null ? '' : `"${one.replaceAll('"', '""')}"`)).join(delimiter)
    return rows.map((row) => `${line(row)}\n`).join('')
}

/** A contract of people whose table is read in a way: the YAML of `read`, and its file's name. */
export function peopleContract(read: string, file = 'people.csv'): Contract {
    const text = `
system: small
description: One table.
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:
    people:
        file: '${file}'
        read: ${read}
        description: One row per person.
        key: [no]
        columns:
            no: { type: bigint, description: Number. }
            name: { type: varchar, required: true, aliases: [full_name], description: Name. }
            balance: { type: 'decimal(18,2)', description: Balance. }
            opened: { type: date, description: Opening. }
            active: { type: boolean, description: In use. }
            note: { type: varchar, description: Note. }
`
    return valueOrThrow(parseContract(text, { file: 'small.yml' }))
}

/** A file by its content, or by what writes it to a path. */
export type Given = string | Uint8Array | ((path: string) => Promise<void>)

/** What is delivered: files by name, and how the one table is read. */
export type PeopleDelivery = {
    readonly files: Readonly<Record<string, Given>>
    readonly read?: string
    readonly file?: string
    readonly database?: SourceDatabase
    /** The delivery's folder, or a file in it that is given in its place. */
    readonly place?: string
}

/** What became of a delivery: its rows with their lines, or its faults. */
export type PeopleRead = {
    readonly rows: readonly (readonly (string | null)[])[]
    readonly lines: readonly number[]
    /** `code file:line column`, those of the whole file and of single records. */
    readonly faults: readonly string[]
    readonly text: TextFile | null
}

/** Reads a delivery as an import does. */
export async function readPeople(
    { warehouse, folder }: TestWarehouse,
    { files, read = '{ format: delimited }', file, database, place = '' }: PeopleDelivery,
): Promise<PeopleRead> {
    const delivered = await mkdtemp(join(folder, 'delivery-'))
    for (const [name, content] of Object.entries(files)) {
        const path = join(delivered, name)
        if (typeof content === 'function') await content(path)
        else await writeFile(path, content)
    }
    const contract = peopleContract(read, file)
    const found = await findFiles(contract, join(delivered, place))
    const [one] = found.files
    if (one === undefined) return { ...nothing, faults: found.failures.map(faultText) }
    const text = await readTable({
        ...{ file: one, warehouse, signal: new AbortController().signal, onBytes: () => {} },
        ...{ target: join(delivered, 'copy'), database: database ?? null },
    })
    const faults = [...text.failures, ...text.brokenFailures].map(faultText)
    if (!text.readable) return { ...nothing, faults, text }
    const { delimiter, quote } = plainFormat(one.table)
    const columns = peopleColumns.map((_, index) => `c${index}`)
    const relation = warehouse.delimited({
        ...{ path: text.copy, delimiter, quote: quote ?? '', columns },
        hasHeader: hasHeader(one.table),
    })
    // Where records are broken an import reads a copy without them.
    const isReadable = text.broken === 0
    const rows = isReadable ? await warehouse.rows(`select * from ${relation} texts`) : []
    const lines = await linesOf(text, one.table)
    return {
        rows: rows.map((cells) => columns.map((name) => textOrNull(cells[name]))),
        ...{ lines: lines.whole, faults, text },
    }
}

const nothing: PeopleRead = { rows: [], lines: [], faults: [], text: null }

function textOrNull(value: unknown): string | null {
    return typeof value === 'string' ? value : null
}

/** Lines of whole records; broken ones must be those that the reader told of. */
async function linesOf(text: TextFile, table: Contract['tables'][number]) {
    const whole: number[] = []
    const broken: string[] = []
    let isHeader = hasHeader(table)
    const splitter = createRecordSplitter(plainFormat(table), {
        blankLines: 'skipped',
        onRecord: (record) => {
            if (isHeader) isHeader = false
            else if (isWhole(record.scan, table)) whole.push(record.line)
            else broken.push(...brokenFailures(record, { table, name: '' }).map(({ code }) => code))
        },
    })
    splitter.push(await readFile(text.copy))
    splitter.end()
    if (whole.length !== text.records) throw new Error('another number of records')
    if (text.broken > 0 && broken.length < text.broken) throw new Error('broken records are lost')
    return { whole }
}

function faultText({ code, params, at }: TextFile['failures'][number]): string {
    const place = at === undefined ? '' : [at.file, at.line].filter(Boolean).join(':')
    const about = params.column ?? params.found ?? params.guess ?? ''
    const words = [code.replace('sources.', ''), place, about]
    return words.filter((word) => word !== '').join(' ')
}

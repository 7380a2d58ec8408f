import { rm } from 'node:fs/promises'
import { type Failure, failure } from '#domain/result.ts'
import { checkHeader } from '#sources/check-header.ts'
import { type ContractTable, plainColumn, type TableRead } from '#sources/contract.ts'
import { type BytesRead, fileState } from '../delivered-bytes.ts'
import type { DeliveredFile } from '../files.ts'
import { plainFile } from '../plain-file.ts'
import { tableFailure } from '../read-failure.ts'
import { createRowWriter, type RowWriter } from '../row-writer.ts'
import { fileChange, type TextFile, type TextOptions } from '../text.ts'
import { cellText } from './cell-text.ts'
import { headingNames } from './heading.ts'
import { openWorkbook, type Sheet, type Workbook } from './open-workbook.ts'
import { type MergedCells, readSheet, type SheetRow } from './read-sheet.ts'

type SheetRead = Extract<TableRead, { readonly format: 'xlsx' }>

/** A workbook that is read, and how its sheet is. */
export type XlsxOptions = Omit<TextOptions, 'format' | 'hasHeader'> & { readonly read: SheetRead }

/**
 * Reads a sheet of a workbook row by row into a plain text, with the line of each row that which
 * the sheet counts. Rejects only on trouble with the disk or when cancelled.
 */
export async function readXlsx(options: XlsxOptions): Promise<TextFile> {
    const { file, target } = options
    const { table } = file
    const state = await fileState(file.path).catch(() => '')
    const writer = createRowWriter(target, { table, name: file.name })
    let bytes: BytesRead = { sha256: '', bytes: 0 }
    try {
        const plain = await plainFile(options, `${target}.xlsx`)
        bytes = plain.read
        const workbook = await openWorkbook(plain.path)
        try {
            const sheet = chooseSheet(workbook, options)
            if ('code' in sheet) writer.refuse([sheet])
            else await readRows({ options, workbook, sheet, writer })
        } finally {
            workbook.close()
            await rm(`${target}.xlsx`, { force: true })
        }
    } catch (cause) {
        writer.refuse([tableFailure(cause, file)])
    } finally {
        await writer.end()
    }
    const change = await fileChange(file, state)
    if (change !== null) writer.refuse([change])
    return {
        ...writer.result(),
        ...bytes,
        copy: target,
        hasHeader: true,
        changed: async () => null,
    }
}

function chooseSheet(
    { sheets }: Workbook,
    { file, read }: { readonly file: DeliveredFile; readonly read: SheetRead },
): Sheet | Failure {
    const table = file.table.name
    const at = { file: file.name }
    const found = sheets.map(({ name, isHidden }) => (isHidden ? `[${name}]` : name)).join(', ')
    if (read.sheet !== null) {
        const named = sheets.find(({ name }) => name === read.sheet)
        const params = { table, sheet: read.sheet, found }
        return named ?? failure('sources.sheet_missing', params, at)
    }
    const shown = sheets.filter(({ isHidden }) => !isHidden)
    const [only, ...others] = shown.length > 0 ? shown : sheets
    if (only === undefined) return failure('sources.workbook_broken', { table }, at)
    return others.length === 0 ? only : failure('sources.sheet_several', { table, found }, at)
}

type Reading = {
    readonly options: XlsxOptions
    readonly workbook: Workbook
    readonly sheet: Sheet
    readonly writer: RowWriter
}

async function readRows({ options, workbook, sheet, writer }: Reading): Promise<void> {
    const { file, read, signal } = options
    const { table } = file
    const from = read.skipRows + 1
    const to = read.skipRows + read.headingRows
    const heading = new Map<number, ReadonlyMap<number, string>>()
    const merged: MergedCells[] = []
    let first: number | null = null
    writer.begin(to)
    const onRow = (row: SheetRow): void => {
        if (row.number < from) return
        if (row.number <= to) {
            const texts = headingTexts(row, workbook)
            if (texts.size > 0) heading.set(row.number, texts)
            return
        }
        first ??= Math.min(...[...heading.values()].flatMap((cells) => [...cells.keys()]), 0xffff)
        if (first < 0xffff) writeRow(row, { first, workbook, table, writer })
    }
    await readSheet(sheet, {
        onRow,
        // Merged cells below the heading have their value in the first; the others are absent.
        onMerged: (cells) => {
            if (cells.top <= to) merged.push(cells)
        },
        onPiece: async () => {
            signal.throwIfAborted()
            await writer.flush()
        },
    })
    const at = { file: file.name, line: to }
    const names = headingNames(heading, { from, to, merged })
    if (names.length === 0) {
        writer.refuse([failure('sources.file_empty', { table: table.name }, { file: file.name })])
        return
    }
    const faults = checkHeader(table, { names, at })
    if (faults.length > 0) writer.refuse(faults)
}

function headingTexts({ cells }: SheetRow, workbook: Workbook): ReadonlyMap<number, string> {
    const column = { ...plainColumn, name: '', type: { name: 'varchar' }, description: '' } as const
    const texts = new Map<number, string>()
    for (const [index, cell] of cells.entries()) {
        const found = cell === undefined ? null : cellText(cell, { workbook, column, table: '' })
        const text = found !== null && 'text' in found ? (found.text ?? '').trim() : ''
        if (text !== '') texts.set(index, text)
    }
    return texts
}

type RowPlace = {
    /** The column of the sheet in which the table begins. */
    readonly first: number
    readonly workbook: Workbook
    readonly table: ContractTable
    readonly writer: RowWriter
}

function writeRow({ number, cells }: SheetRow, { first, workbook, table, writer }: RowPlace): void {
    const texts: (string | null)[] = []
    const reasons = []
    for (const [index, column] of table.columns.entries()) {
        const cell = cells[first + index]
        const found =
            cell === undefined
                ? { text: null }
                : cellText(cell, { workbook, column, table: table.name })
        if ('reason' in found) reasons.push(found.reason)
        texts.push('text' in found ? found.text : null)
    }
    const width = cells.findLastIndex((cell) => (cell?.raw ?? '') !== '') + 1 - first
    if (width > table.columns.length) {
        const params = { table: table.name, expected: table.columns.length, found: width }
        reasons.push({ column: null, value: null, code: 'sources.record_long', params } as const)
    }
    if (reasons.length > 0) writer.setAside(number, reasons)
    else if (texts.some((text) => text !== null && text !== '')) writer.add(number, texts)
}

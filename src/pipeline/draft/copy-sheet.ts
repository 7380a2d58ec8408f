import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { refuse } from '#domain/result.ts'
import { plainColumn } from '#sources/contract.ts'
import { FileFault } from '../import/file-fault.ts'
import { cellText } from '../import/xlsx/cell-text.ts'
import { headingNames } from '../import/xlsx/heading.ts'
import { openWorkbook, type Sheet, type Workbook } from '../import/xlsx/open-workbook.ts'
import { type MergedCells, readSheet, type SheetRow } from '../import/xlsx/read-sheet.ts'

/** A sheet of an unknown workbook, copied as CSV without a heading. */
export type CopiedSheet = {
    readonly skipRows: number
    readonly headingRows: number
    readonly names: readonly string[]
    readonly rows: number
    /** Rows with a cell that has no value: a formula that was never computed, an error. */
    readonly broken: number
}

/** Which sheet of a workbook, null for the first that people see, and where it goes. */
export type SheetTarget = {
    readonly sheet: string | null
    readonly target: string
    readonly signal: AbortSignal
}

/**
 * Copies a sheet. Titles above the heading are skipped, and a heading of
 * several rows is told by its merged cells. Throws Refusal `pipeline.draft_sheet_broken`,
 * `draft_file_empty`.
 */
export async function copySheet(
    path: string,
    { sheet: asked, target, signal }: SheetTarget,
): Promise<CopiedSheet> {
    const at = { file: basename(path) }
    try {
        const workbook = await openWorkbook(path)
        try {
            const { sheets } = workbook
            const shown = sheets.find(({ isHidden }) => !isHidden) ?? sheets[0]
            const sheet = asked === null ? shown : sheets.find(({ name }) => name === asked)
            if (sheet === undefined) throw new FileFault('sources.workbook_broken')
            const top = await readTop(sheet, workbook)
            if (top.names.length === 0) refuse('pipeline.draft_file_empty', {}, at)
            const counts = await writeRows({ sheet, workbook, top, target, signal })
            return { ...top, ...counts }
        } finally {
            workbook.close()
        }
    } catch (cause) {
        if (!(cause instanceof FileFault)) throw cause
        return refuse('pipeline.draft_sheet_broken', {}, at)
    }
}

type Top = Pick<CopiedSheet, 'skipRows' | 'headingRows' | 'names'> & { readonly first: number }

/** So many rows are looked at for titles and headings. */
const topRows = 30

async function readTop(sheet: Sheet, workbook: Workbook): Promise<Top> {
    const rows = new Map<number, ReadonlyMap<number, string>>()
    const merged: MergedCells[] = []
    await readSheet(sheet, {
        onRow: (row) => {
            if (row.number > topRows) return
            const texts = rowTexts(row, workbook).map((text, index) => [index, text?.trim() ?? ''])
            const full = texts.filter((one): one is [number, string] => one[1] !== '')
            if (full.length > 0) rows.set(row.number, new Map(full))
        },
        onMerged: (cells) => merged.push(cells),
        onPiece: async () => {},
    })
    // A title is one cell, however wide; the heading is the first row with more of them.
    const usual = Math.max(...[...rows.values()].map((cells) => cells.size), 0)
    const starts = [...rows].find(([, cells]) => cells.size >= Math.min(usual, 2))?.[0] ?? 1
    let to = starts
    for (const { top, bottom, left, right } of merged.toSorted(
        (one, other) => one.top - other.top,
    )) {
        if (top < starts || top > to) continue
        // What spans columns heads others that stand below it.
        to = Math.max(to, right > left ? bottom + 1 : bottom)
    }
    const heading = new Map([...rows].filter(([number]) => number >= starts && number <= to))
    const names = headingNames(heading, { from: starts, to, merged })
    const first = Math.min(...[...heading.values()].flatMap((cells) => [...cells.keys()]), 0xffff)
    return { skipRows: starts - 1, headingRows: to - starts + 1, names, first }
}

/** The texts of a row; undefined where a cell has none to give. */
function rowTexts({ cells }: SheetRow, workbook: Workbook): (string | null | undefined)[] {
    const column = { ...plainColumn, name: '', type: { name: 'varchar' }, description: '' } as const
    return Array.from(cells, (cell) => {
        if (cell === undefined) return null
        const found = cellText(cell, { workbook, column, table: '' })
        return 'text' in found ? found.text : undefined
    })
}

type SheetJob = Omit<SheetTarget, 'sheet'> & {
    readonly sheet: Sheet
    readonly workbook: Workbook
    readonly top: Top
}

async function writeRows({
    sheet,
    workbook,
    top,
    target,
    signal,
}: SheetJob): Promise<{ readonly rows: number; readonly broken: number }> {
    const file = await open(target, 'w')
    let lines: string[] = []
    let rows = 0
    let broken = 0
    const flush = async (): Promise<void> => {
        signal.throwIfAborted()
        if (lines.length > 0) await file.writeFile(`${lines.join('\n')}\n`)
        lines = []
    }
    try {
        await readSheet(sheet, {
            onRow: (row) => {
                if (row.number <= top.skipRows + top.headingRows) return
                const all = rowTexts(row, workbook)
                const texts = top.names.map((_, index) => all[top.first + index])
                if (texts.includes(undefined)) broken++
                else if (texts.some((text) => (text ?? '') !== '')) {
                    rows++
                    lines.push(texts.map((text) => csvText(text ?? '')).join(','))
                }
            },
            onMerged: () => {},
            onPiece: flush,
        })
        await flush()
    } finally {
        await file.close()
    }
    return { rows, broken }
}

/** Line ends within a cell are of no matter here. */
function csvText(text: string): string {
    const line = text.replaceAll(/[\r\n\0]+/g, ' ')
    return line === '' ? '' : `"${line.replaceAll('"', '""')}"`
}

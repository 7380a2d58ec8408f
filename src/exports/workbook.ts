import type { Month } from '#domain/month.ts'
import type { ValueKind } from '#domain/table-column.ts'
import { emptyXml, escapedXml, monthXml, numberXml, textXml } from './cell-xml.ts'
import { cellStyles, styleSheet } from './sheet-style.ts'
import { openRowSource, type RowSource, type SheetLimits, type TableSheet } from './table-sheet.ts'
import { openZip, type ZipFile } from './zip-file.ts'

/**
 * What stands in a cell. A text is always a text, whatever it begins with: no cell of ours is a
 * formula. Amounts come as decimal text, a month as yyyymm.
 */
export type WorkbookCell =
    | { readonly text: string }
    | { readonly heading: string }
    | { readonly count: number }
    | { readonly amount: string }
    | { readonly share: number }
    | { readonly month: Month }
    | null

/** A column of a sheet; widths in characters. */
export type WorkbookColumn = { readonly title: string; readonly width: number }

/** A sheet with a frozen line of titles. */
export type WorkbookSheet = {
    /** At most 31 characters. */
    readonly name: string
    readonly columns: readonly WorkbookColumn[]
    readonly rows: Iterable<readonly WorkbookCell[]> | AsyncIterable<readonly WorkbookCell[]>
    /** Whether the titles offer to filter the rows. */
    readonly hasFilter: boolean
}

/** The most rows below the titles that a sheet can hold. */
export const sheetRowsMax = 1_048_575

/** An entry of a ZIP archive ends at 4 GiB; a letter has up to three bytes in UTF-8. */
const excelLimits: SheetLimits = { rows: sheetRowsMax, letters: 1_300_000_000 }

const pieceChars = 1 << 16
const sheetFolder = 'xl/worksheets/sheet'

/**
 * Writes an Excel workbook (Office Open XML, ECMA-376) sheet by sheet, in pieces: a million rows
 * take no more memory than one. A table goes on in further sheets where one is full; of other
 * sheets rows beyond {@link sheetRowsMax} are left out: say so beside it.
 */
export async function writeWorkbook(
    path: string,
    sheets: readonly (WorkbookSheet | TableSheet)[],
    limits: SheetLimits = excelLimits,
): Promise<void> {
    const zip = await openZip(path, 3)
    try {
        const names: string[] = []
        for (const sheet of sheets) {
            if ('chunks' in sheet) await addTable(zip, { sheet, names, limits })
            else await addSheet(zip, { name: sheet.name, names, xml: sheetXml(sheet) })
        }
        await addParts(zip, names)
    } catch (cause) {
        await zip.abandon()
        throw cause
    }
    await zip.end()
}

type Added = { readonly name: string; readonly names: string[]; readonly xml: Pieces }
type Pieces = AsyncIterable<string>

async function addSheet(zip: ZipFile, { name, names, xml }: Added): Promise<void> {
    names.push(sheetName(name))
    await zip.add(`${sheetFolder}${names.length}.xml`, inPieces(xml))
}

async function addTable(
    zip: ZipFile,
    { sheet, names, limits }: TableParts & { readonly names: string[] },
): Promise<void> {
    const source = openRowSource(sheet, limits)
    let number = 1
    do {
        const end = number === 1 ? '' : ` (${number})`
        const name = `${sheetName(sheet.name).slice(0, 31 - end.length)}${end}`
        await addSheet(zip, { name, names, xml: tableXml(sheet, source) })
        number++
    } while (!source.isDone())
}

type TableParts = { readonly sheet: TableSheet; readonly limits: SheetLimits }

/** What says which sheets there are comes last, when that is known; readers find it by name. */
async function addParts(zip: ZipFile, names: readonly string[]): Promise<void> {
    const numbered = names.map((name, index) => ({ name, number: index + 1 }))
    await zip.add('xl/workbook.xml', [
        `${xmlHead}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>`,
        ...numbered.map(
            ({ name, number }) =>
                `<sheet name="${escapedXml(name)}" sheetId="${number}" r:id="rId${number}"/>`,
        ),
        '</sheets></workbook>',
    ])
    await zip.add('xl/_rels/workbook.xml.rels', [
        relationships([
            ...numbered.map(({ number }) => ({
                type: 'worksheet',
                target: `worksheets/sheet${number}.xml`,
            })),
            { type: 'styles', target: 'styles.xml' },
        ]),
    ])
    await zip.add('xl/styles.xml', [`${xmlHead}${styleSheet}`])
    await zip.add('_rels/.rels', [
        relationships([{ type: 'officeDocument', target: 'xl/workbook.xml' }]),
    ])
    await zip.add('[Content_Types].xml', [
        xmlHead,
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.',
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>',
        contentType('/xl/workbook.xml', 'sheet.main'),
        contentType('/xl/styles.xml', 'styles'),
        ...numbered.map(({ number }) => contentType(`/${sheetFolder}${number}.xml`, 'worksheet')),
        '</Types>',
    ])
}

async function* sheetXml({ columns, rows, hasFilter }: WorkbookSheet): Pieces {
    yield beginXml(columns)
    let count = 1
    for await (const row of rows) {
        if (count > sheetRowsMax) break
        count += 1
        yield rowXml(row, count)
    }
    yield endXml({ columns: columns.length, lines: count, hasFilter })
}

async function* tableXml({ columns }: TableSheet, source: RowSource): Pieces {
    yield beginXml(columns.map(({ title, kind }) => ({ title, width: widthOf(title, kind) })))
    yield* source.sheetRows()
    yield endXml({ columns: columns.length, lines: source.lines(), hasFilter: true })
}

function beginXml(columns: readonly WorkbookColumn[]): string {
    const widths = columns.map(
        ({ width }, index) =>
            `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    )
    const titles = columns.map(({ title }) => ({ heading: title }))
    return (
        `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
        `</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>${rowXml(titles, 1)}`
    )
}

type SheetEnd = { readonly columns: number; readonly lines: number; readonly hasFilter: boolean }

function endXml({ columns, lines, hasFilter }: SheetEnd): string {
    const filter = hasFilter ? `<autoFilter ref="A1:${columnName(columns)}${lines}"/>` : ''
    return `</sheetData>${filter}</worksheet>`
}

function rowXml(cells: readonly WorkbookCell[], row: number): string {
    return `<row r="${row}">${cells.map(cellXml).join('')}</row>`
}

function cellXml(cell: WorkbookCell): string {
    if (cell === null) return emptyXml
    if ('text' in cell) return textXml(cell.text, cellStyles.text)
    if ('heading' in cell) return textXml(cell.heading, cellStyles.heading)
    if ('count' in cell) return numberXml(String(cell.count), cellStyles.count)
    if ('amount' in cell) return numberXml(cell.amount, cellStyles.amount)
    if ('share' in cell) return numberXml(String(cell.share), cellStyles.share)
    return monthXml(cell.month)
}

function columnName(column: number): string {
    const before = Math.trunc((column - 1) / 26)
    return (before > 0 ? columnName(before) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}

/** Excel allows neither these characters nor more of them in the name of a sheet. */
function sheetName(name: string): string {
    return name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)
}

async function* inPieces(parts: Pieces): Pieces {
    let piece = ''
    for await (const part of parts) {
        piece += part
        if (piece.length < pieceChars) continue
        yield piece
        piece = ''
    }
    yield piece
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function contentType(part: string, kind: string): string {
    const type = `application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml`
    return `<Override PartName="${part}" ContentType="${type}"/>`
}

function relationships(
    targets: readonly { readonly type: string; readonly target: string }[],
): string {
    const all = targets.map(
        ({ type, target }, index) =>
            `<Relationship Id="rId${index + 1}" Type="${officeRelations}/${type}" ` +
            `Target="${target}"/>`,
    )
    const space = 'http://schemas.openxmlformats.org/package/2006/relationships'
    return `${xmlHead}<Relationships xmlns="${space}">${all.join('')}</Relationships>`
}

const widthsByKind: Readonly<Record<ValueKind, number>> = {
    ...{ text: 16, id: 22, count: 12, whole: 10, amount: 18, number: 16, share: 10, month: 10 },
    day: 12,
}

const titleWidthMax = 32

/** Chinese letters are twice as wide as others. */
function widthOf(title: string, kind: ValueKind): number {
    const letters = [...title].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0)
    return Math.max(widthsByKind[kind], Math.min(letters + 2, titleWidthMax))
}

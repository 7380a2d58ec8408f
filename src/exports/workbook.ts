import type { Month } from '#domain/month.ts'
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

const pieceChars = 1 << 16
const sheetFolder = 'xl/worksheets/sheet'

/**
 * Writes an Excel workbook (Office Open XML, ECMA-376) sheet by sheet, in pieces: a million rows
 * take no more memory than one. Rows beyond {@link sheetRowsMax} are left out; say so beside it.
 */
export async function writeWorkbook(path: string, sheets: readonly WorkbookSheet[]): Promise<void> {
    const zip = await openZip(path)
    try {
        await writeParts(zip, sheets)
    } catch (cause) {
        await zip.abandon()
        throw cause
    }
    await zip.end()
}

async function writeParts(zip: ZipFile, sheets: readonly WorkbookSheet[]): Promise<void> {
    const numbered = sheets.map((sheet, index) => ({ sheet, number: index + 1 }))
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
    await zip.add('_rels/.rels', [
        relationships([{ type: 'officeDocument', target: 'xl/workbook.xml' }]),
    ])
    await zip.add('xl/workbook.xml', [
        `${xmlHead}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>`,
        ...numbered.map(
            ({ sheet, number }) =>
                `<sheet name="${escaped(sheetName(sheet.name))}" sheetId="${number}" ` +
                `r:id="rId${number}"/>`,
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
    await zip.add('xl/styles.xml', [styleSheet])
    for (const { sheet, number } of numbered) {
        await zip.add(`${sheetFolder}${number}.xml`, inPieces(sheetXml(sheet)))
    }
}

async function* sheetXml({ columns, rows, hasFilter }: WorkbookSheet): AsyncIterable<string> {
    const widths = columns.map(
        ({ width }, index) =>
            `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    )
    yield `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
        `</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`
    yield rowXml(
        columns.map(({ title }) => ({ heading: title })),
        1,
    )
    let count = 1
    for await (const row of rows) {
        if (count > sheetRowsMax) break
        count += 1
        yield rowXml(row, count)
    }
    const range = `A1:${columnName(columns.length)}${count}`
    yield `</sheetData>${hasFilter ? `<autoFilter ref="${range}"/>` : ''}</worksheet>`
}

function rowXml(cells: readonly WorkbookCell[], row: number): string {
    return `<row r="${row}">${cells.map(cellXml).join('')}</row>`
}

/** The place of each style in the style sheet. */
const styles = { text: 1, heading: 2, count: 3, amount: 4, share: 5, month: 6 } as const

function cellXml(cell: WorkbookCell): string {
    if (cell === null) return '<c/>'
    if ('text' in cell) return textXml(cell.text, styles.text)
    if ('heading' in cell) return textXml(cell.heading, styles.heading)
    if ('count' in cell) return numberXml(String(cell.count), styles.count)
    if ('amount' in cell) return numberXml(cell.amount, styles.amount)
    if ('share' in cell) return numberXml(String(cell.share), styles.share)
    return numberXml(String(monthSerial(cell.month)), styles.month)
}

function textXml(text: string, style: number): string {
    const shown = escaped(text.slice(0, 32_767))
    return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${shown}</t></is></c>`
}

function numberXml(value: string, style: number): string {
    if (!/^-?\d+(\.\d+)?(e-?\d+)?$/.test(value)) throw new Error(`${value} is no number`)
    return `<c s="${style}"><v>${value}</v></c>`
}

/** Days since the last day of 1899: what Excel calls the first day of a month. */
function monthSerial(month: Month): number {
    const first = Date.UTC(Math.trunc(month / 100), (month % 100) - 1, 1)
    return first / 86_400_000 + 25_569
}

function columnName(column: number): string {
    const before = Math.trunc((column - 1) / 26)
    return (before > 0 ? columnName(before) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}

/** Excel allows neither these characters nor more of them in the name of a sheet. */
function sheetName(name: string): string {
    return name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)
}

// What XML 1.0 cannot hold, even escaped: control characters and halves of surrogate pairs.
const unfit = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

function escaped(text: string): string {
    return text
        .replaceAll(unfit, '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
}

async function* inPieces(parts: AsyncIterable<string>): AsyncIterable<string> {
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

/** Plain, text, heading, count, amount, share, month: in the order of {@link styles}. */
const styleSheet =
    `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="1">` +
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm"/></numFmts>' +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="3"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECF1"/></patternFill></fill>' +
    '</fills>' +
    '<borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>' +
    [3, 4, 10, 164]
        .map(
            (format) =>
                `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" ` +
                'applyNumberFormat="1"/>',
        )
        .join('') +
    '</cellXfs><cellStyles count="1">' +
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

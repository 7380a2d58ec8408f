import { openZip } from '#exports/zip-file.ts'

/** What stands in a cell: a text, a number, or nothing. */
export type SheetCell = string | number | null

/** A sheet as people make them: lines above the heading, a heading of one or two rows. */
export type Sheet = {
    readonly name: string
    /** Lines above the heading, each in its first cell. */
    readonly above: readonly string[]
    /** The heading, row by row; null continues the cell to its left, or above it. */
    readonly heading: readonly (readonly (string | null)[])[]
    /** Cells that are one in the heading: `B3:D3`. */
    readonly merged: readonly string[]
    readonly rows: Iterable<readonly SheetCell[]>
}

/** Writes a workbook of one sheet (Office Open XML, ECMA-376) with inline texts. */
export async function writeSheet(path: string, sheet: Sheet): Promise<void> {
    const zip = await openZip(path)
    try {
        await zip.add('[Content_Types].xml', [contentTypes])
        await zip.add('_rels/.rels', [relations('officeDocument', 'xl/workbook.xml')])
        await zip.add('xl/workbook.xml', [
            `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>`,
            `<sheet name="${escaped(sheet.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        ])
        await zip.add('xl/_rels/workbook.xml.rels', [
            relations('worksheet', 'worksheets/sheet1.xml'),
        ])
        await zip.add('xl/worksheets/sheet1.xml', sheetXml(sheet))
    } catch (cause) {
        await zip.abandon()
        throw cause
    }
    await zip.end()
}

function* sheetXml({ above, heading, merged, rows }: Sheet): Generator<string> {
    yield `${head}<worksheet xmlns="${main}"><sheetData>`
    let line = 0
    for (const text of above) yield rowXml([text], ++line)
    for (const cells of heading) yield rowXml(cells, ++line)
    for (const cells of rows) yield rowXml(cells, ++line)
    const ranges = merged.map((range) => `<mergeCell ref="${range}"/>`)
    const cells = merged.length > 0 ? `<mergeCells>${ranges.join('')}</mergeCells>` : ''
    yield `</sheetData>${cells}</worksheet>`
}

function rowXml(cells: readonly SheetCell[], line: number): string {
    const written = cells.map((cell, at) => {
        const place = `${String.fromCharCode(65 + at)}${line}`
        if (cell === null) return ''
        if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
        const text = `<t xml:space="preserve">${escaped(cell)}</t>`
        return `<c r="${place}" t="inlineStr"><is>${text}</is></c>`
    })
    return `<row r="${line}">${written.join('')}</row>`
}

function escaped(text: string): string {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const contentTypes =
    `${head}<Types xmlns="${packages}/content-types">` +
    '<Default Extension="rels" ' +
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`

function relations(type: string, target: string): string {
    return (
        `${head}<Relationships xmlns="${packages}/relationships">` +
        `<Relationship Id="rId1" Type="${office}/${type}" Target="${target}"/></Relationships>`
    )
}

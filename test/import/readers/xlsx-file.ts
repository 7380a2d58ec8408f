import { openZip } from '#exports/zip-file.ts'

/** A sheet by the XML of its rows and of what follows them. */
export type GivenSheet = {
    readonly name: string
    readonly rows: string
    readonly after?: string
    readonly state?: string
}

/** A workbook by its parts, as other programs write them. */
export type GivenWorkbook = {
    readonly sheets: readonly GivenSheet[]
    /** The XML of the shared texts, `<si>…</si>` each. */
    readonly shared?: string
    readonly is1904?: boolean
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** Styles by number: 0 general, 1 a day, 2 a Chinese day, 3 amounts, 4 day and time, 5 red. */
const styles =
    `<styleSheet xmlns="${main}"><numFmts>` +
    '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>' +
    '<numFmt numFmtId="171" formatCode="#,##0.00_);[Red]\\(#,##0.00\\)"/>' +
    '<numFmt numFmtId="172" formatCode="[Red]&quot;days&quot;0"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>' +
    [0, 14, 170, 171, 22, 172]
        .map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`)
        .join('') +
    '</cellXfs></styleSheet>'

/** Writes a workbook; its sheets lie in the archive before what they refer to. */
export async function writeXlsx(path: string, workbook: GivenWorkbook): Promise<void> {
    const { sheets, shared = '', is1904 = false } = workbook
    const zip = await openZip(path)
    for (const [index, { rows, after = '' }] of sheets.entries()) {
        await zip.add(`xl/worksheets/s${index}.xml`, [
            `<?xml version="1.0"?>\r\n<x:worksheet xmlns:x="${main}"><!-- <row> --><x:sheetData>`,
            rows.replaceAll(/<(\/?)(?=\w)/g, '<$1x:'),
            `</x:sheetData>${after.replaceAll(/<(\/?)(?=\w)/g, '<$1x:')}</x:worksheet>`,
        ])
    }
    await zip.add('_rels/.rels', [relations([{ type: 'officeDocument', target: '/xl/book.xml' }])])
    await zip.add('xl/book.xml', [
        `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr date1904='${is1904 ? 1 : 0}'/>`,
        '<sheets>',
        ...sheets.map(({ name, state = 'visible' }, index) => {
            const ids = `sheetId="${index + 9}" r:id="rId${index}"`
            return `<sheet name="${name}" ${ids} state="${state}"/>`
        }),
        '</sheets></workbook>',
    ])
    await zip.add('xl/_rels/book.xml.rels', [
        relations([
            ...sheets.map((_, index) => ({
                ...{ type: 'worksheet', target: `worksheets/s${index}.xml` },
            })),
            { type: 'styles', target: './styles.xml' },
            { type: 'sharedStrings', target: 'texts.xml' },
        ]),
    ])
    await zip.add('xl/styles.xml', [styles])
    await zip.add('xl/texts.xml', [`<sst xmlns="${main}">${shared}</sst>`])
    await zip.end()
}

function relations(to: readonly { readonly type: string; readonly target: string }[]): string {
    const entries = to.map(({ type, target }, index) => {
        return `<Relationship Id="rId${index}" Type="${office}/${type}" Target="${target}"/>`
    })
    return `<Relationships xmlns="${packaged}">${entries.join('')}</Relationships>`
}

/** A row of a sheet from the XML of its cells, or from texts that stand in the cells. */
export function row(number: number, cells: readonly (string | null)[]): string {
    const written = cells.map((cell, index) => {
        if (cell === null) return ''
        const place = `${String.fromCharCode(65 + index)}${number}`
        if (cell.startsWith('<c')) return cell.replace('<c', `<c r="${place}"`)
        return `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`
    })
    return `<row r="${number}">${written.join('')}</row>`
}

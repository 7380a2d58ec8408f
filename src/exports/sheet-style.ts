/**
 * The place of each style in the style sheet of a workbook: texts as texts, bold headings, and
 * numbers by what they count.
 */
export const cellStyles = {
    text: 1,
    heading: 2,
    count: 3,
    amount: 4,
    share: 5,
    month: 6,
    day: 7,
    number: 8,
    whole: 9,
} as const

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** Formats of our own by number; smaller numbers are built in (ECMA-376, 18.8.30). */
const formats = { 164: 'yyyy\\-mm', 165: 'yyyy\\-mm\\-dd', 166: '#,##0.00####' } as const

/** The formats of counts and all that follow them in {@link cellStyles}. */
const numberFormats = [3, 4, 10, 164, 165, 166, 1] as const

/** The part `xl/styles.xml` without its head. */
export const styleSheet =
    `<styleSheet xmlns="${main}"><numFmts count="${Object.keys(formats).length}">` +
    Object.entries(formats)
        .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
        .join('') +
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="3"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECF1"/></patternFill></fill>' +
    '</fills>' +
    '<borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${3 + numberFormats.length}">` +
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    // An apostrophe is understood: whoever edits the cell makes no formula of it either.
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" ' +
    'applyNumberFormat="1"/>' +
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>' +
    numberFormats
        .map(
            (format) =>
                `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" ` +
                'applyNumberFormat="1"/>',
        )
        .join('') +
    '</cellXfs><cellStyles count="1">' +
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

import type { ContractColumn } from './contract.ts'
import type { Spelling } from './contract-words.ts'

/** What the sentence of a bad cell says beside table, column and value, by the failure's code. */
export function cellParams(
    column: ContractColumn,
): Readonly<Record<string, Readonly<Record<string, string | number>>>> {
    const { type, min, max, codes } = column
    const decimal =
        type.name === 'decimal' ? { whole: type.precision - type.scale, scale: type.scale } : {}
    return {
        'sources.cell_required': {},
        'sources.cell_integer': {},
        'sources.cell_decimal': decimal,
        'sources.cell_double': {},
        'sources.cell_boolean': {},
        'sources.cell_date': { format: daysWritten(column).join(', ') },
        'sources.cell_timestamp': {},
        'sources.cell_above': { max: max ?? '' },
        'sources.cell_below': { min: min ?? '' },
        'sources.cell_code': { known: knownCodes(Object.keys(codes ?? {})) },
    }
}

const codesShown = 12

function knownCodes(codes: readonly string[]): string {
    const shown = codes.slice(0, codesShown).join(', ')
    return codes.length > codesShown ? `${shown} …` : shown
}

const dayExamples: Readonly<Partial<Record<Spelling, string>>> = {
    compact: '20260131',
    slashes: '2026/1/31',
    dots: '2026.1.31',
    chinese: '2026年1月31日',
    excel_serial: '46053',
    minguo: '民國115年1月31日',
}

/** The last day of January 2026 in each way that a column of dates may be written. */
function daysWritten({ format, accepts }: ContractColumn): readonly string[] {
    const own = format === null ? '2026-01-31' : exampleOf(format)
    return [own, ...accepts.flatMap((word) => dayExamples[word] ?? [])]
}

const partExamples: Readonly<Record<string, string>> = {
    '%Y': '2026',
    '%y': '26',
    '%m': '01',
    '%-m': '1',
    '%d': '31',
    '%-d': '31',
    '%b': 'Jan',
    '%B': 'January',
    '%H': '09',
    '%M': '30',
    '%S': '00',
}

function exampleOf(format: string): string {
    return format.replaceAll(/%-?[A-Za-z]/g, (part) => partExamples[part] ?? part)
}

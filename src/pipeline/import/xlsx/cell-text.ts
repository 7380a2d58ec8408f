import type { ContractColumn } from '#sources/contract.ts'
import { maskValue } from '#sources/mask-value.ts'
import type { BrokenReason } from '../broken-record.ts'
import { dayText } from './day-text.ts'
import { numberText } from './number-text.ts'
import type { Workbook } from './open-workbook.ts'
import { lettersOf, type SheetCell } from './read-sheet.ts'

/** The text of a cell, null where it is empty; or why there is none. */
export type CellText = { readonly text: string | null } | { readonly reason: BrokenReason }

/**
 * A cell as the text that a delimited file would have: days as `2026-01-05`, or as the contract
 * writes them; numbers plain, with 15 digits at most; `true` and `false`. What a formula came to
 * is taken as it is stored, and never computed.
 */
export function cellText(
    cell: SheetCell,
    about: { readonly workbook: Workbook; readonly column: ContractColumn; readonly table: string },
): CellText {
    const { column, table, workbook } = about
    const refused = (code: BrokenReason['code'], value: string): CellText => {
        const shown = maskValue(value, column.pii)
        const params = { table, column: column.name, value: shown }
        return { reason: { column: column.name, value: shown, code, params } }
    }
    const { raw, type } = cell
    if (raw === null || (raw === '' && type !== 'n')) {
        return raw === null && cell.isFormula ? refused('sources.cell_formula', '') : { text: null }
    }
    switch (type) {
        case 's':
            return { text: workbook.texts.at(Number(raw)) }
        case 'str':
        case 'inlineStr':
            return { text: lettersOf(cell) }
        case 'b':
            return { text: raw === '1' ? 'true' : 'false' }
        case 'e':
            return refused('sources.cell_error', raw)
        case 'd':
            return { text: raw.replace(/T00:00:00(\.0*)?Z?$/, '').replace('T', ' ') }
        default:
            return numberCell(cell, { ...about, refused })
    }
}

function numberCell(
    { raw, style, isFormula }: SheetCell,
    about: {
        readonly workbook: Workbook
        readonly column: ContractColumn
        readonly refused: (code: BrokenReason['code'], value: string) => CellText
    },
): CellText {
    const { workbook, column, refused } = about
    const spelt = raw ?? ''
    if (spelt.trim() === '') {
        return isFormula ? refused('sources.cell_formula', '') : { text: null }
    }
    if (workbook.kindOf(style) === 'date') {
        const format = column.type.name === 'date' ? column.format : null
        const text = dayText(Number(spelt), { is1904: workbook.is1904, format })
        return text === null ? refused('sources.cell_day', spelt) : { text }
    }
    const text = numberText(spelt)
    if (text === 'lost') return refused('sources.cell_digits', spelt)
    return text === null ? refused('sources.cell_error', spelt) : { text }
}

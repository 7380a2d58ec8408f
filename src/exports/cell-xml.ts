import { formatDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import type { TableColumn, ValueKind } from '#domain/table-column.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { cellStyles } from './sheet-style.ts'

/** A cell with nothing in it. */
export const emptyXml = '<c/>'

/** The most letters that Excel keeps in a cell. */
const lettersMax = 32_767

/** A text as a cell; one that is too long for Excel is cut. It is never a formula. */
export function textXml(text: string, style: number): string {
    const shown = escapedXml(text.length > lettersMax ? text.slice(0, lettersMax) : text)
    // Excel drops spaces at both ends, and line breaks, where nobody says that they count.
    const space = /^\s|\s$|\n/.test(shown) ? ' xml:space="preserve"' : ''
    return `<c s="${style}" t="inlineStr"><is><t${space}>${shown}</t></is></c>`
}

/** A number as a cell, from its digits. Throws where they are none: that is a bug. */
export function numberXml(value: string, style: number): string {
    if (!/^-?\d+(\.\d+)?(e-?\d+)?$/.test(value)) throw new Error(`${value} is no number`)
    return `<c s="${style}"><v>${value}</v></c>`
}

/** The first day of a month as a cell that shows the month. */
export function monthXml(month: Month): string {
    const serial = serialOf(Date.UTC(Math.trunc(month / 100), (month % 100) - 1, 1))
    return numberXml(String(serial), cellStyles.month)
}

/** Days since the last day of 1899: what Excel calls a day. */
function serialOf(millis: number): number {
    return millis / 86_400_000 + 25_569
}

/** Excel believes in 29 February 1900: days before March of that year are written as text. */
const serialMin = 61

function dayXml(day: string): string {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
    const serial = serialOf(Date.UTC(year, month - 1, date))
    const isKnown = /^\d{4}-/.test(day) && serial >= serialMin
    return isKnown ? numberXml(String(serial), cellStyles.day) : textXml(day, cellStyles.text)
}

/** Excel keeps fifteen digits of a number; what has more is text, so that none is lost. */
const exactMax = 10n ** 15n

/** How the cells of a column are written, null included. */
export type CellWriter = (cell: Cell) => string

/** The writer of a column. Codes with words are written once each, and days too. */
export function cellWriter({ kind, words }: Omit<TableColumn, 'title'>): CellWriter {
    const write = plainWriter(kind)
    const known = new Map(
        [...words].map(([code, word]) => [code, textXml(word, cellStyles.text)] as const),
    )
    if (known.size === 0) return (cell) => (cell === null ? emptyXml : write(cell))
    return (cell) => {
        if (cell === null) return emptyXml
        return known.get(String(cell)) ?? write(cell)
    }
}

function plainWriter(kind: ValueKind): (cell: NonNullable<Cell>) => string {
    switch (kind) {
        case 'text':
        case 'id':
            return (cell) => textXml(cellText(cell), cellStyles.text)
        case 'month':
            return remembered((cell) => monthXml(Number(cell)))
        case 'day':
            return remembered((cell) => dayXml(String(cell)))
        default: {
            const style = cellStyles[kind]
            return (cell) => (isExact(cell) ? numberXml(cellText(cell), style) : asText(cell))
        }
    }
}

const asText = (cell: NonNullable<Cell>): string => textXml(cellText(cell), cellStyles.text)

function isExact(cell: NonNullable<Cell>): boolean {
    if (typeof cell === 'number') return Number.isFinite(cell)
    if (typeof cell === 'string' || typeof cell === 'boolean') return false
    const units = typeof cell === 'bigint' ? cell : cell.units
    return units < exactMax && units > -exactMax
}

const rememberedMax = 50_000

function remembered(write: (cell: NonNullable<Cell>) => string): CellWriter {
    const known = new Map<NonNullable<Cell>, string>()
    return (cell) => {
        if (cell === null) return emptyXml
        const there = known.get(cell)
        if (there !== undefined) return there
        const written = write(cell)
        if (known.size < rememberedMax) known.set(cell, written)
        return written
    }
}

/** The plain text of a value: all digits of a decimal, `true` and `false`. */
export function cellText(cell: NonNullable<Cell>): string {
    return typeof cell === 'object' ? formatDecimal(cell) : String(cell)
}

// What XML 1.0 cannot hold, even escaped: control characters and halves of surrogate pairs.
const unfit = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
// Most texts have none of these: looking for them is cheaper than replacing each in turn.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const suspect = /[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/

/** A text as it stands between the tags of XML, without what XML cannot hold. */
export function escapedXml(text: string): string {
    if (!suspect.test(text)) return text
    return text
        .replaceAll(unfit, '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
}

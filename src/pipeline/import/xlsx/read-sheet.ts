import { FileFault } from '../file-fault.ts'
import { readLimits } from '../limits.ts'
import { createTextListener, plainLetters, readPart, type Sheet } from './open-workbook.ts'
import { attributeOf } from './xml-reader.ts'

/** A cell as the workbook has it. */
export type SheetCell = {
    /** What stands in it, as spelt; null: nothing. */
    readonly raw: string | null
    /** Of its value: `n` number, `s` shared text, `str`, `inlineStr`, `b`, `e` error, `d` day. */
    readonly type: string
    /** The number of its style. */
    readonly style: number
    /** Whether it is computed: its value is what Excel computed last. */
    readonly isFormula: boolean
}

/** A row of a sheet: its number, counted from 1, and its cells by column, counted from 0. */
export type SheetRow = {
    readonly number: number
    readonly cells: readonly (SheetCell | undefined)[]
}

/** A rectangle of cells that are shown as one; rows from 1, columns from 0, both ends included. */
export type MergedCells = {
    readonly top: number
    readonly left: number
    readonly bottom: number
    readonly right: number
}

/** Who hears of a sheet. */
export type SheetListener = {
    /** Rows come in their order; those without cells may be left out. */
    readonly onRow: (row: SheetRow) => void
    /** Comes behind the rows. */
    readonly onMerged: (cells: MergedCells) => void
    /** Waited for now and then, so that what was told can be written away. */
    readonly onPiece: () => Promise<void>
}

const rowsMax = 1_048_576

/**
 * Reads a sheet from its beginning to its end; memory does not grow with it. Throws FileFault
 * `sources.workbook_broken`, ZipFault.
 */
export async function readSheet(sheet: Sheet, listener: SheetListener): Promise<void> {
    const text = createTextListener()
    let row = 0
    let cells: (SheetCell | undefined)[] = []
    let column = -1
    let cell = { type: 'n', style: 0, isFormula: false }
    let raw: string | null = null
    let isValue = false
    const openCell = (attributes: string): void => {
        const place = attributeOf(attributes, 'r')
        column = place === null ? column + 1 : columnOf(place)
        if (!(column >= 0 && column < readLimits.sheetColumns)) throw broken()
        const type = attributeOf(attributes, 't') ?? 'n'
        const style = Number(attributeOf(attributes, 's') ?? 0)
        cell = { type, style, isFormula: false }
        raw = null
    }
    const open = (name: string, attributes: string): void => {
        if (name === 'c') {
            openCell(attributes)
        } else if (name === 'v') {
            isValue = true
            raw = ''
        } else if (name === 'row') {
            const number = Number(attributeOf(attributes, 'r') ?? row + 1)
            if (!(number > row && number <= rowsMax)) throw broken()
            row = number
            cells = []
            column = -1
        } else if (name === 'f') {
            cell.isFormula = true
        } else if (name === 'is') {
            text.begin()
        } else if (name === 'mergeCell') {
            listener.onMerged(mergedOf(attributeOf(attributes, 'ref') ?? ''))
        } else {
            text.open(name)
        }
    }
    const close = (name: string): void => {
        if (name === 'c') {
            if (raw !== null || cell.isFormula) cells[column] = { raw, ...cell }
        } else if (name === 'v') {
            isValue = false
        } else if (name === 'row') {
            if (cells.length > 0) listener.onRow({ number: row, cells })
        } else if (name === 'is') {
            raw = text.end()
        } else {
            text.close(name)
        }
    }
    const onText = (spelt: string): void => {
        if (isValue) raw = (raw ?? '') + spelt
        else text.text(spelt)
    }
    await readPart(sheet.entry, { open, close, text: onText }, listener.onPiece)
}

/** What stands in a cell of letters, plain. */
export function lettersOf({ raw, type }: SheetCell): string {
    // An inline text was made plain when its runs were put together.
    return type === 'inlineStr' ? (raw ?? '') : plainLetters(raw ?? '')
}

function mergedOf(ref: string): MergedCells {
    const [first = '', last = first] = ref.split(':')
    return {
        ...{ top: rowOf(first), left: columnOf(first) },
        ...{ bottom: rowOf(last), right: columnOf(last) },
    }
}

/** The column of a place such as `AB12`, counted from 0. */
function columnOf(place: string): number {
    let column = 0
    for (let at = 0; at < place.length; at++) {
        const letter = place.charCodeAt(at)
        if (letter < 65 || letter > 90) break
        column = column * 26 + letter - 64
    }
    return column - 1
}

function rowOf(place: string): number {
    return Number(place.replace(/^[A-Z]+/, ''))
}

function broken(): FileFault {
    return new FileFault('sources.workbook_broken')
}

import { openWorkbook } from '#pipeline/import/xlsx/open-workbook.ts'
import { lettersOf, readSheet } from '#pipeline/import/xlsx/read-sheet.ts'

/** A cell of a workbook as it was read: what stands in it, and whether it would be computed. */
export type ReadCell = {
    readonly text: string
    readonly type: string
    readonly isFormula: boolean
}

/** A sheet as it was read: rows by their numbers from 1. */
export type ReadSheet = {
    readonly name: string
    readonly rows: readonly (readonly (ReadCell | null)[])[]
}

/** Reads a whole workbook with the reader that imports use. */
export async function readBook(path: string): Promise<readonly ReadSheet[]> {
    const workbook = await openWorkbook(path)
    try {
        const sheets: ReadSheet[] = []
        for (const sheet of workbook.sheets) {
            const rows: (readonly (ReadCell | null)[])[] = []
            await readSheet(sheet, {
                onRow: ({ cells }) => {
                    rows.push(
                        Array.from(cells, (cell) => {
                            if (cell === undefined) return null
                            const { type, isFormula } = cell
                            return { text: lettersOf(cell), type, isFormula }
                        }),
                    )
                },
                onMerged: () => {},
                onPiece: async () => {},
            })
            sheets.push({ name: sheet.name, rows })
        }
        return sheets
    } finally {
        workbook.close()
    }
}

/** The texts of the rows of a sheet, null where a cell is empty. */
export function textsOf({ rows }: ReadSheet): readonly (readonly (string | null)[])[] {
    return rows.map((row) => row.map((cell) => cell?.text ?? null))
}

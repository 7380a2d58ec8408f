import type { Cell, Row } from '#warehouse/warehouse.ts'

/** Values of one party by feature: amounts in cents, shares in millionths, others as they are. */
export type Figures = Readonly<Record<string, string | number | boolean | null>>

/** A cell as a figure; a column that is not there is null. */
export function plain(cell: Cell | undefined): Figures[string] {
    if (cell == null) return null
    if (typeof cell === 'object') return Number(cell.units)
    return typeof cell === 'bigint' ? Number(cell) : cell
}

/** All columns of a row as figures. */
export function plainRow(row: Row): Figures {
    return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plain(cell)]))
}

/** The features of rows of a month, one a party, by party. */
export function figuresByParty(rows: readonly Row[]): ReadonlyMap<number, Figures> {
    return new Map(
        rows.map(({ party_id, month, ...features }) => [Number(party_id), plainRow(features)]),
    )
}

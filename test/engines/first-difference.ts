import { formatDecimal } from '#domain/decimal.ts'
import { addMonths } from '#domain/month.ts'
import { outlookOf } from '#tiers/outlook.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { Bank, RestatedBank } from './arbitrary-bank.ts'
import { type ClosedRow, closeByParty, policyAt } from './close-by-party.ts'
import { type CloseEngine, closeBySql, snakeCase } from './close-by-sql.ts'
import type { Difference } from './tell-bank.ts'

/** Where the two readers part on a bank, or on the closes of it that are made again. */
export async function firstDifference(
    engine: CloseEngine,
    { bank, from, restated }: RestatedBank,
): Promise<Difference | null> {
    const first = differenceOf(bank, { from: 0, rows: await closeBySql(engine, { bank, from: 0 }) })
    if (first !== null || restated === bank) return first
    const again = await closeBySql(engine, { bank: restated, from })
    const second = differenceOf(restated, { from, rows: again })
    return second === null ? null : { ...second, edition: 2 }
}

function differenceOf(
    bank: Bank,
    bySql: { readonly from: number; readonly rows: readonly Row[] },
): Difference | null {
    const expected = closeByParty(bank).filter(({ close }) => close >= bySql.from)
    const found = new Map(bySql.rows.map((row) => [`${row.party_id} ${row.month}`, row]))
    for (const row of expected) {
        const { partyId, close, assignment } = row
        const cells = rowOf(row, bank)
        const key = `${partyId} ${assignment.month}`
        const other = found.get(key) ?? null
        found.delete(key)
        const columns = new Set([...Object.keys(cells), ...Object.keys(other ?? {})])
        for (const column of columns) {
            const values = { byParty: cells[column], bySql: comparable(other?.[column]) }
            if (values.byParty !== values.bySql) {
                return { partyId, close, edition: 1, column, ...values }
            }
        }
    }
    const [left] = found.values()
    if (left === undefined) return null
    const close = bank.policies.findIndex((_, index) => left.month === addMonths(bank.first, index))
    const of = { partyId: String(left.party_id), close, edition: 1, column: 'the row' }
    return { ...of, byParty: 'none', bySql: left.earned_cause }
}

/** An assignment and its outlook as the row of the SQL, decimals with all six digits. */
function rowOf({ partyId, close, assignment }: ClosedRow, bank: Bank): Record<string, unknown> {
    const outlook = outlookOf(policyAt(bank, close), assignment)
    const cells = Object.entries(snakeCase({ ...assignment, ...outlook }))
    return {
        party_id: BigInt(partyId),
        ...Object.fromEntries(cells.map(([name, cell]) => [name, comparable(cell as Cell)])),
    }
}

function comparable(cell: Cell | undefined): unknown {
    return typeof cell === 'object' && cell !== null ? formatDecimal(cell) : cell
}

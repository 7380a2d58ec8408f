import type { SampledColumn } from '#identity/draft/draft-kind.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { UnknownTable } from '../draft/read-table.ts'

/** As many rows tell of what kind a column is; more would only take longer. */
const sampledRows = 2000

/**
 * Rows of a table as if drawn by lot, the same each time: those whose cells have the least hashes.
 * One column a heading, in the order of the file; an unknown value is the empty text.
 */
export async function sampleTable(
    warehouse: Warehouse,
    { relation, names }: Pick<UnknownTable, 'relation' | 'names'>,
): Promise<readonly SampledColumn[]> {
    const cells = names.map((_, index) => `c${index}`)
    const order = [warehouse.dialect.cells_hash(...cells), ...cells]
    const rows = await warehouse.rows(
        `select ${cells.join(', ')} from ${relation} texts ` +
            `order by ${order.join(', ')} limit ${sampledRows}`,
    )
    return names.map((name, index) => ({
        name: name.trim(),
        samples: rows.map((row) => String(row[`c${index}`] ?? '')),
    }))
}

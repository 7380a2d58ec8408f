import type { RecordKey } from '#identity/record-key.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { keySql, type RecordTable } from './record-tables.ts'

/**
 * The texts of a record as they were delivered last, by what contracts call them; those that no
 * table tells are left out. Of several columns and tables the first one that tells a text counts.
 */
export async function recordTexts<Field extends string>(
    { warehouse }: { readonly warehouse: Pick<Warehouse, 'rows'> },
    {
        tables,
        record,
        fields,
    }: {
        readonly tables: readonly RecordTable[]
        readonly record: RecordKey
        readonly fields: readonly Field[]
    },
): Promise<ReadonlyMap<Field, string>> {
    const found = new Map<Field, string>()
    for (const { contract, entity, table, relation } of tables) {
        if (contract.system !== record.system || entity !== record.entity) continue
        const told = table.columns.flatMap(({ name, field }) => {
            const asked = fields.find((one) => one === field)
            return asked === undefined ? [] : [{ name, field: asked }]
        })
        if (told.length === 0) continue
        const cells = told.map(({ name }, at) => `cast(${quoted(name)} as varchar) as f${at}`)
        const [row] = await warehouse.rows(
            `select ${cells.join(', ')} from ${relation} told where ${keySql(table)} = $1`,
            [record.key],
        )
        for (const [at, { field }] of told.entries()) {
            const text = row?.[`f${at}`] ?? null
            if (text !== null && !found.has(field)) found.set(field, String(text))
        }
    }
    return found
}

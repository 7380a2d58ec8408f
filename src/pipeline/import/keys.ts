import { join } from 'node:path'
import { quoted } from '#sources/accept-text.ts'
import { type Contract, type ContractTable, tableOf } from '#sources/contract.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** Whether typed tables have a key twice, or a row that names a row which is not there. */
export async function hasBrokenKeys(
    warehouse: Warehouse,
    { contract, folder }: { readonly contract: Contract; readonly folder: string },
): Promise<boolean> {
    const read = (table: ContractTable): string => warehouse.parquet([join(folder, table.name)])
    for (const table of contract.tables) {
        const keys = table.key.map(quoted).join(', ')
        const distinct = `select count(*) as n from (select distinct ${keys} from ${read(table)}) k`
        const all = `select count(*) as n from ${read(table)}`
        const [first, second] = await warehouse.rows(`${distinct} union all ${all}`)
        if (first?.n !== second?.n) return true
        for (const relation of table.relations) {
            const parent = tableOf(contract, relation.to)
            const same = relation.columns.map((column, index) => {
                return `parents.${quoted(parent.key[index] ?? '')} = children.${quoted(column)}`
            })
            const present = relation.columns.map(
                (column) => `children.${quoted(column)} is not null`,
            )
            const [missing] = await warehouse.rows(
                `select count(*) as n from ${read(table)} children ` +
                    `where ${present.join(' and ')} and not exists ` +
                    `(select 1 from ${read(parent)} parents where ${same.join(' and ')})`,
            )
            if (Number(missing?.n) > 0) return true
        }
    }
    return false
}

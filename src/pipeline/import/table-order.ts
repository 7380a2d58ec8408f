import type { ContractTable } from '#sources/contract.ts'

/**
 * Tables in an order in which each stands behind those that its relations name. Where tables name
 * each other in a ring, one of them stands before its parent.
 */
export function parentsFirst(tables: readonly ContractTable[]): readonly ContractTable[] {
    const ordered: ContractTable[] = []
    const seen = new Set<string>()
    const visit = (table: ContractTable): void => {
        if (seen.has(table.name)) return
        seen.add(table.name)
        for (const { to } of table.relations) {
            const parent = tables.find(({ name }) => name === to)
            if (parent !== undefined) visit(parent)
        }
        ordered.push(table)
    }
    for (const table of tables) visit(table)
    return ordered
}

/** Whether tables name each other in a ring, or one names itself. */
export function hasCycle(tables: readonly ContractTable[]): boolean {
    const order = parentsFirst(tables).map(({ name }) => name)
    return tables.some(({ name, relations }) =>
        relations.some(({ to }) => order.indexOf(to) >= order.indexOf(name)),
    )
}

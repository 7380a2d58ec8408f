import { nearestName } from '#domain/nearest-name.ts'
import { type Failure, failure, type Place } from '#domain/result.ts'
import type { ContractTable } from './contract.ts'

/**
 * Holds the header of a file against its contract; no failures where it is as it should be. An
 * older name of a column stands for it.
 * Codes: `sources.column_missing`, `column_misspelt`, `column_twice`, `column_unexpected` and,
 * where only the order differs, `columns_order`.
 */
export function checkHeader(
    table: ContractTable,
    header: { readonly names: readonly string[]; readonly at: Place },
): readonly Failure[] {
    const { at } = header
    const names = header.names.map((found) => currentName(found, table))
    const expected = table.columns.map((column) => column.name)
    const twice = names.filter((name, index) => names.indexOf(name) !== index)
    const unexpected = names.filter((name) => !expected.includes(name))
    const missing = expected.filter((name) => !names.includes(name))
    const misspelt = new Map<string, string>()
    for (const column of missing) {
        const free = unexpected.filter((name) => !misspelt.has(name))
        const found = nearestName(column, free)
        if (found !== null) misspelt.set(found, column)
    }
    const faults = [
        ...[...misspelt].map(([found, column]) =>
            failure('sources.column_misspelt', { table: table.name, column, found }, at),
        ),
        ...missing
            .filter((column) => ![...misspelt.values()].includes(column))
            .map((column) => failure('sources.column_missing', { table: table.name, column }, at)),
        ...unexpected
            .filter((found) => !misspelt.has(found))
            .map((found) => failure('sources.column_unexpected', { table: table.name, found }, at)),
        ...twice.map((found) => failure('sources.column_twice', { table: table.name, found }, at)),
    ]
    if (faults.length > 0) return faults
    const index = expected.findIndex((name, position) => names[position] !== name)
    if (index === -1) return []
    const params = {
        table: table.name,
        position: index + 1,
        expected: expected[index] ?? '',
        found: names[index] ?? '',
    }
    return [failure('sources.columns_order', params, at)]
}

/** The name that the contract gives a column which a file calls by an older one. */
function currentName(found: string, table: ContractTable): string {
    if (table.columns.some(({ name }) => name === found)) return found
    return table.columns.find(({ aliases }) => aliases.includes(found))?.name ?? found
}

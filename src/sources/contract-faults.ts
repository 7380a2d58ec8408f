import type { YamlFile } from '#domain/read-yaml.ts'
import { type Failure, failure } from '#domain/result.ts'
import type { ContractText, TableText } from './contract-text.ts'

/** What a schema cannot see: keys and relations that name columns and tables that do not fit. */
export function contractFaults(contract: YamlFile<ContractText>): readonly Failure[] {
    const { value, placeOf } = contract
    return Object.entries(value.tables).flatMap(([name, table]) => {
        const path = ['tables', name]
        const unknown = (columns: readonly string[], at: readonly (string | number)[]): Failure[] =>
            columns
                .filter((column) => table.columns[column] === undefined)
                .map((column) =>
                    failure('sources.contract_column', { table: name, column }, placeOf(at)),
                )
        const formats = Object.entries(table.columns)
            .filter(([, column]) => column.format !== undefined && column.type !== 'date')
            .map(([column]) => {
                const at = placeOf([...path, 'columns', column, 'format'])
                return failure('sources.contract_format', { table: name, column }, at)
            })
        const relations = (table.relations ?? []).flatMap((relation, index) => {
            const at = [...path, 'relations', index]
            const missing = unknown(relation.columns, at)
            if (missing.length > 0) return missing
            const parent = value.tables[relation.to]
            if (parent !== undefined && fits(table, relation.columns, parent)) return []
            const params = { table: name, parent: relation.to }
            return [failure('sources.contract_relation', params, placeOf(at))]
        })
        return [...unknown(table.key, [...path, 'key']), ...formats, ...relations]
    })
}

/** A relation names as many columns as the parent's key has, of the same types. */
function fits(child: TableText, columns: readonly string[], parent: TableText): boolean {
    return (
        columns.length === parent.key.length &&
        columns.every((column, index) => {
            const key = parent.columns[parent.key[index] ?? '']
            return key !== undefined && child.columns[column]?.type === key.type
        })
    )
}

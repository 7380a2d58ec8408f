import type { YamlFile } from '#domain/read-yaml.ts'
import { type Failure, failure } from '#domain/result.ts'
import { columnFaults } from './column-faults.ts'
import type { ContractText, TableText } from './contract-text.ts'
import { lawFaults } from './law-faults.ts'
import { tableFaults } from './table-faults.ts'

/** What a schema cannot see: words that contradict one another, or name what is not there. */
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
        const columns = Object.entries(table.columns).flatMap(([column, words]) => {
            const inside = [...path, 'columns', column]
            const about = { table: name, column, words }
            return columnFaults({ ...about, placeOf: (more) => placeOf([...inside, ...more]) })
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
        const placeIn = (more: readonly (string | number)[]) => placeOf([...path, ...more])
        return [
            ...unknown(table.key, [...path, 'key']),
            ...columns,
            ...tableFaults({ name, words: table, placeOf: placeIn }),
            ...relations,
            ...lawFaults(name, table, placeIn),
        ]
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

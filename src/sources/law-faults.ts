import { type Failure, failure, type Place } from '#domain/result.ts'
import type { TableText } from './contract-text.ts'
import { columnsOfLaw, parseLaw } from './law.ts'

/**
 * What is wrong with the laws and the expectations of a table: columns that it does not have
 * (`sources.contract_column`), or that cannot be compared for their types
 * (`sources.contract_law`). `placeOf` finds a word of the table by its path.
 */
export function lawFaults(
    name: string,
    table: TableText,
    placeOf: (path: readonly (string | number)[]) => Place,
): readonly Failure[] {
    const typeOf = (column: string): string | null => table.columns[column]?.type ?? null
    const unknown = (columns: readonly string[], path: readonly (string | number)[]): Failure[] =>
        columns
            .filter((column) => typeOf(column) === null)
            .map((column) =>
                failure('sources.contract_column', { table: name, column }, placeOf(path)),
            )
    const expected = Object.entries(table.columns).flatMap(([column, words]) => {
        const named = typeof words.expected === 'object' ? Object.keys(words.expected) : []
        return unknown(named, ['columns', column, 'expected'])
    })
    const laws = (table.laws ?? []).flatMap((text, index) => {
        const law = parseLaw(text)
        if (law === null) return []
        const path = ['laws', index]
        const missing = unknown(columnsOfLaw(law), path)
        if (missing.length > 0) return missing
        const kinds = new Set(columnsOfLaw(law).map((column) => kindOf(typeOf(column) ?? '')))
        const isSum = law.right.length > 1
        if (kinds.size === 1 && (!isSum || kinds.has('number'))) return []
        return [failure('sources.contract_law', { table: name, law: text }, placeOf(path))]
    })
    return [...expected, ...laws]
}

/** Numbers compare with numbers, whatever their width; all else with its own type only. */
function kindOf(type: string): string {
    return /^(bigint|integer|double|decimal)/.test(type) ? 'number' : type
}

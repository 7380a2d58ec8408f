import type { ContractColumn } from './contract.ts'
import type { ColumnFacts } from './draft.ts'
import { headingSays, headingWords } from './draft-words.ts'

/** A column that may be part of a key. */
export type KeyColumn = { readonly column: ContractColumn; readonly facts: ColumnFacts }

/** Columns that may be the key of a table; `isBelieved` where their headings say so too. */
export type KeyCandidate = { readonly columns: readonly string[]; readonly isBelieved: boolean }

const partsMax = 4
const partColumnsMax = 8
const candidatesMax = 60
const keyLettersMax = 64

/**
 * Sets of columns that may be the key of a table, the likeliest first: fewer columns before more,
 * identifiers before other columns. Whether one is unique over all rows is for the caller to ask.
 * A set that nothing but its values speaks for is left out in longer keys: in few rows most are
 * unique by chance.
 */
export function keyCandidates(
    table: string,
    columns: readonly KeyColumn[],
): readonly KeyCandidate[] {
    const fit = columns
        .map((one, index) => ({ ...one, score: scoreOf(one, { table, index }) }))
        .filter(({ column, facts }) => mayBeKey(column, facts))
        .toSorted((one, other) => other.score - one.score)
    const rows = columns[0]?.facts.rows ?? 0
    // A count of different texts may be off by some percent where it is approximate.
    const singles = fit.filter(({ facts }) => facts.distinct >= rows * 0.9)
    const parts = fit.filter(({ score }) => score > 0).slice(0, partColumnsMax)
    const sets = [2, 3, partsMax].flatMap((size) => combinations(parts, size))
    const wide = sets.filter((set) => {
        const product = set.reduce((all, { facts }) => all * facts.distinct, 1)
        return product >= rows && set.some(({ score }) => score >= 4)
    })
    return [
        ...singles.map((one) => ({ columns: [one.column.name], isBelieved: one.score >= 2 })),
        ...wide.map((set) => ({
            columns: set.map(({ column }) => column.name),
            isBelieved: set.every(({ score }) => score >= 3),
        })),
    ].slice(0, candidatesMax)
}

function mayBeKey(column: ContractColumn, facts: ColumnFacts): boolean {
    const { name } = column.type
    if (facts.present < facts.rows || facts.rows === 0) return false
    if (name === 'double' || name === 'decimal' || facts.lengthMax > keyLettersMax) return false
    return column.pii === null || column.pii === 'id_number'
}

function scoreOf(
    { column, facts }: KeyColumn,
    { table, index }: { readonly table: string; readonly index: number },
): number {
    const { name, type } = column
    const isId = headingSays(name, 'identifier') || /(?:_|^)code_*$|代码$|代碼$/i.test(name)
    const isTime = type.name === 'date' || type.name === 'timestamp'
    const words = headingWords(name)
    const own = headingWords(table).some((word) => words.includes(word))
    const isMeasure = headingSays(name, 'money') || headingSays(name, 'count')
    return (
        (isId ? 4 : 0) +
        (isId && own ? 2 : 0) +
        (isTime || headingSays(name, 'month') ? 3 : 0) +
        (index === 0 ? 2 : 0) +
        (type.name === 'varchar' && facts.lengthMin === facts.lengthMax ? 1 : 0) -
        (isMeasure ? 6 : 0) -
        (type.name === 'boolean' ? 6 : 0)
    )
}

function combinations<T>(from: readonly T[], size: number): readonly (readonly T[])[] {
    if (size === 0) return [[]]
    return from.flatMap((one, index) =>
        combinations(from.slice(index + 1), size - 1).map((rest) => [one, ...rest]),
    )
}

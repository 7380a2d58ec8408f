import { type Failure, failure, type Place } from '#domain/result.ts'
import type { TableText } from './contract-text.ts'

/** A table of a contract as its file spells it, and how to find its words there. */
export type TableWords = {
    readonly name: string
    readonly words: TableText
    readonly placeOf: (path: readonly (string | number)[]) => Place
}

/** Names of folders that a batch has beside those of its tables. */
const reserved = ['rejects']

/** Whatever of a table's words contradicts its columns or one another: `sources.contract_*`. */
export function tableFaults(about: TableWords): readonly Failure[] {
    return [
        ...nameFaults(about),
        ...keylessFaults(about),
        ...readFaults(about),
        ...periodFaults(about),
        ...aliasFaults(about),
    ]
}

function nameFaults({ name, placeOf }: TableWords): readonly Failure[] {
    if (!reserved.includes(name)) return []
    return [failure('sources.contract_table_reserved', { table: name }, placeOf([]))]
}

/**
 * Rows without a key cannot be changed one by one or be records; and of each at least one value is
 * always there, as the import needs it to tell good rows from bad.
 */
function keylessFaults({ name, words, placeOf }: TableWords): readonly Failure[] {
    if (words.key.length > 0) return []
    const isRequired = Object.values(words.columns).some(({ required }) => required === true)
    const isFit = isRequired && words.delivery !== 'changes' && words.record === undefined
    return isFit ? [] : [failure('sources.contract_keyless', { table: name }, placeOf(['key']))]
}

type ReadWord = keyof NonNullable<TableText['read']>

/** The words of `read` that say something of each format. */
const readWords: Readonly<Record<string, readonly ReadWord[]>> = {
    delimited: ['format', 'delimiter', 'quote', 'encoding', 'header'],
    xlsx: ['format', 'sheet', 'heading_rows', 'skip_rows'],
    parquet: ['format'],
    postgres: ['format', 'query'],
}

function readFaults({ name, words, placeOf }: TableWords): readonly Failure[] {
    const read = words.read ?? {}
    const format = read.format ?? 'delimited'
    const known = readWords[format] ?? []
    const unfit = (Object.keys(read) as ReadWord[])
        .filter((word) => !known.includes(word))
        .map((word) => {
            return failure(
                'sources.contract_read',
                { table: name, word, format },
                placeOf(['read', word]),
            )
        })
    const isQueryless = format === 'postgres' && read.query === undefined
    if (!isQueryless) return unfit
    return [...unfit, failure('sources.contract_query', { table: name }, placeOf(['read']))]
}

function periodFaults({ name, words, placeOf }: TableWords): readonly Failure[] {
    const { period, delivery, key, columns } = words
    if (period === undefined) {
        if (delivery !== 'periods') return []
        return [failure('sources.contract_period', { table: name }, placeOf(['delivery']))]
    }
    const { column } = period
    const found = columns[column]
    const about = { table: name, column }
    const at = placeOf(['period', 'column'])
    if (found === undefined) return [failure('sources.contract_column', about, at)]
    if (!['date', 'timestamp', 'integer', 'bigint'].includes(found.type)) {
        const params = { ...about, type: found.type }
        return [failure('sources.contract_period_type', params, at)]
    }
    const isThere = found.required === true || key.includes(column)
    if (delivery !== 'periods' || isThere) return []
    return [failure('sources.contract_period_required', about, at)]
}

/** A name in a header must mean one column. */
function aliasFaults({ name, words, placeOf }: TableWords): readonly Failure[] {
    const seen = new Map(Object.keys(words.columns).map((column) => [column, column]))
    return Object.entries(words.columns).flatMap(([column, { aliases = [] }]) =>
        aliases.flatMap((alias, index) => {
            const other = seen.get(alias)
            seen.set(alias, column)
            if (other === undefined) return []
            const at = placeOf(['columns', column, 'aliases', index])
            return [failure('sources.contract_alias', { table: name, column, alias, other }, at)]
        }),
    )
}

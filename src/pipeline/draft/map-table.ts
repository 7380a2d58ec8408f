import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { Contract, ContractColumn, ContractTable } from '#sources/contract.ts'
import { type Mapping, type MappingPair, proposeMappings } from '#sources/draft-mapping.ts'
import { foldHeading, headingWords, sharedWords } from '#sources/draft-words.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { namesOfFile } from './draft-contract.ts'
import { typedSql } from './misfits.ts'
import { readUnknownTable, type UnknownTable } from './read-table.ts'

/** How the headings of a file differ from the table it is delivered for. */
export type MappedTable = {
    readonly table: string
    readonly file: string
    readonly mappings: readonly Mapping[]
    /** Columns for which no heading was found, and headings that no column was found for. */
    readonly missing: readonly string[]
    readonly unexpected: readonly string[]
}

/** What mapping needs. */
export type MapOptions = {
    readonly warehouse: Warehouse
    /** An empty folder for copies. */
    readonly folder: string
    readonly contract: Contract
    /** SQL of the rows of a table that are there already; null: none. */
    readonly present: (table: string) => string | null
    readonly signal: AbortSignal
    readonly onBytes: (count: number) => void
}

/**
 * Proposes which heading of a file stands for which column of its table. Throws Refusal
 * `pipeline.map_table_unknown` where no table is like it, and `pipeline.draft_*`.
 */
export async function mapTable(path: string, options: MapOptions): Promise<MappedTable> {
    const { contract } = options
    const unknown = await readUnknownTable({ path, sheet: null }, options)
    const table = tableFor(unknown, { contract, path })
    const trimmed = unknown.names.map((name) => name.trim())
    const isColumn = (column: ContractColumn, name: string): boolean =>
        column.name === name || column.aliases.includes(name)
    const missing = table.columns.filter(
        (column) => !trimmed.some((name) => isColumn(column, name)),
    )
    const unexpected = unknown.names
        .map((heading, index) => ({ heading, index }))
        .filter(({ index }) => {
            const name = trimmed[index] ?? ''
            return !table.columns.some((column) => isColumn(column, name))
        })
    const pairs: MappingPair[] = []
    for (const column of missing) {
        for (const { heading, index } of unexpected) {
            options.signal.throwIfAborted()
            const about = { unknown, table, column, index }
            pairs.push({ heading, column, ...(await weigh(about, options)) })
        }
    }
    const mappings = proposeMappings(pairs)
    return {
        ...{ table: table.name, file: unknown.file, mappings },
        missing: missing
            .map(({ name }) => name)
            .filter((name) => !mappings.some(({ column }) => column === name)),
        unexpected: unexpected
            .map(({ heading }) => heading)
            .filter((name) => !mappings.some(({ heading }) => heading === name)),
    }
}

/** The table that a file is meant for: by its name, else by most of its headings. */
function tableFor(
    unknown: UnknownTable,
    { contract, path }: { readonly contract: Contract; readonly path: string },
): ContractTable {
    const { name } = namesOfFile(path)
    const own = contract.tables.find((table) => table.name === name)
    if (own !== undefined) return own
    const words = unknown.names.flatMap(headingWords)
    const names = new Set(unknown.names.map(foldHeading))
    const scored = contract.tables.map((table) => {
        const same = table.columns.filter((column) => names.has(foldHeading(column.name))).length
        const shared = sharedWords(
            table.columns.flatMap((column) => headingWords(column.name)),
            words,
        )
        return { table, score: same / table.columns.length + shared }
    })
    const [best] = scored.toSorted((one, other) => other.score - one.score)
    if (best !== undefined && best.score >= likenessMin) return best.table
    const known = contract.tables.map((table) => table.name).join(', ')
    const fault: Failure = failure(
        'pipeline.map_table_unknown',
        { system: contract.system, known },
        { file: unknown.file },
    )
    throw new Refusal([fault])
}

const likenessMin = 0.3

type Weighed = {
    readonly unknown: UnknownTable
    readonly table: ContractTable
    readonly column: ContractColumn
    readonly index: number
}

/** How many texts fit the column, and how many of their values it has had. */
async function weigh(
    { unknown, table, column, index }: Weighed,
    { warehouse, present }: MapOptions,
): Promise<Pick<MappingPair, 'fits' | 'known' | 'isSamePlace'>> {
    const { sql, isBad, text, value } = typedSql({ column, index }, unknown.relation)
    const there = present(table.name)
    const known =
        there === null
            ? 'cast(null as bigint)'
            : `(select count(*) from (select distinct ${value} as v from typed ` +
              `where ${value} is not null) found where v in ` +
              `(select ${quoted(column.name)} from ${there} present))`
    const [row] = await warehouse.rows(
        `${sql} select count(${text}) as present, count(distinct ${value}) as distinct_values, ` +
            `count(*) filter (where ${text} is not null and ${isBad ?? 'false'}) as bad, ` +
            `${known} as known from typed`,
    )
    const texts = Number(row?.present ?? 0)
    const distinct = Number(row?.distinct_values ?? 0)
    const isCounted = row?.known !== null && row?.known !== undefined && distinct > 0
    return {
        fits: texts === 0 ? 0 : 1 - Number(row?.bad ?? 0) / texts,
        known: isCounted ? Number(row.known) / distinct : null,
        isSamePlace: table.columns[index] === column,
    }
}

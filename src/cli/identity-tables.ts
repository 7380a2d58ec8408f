import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import { readUnknownTable, type UnknownTable } from '#pipeline/draft/read-table.ts'
import type { MatchedTable } from '#pipeline/identity/write-records.ts'
import type { Workspace } from '#runtime/open-workspace.ts'
import { headingSays } from '#sources/draft-words.ts'

/** A table that a user names, its headings without spaces around them. */
export type NamedTable = UnknownTable & {
    /** As the user named it. */
    readonly path: string
    /** SQL of its columns by heading. */
    readonly columns: Readonly<Record<string, string>>
}

/** How many of what there is a message shows. */
const shownMax = 20

/** Reads the tables that a user names, in that order. Throws Refusal `pipeline.draft_*`. */
export async function readNamedTables(
    paths: readonly string[],
    { warehouse, folder }: Workspace,
    signal: AbortSignal,
): Promise<readonly NamedTable[]> {
    const tables: NamedTable[] = []
    const failures: Failure[] = []
    for (const [place, path] of paths.entries()) {
        const own = join(folder, `table_${place}`)
        await mkdir(own)
        const options = { warehouse, folder: own, signal, onBytes: () => signal.throwIfAborted() }
        try {
            const table = await readUnknownTable({ path, sheet: null }, options)
            const columns = table.names.map((name, index) => [name.trim(), `c${index}`] as const)
            tables.push({ ...table, path, columns: Object.fromEntries(columns) })
        } catch (cause) {
            if (!(cause instanceof Refusal)) throw cause
            failures.push(...cause.failures)
        }
    }
    if (failures.length > 0) throw new Refusal(failures)
    return tables
}

/** The headings of a table for a sentence. */
export function headingsText({ columns }: Pick<NamedTable, 'columns'>): string {
    const names = Object.keys(columns)
    const shown = names.slice(0, shownMax).join(', ')
    return names.length > shownMax ? `${shown} …` : shown
}

/** Headings that are taken for ids before all others, as linkage data has them. */
export const idHeadings = ['record_id', 'unique_id', 'rec_id', 'id'] as const

/**
 * The heading that tells the rows of each table apart: the one asked for, else one whose values are
 * all there and all different and that is named like an id. Throws Refusal with all tables that
 * have none: `cli.identity_id_unknown`, `cli.identity_id_missing`.
 */
export async function idsOf(
    tables: readonly NamedTable[],
    { asked, warehouse }: { readonly asked: string | null } & Pick<Workspace, 'warehouse'>,
): Promise<readonly string[]> {
    const ids: string[] = []
    const failures: Failure[] = []
    for (const table of tables) {
        const at = { file: table.path }
        const params = { columns: headingsText(table) }
        if (asked !== null) {
            if (table.columns[asked] !== undefined) ids.push(asked)
            else failures.push(failure('cli.identity_id_unknown', { id: asked, ...params }, at))
            continue
        }
        const found = await idOf(table, warehouse)
        if (found !== null) ids.push(found)
        else failures.push(failure('cli.identity_id_missing', params, at))
    }
    if (failures.length > 0) throw new Refusal(failures)
    return ids
}

async function idOf(
    { columns, relation, rows }: NamedTable,
    warehouse: Workspace['warehouse'],
): Promise<string | null> {
    const named = idHeadings.filter((name) => columns[name] !== undefined)
    const alike = Object.keys(columns).filter(
        (name) =>
            headingSays(name, 'identifier') &&
            // A telephone number or an identity card names a person, not a row.
            !(['id_number', 'phone', 'address'] as const).some((word) => headingSays(name, word)),
    )
    const names = [...new Set([...named, ...alike])]
    if (names.length === 0) return null
    const counts = names.map(
        (name, index) => `count(distinct nullif(trim(${columns[name]}), '')) as n${index}`,
    )
    const [row = {}] = await warehouse.rows(`select ${counts.join(', ')} from ${relation} texts`)
    return names.find((_, index) => Number(row[`n${index}`]) === rows) ?? null
}

/** A table as matching takes it. */
export function matchedTable(table: NamedTable, id: string): MatchedTable {
    const { relation, columns, path, header } = table
    const headingLines = header === 'names' ? 1 : 0
    return { relation, id: columns[id] ?? 'null', columns, file: path, headingLines }
}

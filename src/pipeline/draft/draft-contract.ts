import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { ContractColumn } from '#sources/contract.ts'
import type { Draft, DraftColumn, DraftTable } from '#sources/draft.ts'
import { plainName } from '#sources/draft-words.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type FoundRelations, findRelations } from './check-relations.ts'
import { type FittedTable, fitTable } from './draft-table.ts'
import { readUnknownTable, type UnknownFileOptions, type UnknownTable } from './read-table.ts'
import { type UnknownFile, unknownFiles } from './unknown-files.ts'

/** What drafting needs. */
export type DraftOptions = {
    readonly warehouse: Warehouse
    /** An empty folder for copies; on a disk with room for all files twice. */
    readonly folder: string
    readonly system: string
    readonly signal: AbortSignal
    /** How far it is: parts of the work, and what is being looked at. */
    readonly onProgress: (progress: DraftProgress) => void
}

/** Half of the work of a file is to read it, the other half to look at its columns. */
export type DraftProgress = { readonly done: number; readonly all: number; readonly part: string }

/**
 * Proposes a contract from files of which nothing is known. Everything is read whole; memory does
 * not grow with the files. Throws Refusal with the faults of all files: `pipeline.draft_*`.
 */
export async function draftContract(
    paths: readonly string[],
    options: DraftOptions,
): Promise<Draft> {
    const named = nameTables(await unknownFiles(paths, options.folder))
    return await draftTables(
        named.map((file) => ({
            ...file,
            read: (reading: UnknownFileOptions) => readUnknownTable(file, reading),
        })),
        options,
    )
}

/** Something that is read as a table of texts. */
export type DraftSource = {
    /** The name that the contract gives the table. */
    readonly name: string
    /** The name of its files, with `*` where they hold a day or month. */
    readonly pattern: string
    readonly bytes: number
    read(options: UnknownFileOptions): Promise<UnknownTable>
}

/** Proposes a contract of some tables; faults and memory are those of {@link draftContract}. */
export async function draftTables(
    sources: readonly DraftSource[],
    options: DraftOptions,
): Promise<Draft> {
    const { warehouse, system, signal } = options
    const teller = createTeller(sources, options)
    const failures: Failure[] = []
    const tables: FittedTable[] = []
    for (const source of sources) {
        const { name, pattern } = source
        const folder = join(options.folder, name)
        const { onBytes, onColumn } = teller.begin(source)
        await mkdir(folder, { recursive: true })
        try {
            const unknown = await source.read({ warehouse, folder, signal, onBytes })
            const fit = { warehouse, name, pattern, signal, onColumn }
            // Where one file is refused, the others are only read for their own faults.
            if (failures.length === 0) tables.push(await fitTable(unknown, fit))
        } catch (cause) {
            if (!(cause instanceof Refusal)) throw cause
            failures.push(...cause.failures)
        }
    }
    if (failures.length > 0) throw new Refusal(failures)
    const relations = await findRelations(warehouse, tables)
    return { system, tables: withRelations(tables, relations) }
}

type Teller = {
    readonly begin: (source: DraftSource) => {
        readonly onBytes: (count: number) => void
        readonly onColumn: (column: { readonly name: string; readonly share: number }) => void
    }
}

/** Tells how far all tables are, each by its size. */
function createTeller(
    sources: readonly DraftSource[],
    { onProgress }: Pick<DraftOptions, 'onProgress'>,
): Teller {
    const all = sources.reduce((sum, { bytes }) => sum + bytes, 0) * 2
    let before = 0
    return {
        begin: ({ bytes, name: table }) => {
            const start = before
            before += bytes * 2
            let read = 0
            return {
                onBytes: (count) => {
                    read = Math.min(read + count, bytes)
                    onProgress({ done: start + read, all, part: table })
                },
                onColumn: ({ name, share }) => {
                    const done = start + bytes + bytes * share
                    onProgress({ done, all, part: `${table}.${name}` })
                },
            }
        },
    }
}

type NamedFile = UnknownFile & { readonly name: string; readonly pattern: string }

/** Days and months in the name of a file: another delivery has others. */
const dates = /(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)/g

/** The table and the pattern that a name of a file makes. */
export function namesOfFile(path: string): {
    readonly name: string | null
    readonly pattern: string
} {
    const file = basename(path).replace(/\.gz$/i, '')
    const stem = file.replace(/\.[A-Za-z0-9]{1,8}$/, '')
    return { name: plainName(stem.replaceAll(dates, '')), pattern: file.replaceAll(dates, '*') }
}

function nameTables(files: readonly UnknownFile[]): readonly NamedFile[] {
    const named = files.map((file, index) => {
        const { name, pattern } = namesOfFile(file.path)
        const own = file.sheet === null ? name : plainName(file.sheet)
        return { ...file, name: own ?? `table_${index + 1}`, pattern }
    })
    const failures = named.flatMap(({ path, name }, index): readonly Failure[] => {
        const first = named.findIndex((other) => other.name === name)
        if (first === index) return []
        const params = { table: name, first: named[first]?.path ?? '' }
        return [failure('pipeline.draft_table_twice', params, { file: path })]
    })
    if (failures.length > 0) throw new Refusal(failures)
    return named.map((one) => ({ ...one, pattern: ownPattern(one, named) }))
}

/** A pattern that another file fits as well would leave it open which is meant. */
function ownPattern(one: NamedFile, all: readonly NamedFile[]): string {
    const isShared = all.some(({ path, pattern }) => path !== one.path && pattern === one.pattern)
    return isShared ? basename(one.path).replace(/\.gz$/i, '') : one.pattern
}

/** The drafted tables with their relations; a child takes the type of its parent's key. */
function withRelations(
    tables: readonly FittedTable[],
    relations: FoundRelations,
): readonly DraftTable[] {
    const wide = new Set<string>()
    for (const [child, found] of relations) {
        for (const { columns } of found) for (const name of columns) wide.add(`${child}.${name}`)
        for (const { to } of found) {
            const key = tables.find(({ draft }) => draft.name === to)?.draft.key ?? []
            for (const name of key) wide.add(`${to}.${name}`)
        }
    }
    return tables.map(({ draft }) => ({
        ...draft,
        columns: draft.columns.map((one): DraftColumn => {
            if (!wide.has(`${draft.name}.${one.column.name}`)) return one
            const notes = one.notes.filter(({ key }) => key !== 'sources.draft.codes')
            return { column: widened(one.column), notes }
        }),
        relations: relations.get(draft.name) ?? [],
    }))
}

/** Related columns are of one type, and no list of codes: the parent is the list. */
function widened(column: ContractColumn): ContractColumn {
    const type = column.type.name === 'integer' ? { name: 'bigint' as const } : column.type
    return { ...column, type, codes: null }
}

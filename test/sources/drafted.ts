import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal, valueOrThrow } from '#domain/result.ts'
import { draftContract } from '#pipeline/draft/draft-contract.ts'
import { importBatch } from '#pipeline/import/import-batch.ts'
import { loadSay } from '#runtime/texts.ts'
import { formatColumnType } from '#sources/column-type.ts'
import { type Contract, type ContractColumn, parseContract, tableOf } from '#sources/contract.ts'
import type { Draft } from '#sources/draft.ts'
import { draftText } from '#sources/draft-text.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'

/** A folder and an engine; both are gone once it is closed. */
export type Desk = {
    readonly folder: string
    readonly warehouse: Warehouse
    close(): Promise<void>
}

/** Opens a desk. */
export async function openDesk(): Promise<Desk> {
    const folder = await mkdtemp(join(tmpdir(), 'tong 拟定 '))
    const warehouse = await openDuckdb({
        spillFolder: join(folder, 'spill'),
        memoryLimitGb: 1,
        threads: 2,
    })
    return {
        folder,
        warehouse,
        close: async () => {
            warehouse.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}

/** A contract that was drafted, and its text as a person gets it. */
export type Drafted = {
    readonly draft: Draft
    readonly text: string
    readonly contract: Contract
}

/** Files by name, as text or bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>

let counter = 0

/** Puts files into a folder of their own. */
export async function deliver(desk: Desk, files: Files): Promise<string> {
    const folder = join(desk.folder, `delivery-${counter++}`)
    await mkdir(folder)
    for (const [name, content] of Object.entries(files)) {
        await writeFile(join(folder, name), content)
    }
    return folder
}

/** Drafts a contract from files; its text must be one that Tong itself can read. */
export async function draftFiles(desk: Desk, paths: readonly string[]): Promise<Drafted> {
    const folder = join(desk.folder, `draft-${counter++}`)
    await mkdir(folder)
    const draft = await draftContract(paths, {
        ...{ warehouse: desk.warehouse, folder, system: 'unknown' },
        signal: new AbortController().signal,
        onProgress: () => {},
    })
    const text = draftText(draft, loadSay('en'))
    return { draft, text, contract: valueOrThrow(parseContract(text, { file: 'draft.yml' })) }
}

/** Delivers files and drafts a contract from all of them. */
export async function draftOf(desk: Desk, files: Files): Promise<Drafted & { folder: string }> {
    const folder = await deliver(desk, files)
    const paths = Object.keys(files).map((name) => join(folder, name))
    return { ...(await draftFiles(desk, paths)), folder }
}

/** Imports a folder by a drafted contract: rows by table, and SQL that reads a table. */
export async function importDrafted(
    desk: Desk,
    { contract, text, folder }: { contract: Contract; text: string; folder: string },
): Promise<{
    readonly rows: Readonly<Record<string, number>>
    readonly read: (table: string, sql: string) => Promise<readonly Row[]>
}> {
    const into = join(desk.folder, `data-${counter++}`)
    const tmp = join(into, 'tmp')
    await mkdir(tmp, { recursive: true })
    const { batch } = await importBatch({
        ...{ warehouse: desk.warehouse, contract, contractText: text, folder },
        ledger: { find: async () => null, latest: async () => null, record: async () => {} },
        into: { batches: join(into, 'batches'), tmp },
        signal: new AbortController().signal,
        onProgress: () => {},
    })
    return {
        rows: batch.rows,
        read: async (table, sql) => {
            const path = join(into, 'batches', batch.batchId, table)
            return await desk.warehouse.rows(sql.replace('TABLE', desk.warehouse.parquet([path])))
        },
    }
}

/** The types of a drafted table by column, in the words of contracts. */
export function typesOf(contract: Contract, table: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
        tableOf(contract, table).columns.map(({ name, type }) => [name, formatColumnType(type)]),
    )
}

/** One column of a drafted table. */
export function columnOf(contract: Contract, place: string): ContractColumn {
    const [table = '', ...name] = place.split('.')
    const found = tableOf(contract, table).columns.find((one) => one.name === name.join('.'))
    if (found === undefined) throw new Error(`no column ${place}`)
    return found
}

/** The codes of the failures that drafting ends with, each with file and line. */
export async function refusalsOf(work: Promise<unknown>): Promise<readonly string[]> {
    try {
        await work
    } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause
        return cause.failures.map(({ code, at }) =>
            [code, at?.file.split('/').at(-1), at?.line]
                .filter((part) => part !== undefined)
                .join(' '),
        )
    }
    throw new Error('nothing was refused')
}

import { join } from 'node:path'
import type { SourceDatabase } from '#store/source-database.ts'
import { fileState, readBytes } from './delivered-bytes.ts'
import type { DeliveredFile } from './files.ts'
import {
    clearKept,
    findKept,
    isClean,
    type KeptPlaces,
    keepTable,
    keptKey,
    keptPlaces,
    keptText,
} from './kept-tables.ts'
import { plainFormat, readTable } from './read-table.ts'
import { fileChange, plainPath } from './text.ts'
import { type TableReading, type TypingContext, writeTyped } from './type-table.ts'

/** What the tables of a delivery are read with. */
export type ReadingContext = TypingContext & {
    readonly database: SourceDatabase | null
    /** Hears of bytes that were read of a table. */
    readonly onBytes: (table: string, count: number) => void
}

/** Delivered tables that are read, some of them still on their way into the engine. */
export type ReadTables = {
    readonly readings: readonly TableReading[]
    /** Tables that were taken over from an import that did not come to its end. */
    readonly resumed: readonly string[]
    /** Ends what is under way; to be waited for before the files of this import are removed. */
    stop(): Promise<void>
}

/**
 * Reads all tables of a delivery, one after the other. They are typed meanwhile, files that the
 * engine can read as they are even while they are read: one core hashes them and looks at the
 * shape of their records, and the others do not wait for it.
 */
export async function readTables(
    files: readonly DeliveredFile[],
    context: ReadingContext,
): Promise<ReadTables> {
    const typing = createTyping(context)
    const readings: TableReading[] = []
    const resumed: string[] = []
    try {
        for (const file of files) {
            const { name } = file.table
            const kept = context.kept?.tables.has(name) === true
            const places = kept ? keptPlaces(context.kept.folder, name) : null
            const known = places === null ? null : await takeOver(file, { context, places })
            if (known !== null) resumed.push(name)
            readings.push(known ?? (await readAnew(file, { context, typing, places })))
        }
    } catch (cause) {
        await typing.stop()
        throw cause
    }
    return { readings, resumed, stop: typing.stop }
}

type Typing = ReturnType<typeof createTyping>

/** The reading of a table that was kept; null where there is none of these very bytes. */
async function takeOver(
    file: DeliveredFile,
    { context, places }: { readonly context: ReadingContext; readonly places: KeptPlaces },
): Promise<TableReading | null> {
    const { table, path } = file
    const { signal } = context
    const kept = await findKept(places, keptKey(table, context.warehouse))
    const state = await fileState(path).catch(() => '')
    if (kept !== null) {
        const onBytes = (count: number): void => context.onBytes(table.name, count)
        const source = { path, entry: file.entry ?? null }
        const listener = { signal, onBytes, onPiece: () => true }
        const read = await readBytes(source, listener).catch(() => null)
        signal.throwIfAborted()
        if (read?.sha256 === kept.text.sha256) {
            const changed = () => fileChange(file, state)
            const text = keptText(kept, {
                copy: kept.text.isCopied ? places.text : path,
                changed: kept.text.isCopied ? async () => null : changed,
            })
            return { file, text, typed: Promise.resolve(kept.typed) }
        }
        if (read !== null) onBytes(-read.bytes)
    }
    await clearKept(places)
    return null
}

type Anew = {
    readonly context: ReadingContext
    readonly typing: Typing
    /** Where the table is kept; null: it is not. */
    readonly places: KeptPlaces | null
}

async function readAnew(
    file: DeliveredFile,
    { context, typing, places }: Anew,
): Promise<TableReading> {
    const { table } = file
    const { database, warehouse, signal, work } = context
    const plain = { table, format: plainFormat(table), numbered: false }
    const path = isDelimited(file) ? plainPath({ file, format: plain.format }) : null
    const early = path === null ? null : typing.add({ ...plain, path })
    const text = await readTable({
        ...{ file, warehouse, database, signal, mayCount: true },
        target: places?.text ?? join(work, 'texts', `${table.name}.csv`),
        onBytes: (count) => context.onBytes(table.name, count),
    })
    const { copy, isLineByLine = false } = text
    const later = (): Promise<number | null> | null =>
        isClean(text) ? typing.add({ ...plain, path: copy, isLineByLine }) : null
    const typed = early !== null && copy === path ? early : later()
    if (places !== null && typed !== null) {
        typing.also(typed, async (count) => {
            const key = keptKey(table, warehouse)
            if (count !== null) await keepTable(places, { key, text, typed: count })
        })
    }
    return { file, text, typed }
}

function isDelimited({ table }: DeliveredFile): boolean {
    return table.read.format === 'delimited'
}

/** A queue of texts that are typed one after the other. */
function createTyping(context: TypingContext) {
    let queue: Promise<unknown> = Promise.resolve()
    let isStopped = false
    const type = async (text: Parameters<typeof writeTyped>[0]): Promise<number | null> => {
        if (isStopped) return null
        try {
            return await writeTyped(text, context)
        } catch {
            // Whatever it was: the table is typed again when its text is known, and then it counts.
            return null
        }
    }
    return {
        add: (text: Parameters<typeof writeTyped>[0]): Promise<number | null> => {
            const typed = queue.then(() => type(text))
            queue = typed
            return typed
        },
        /** Does something more with what was typed, before the queue is at its end. */
        also: (
            typed: Promise<number | null>,
            work: (count: number | null) => Promise<void>,
        ): void => {
            // Whether it comes to an end is nothing that an import depends on.
            const done = typed.then(work).catch(() => {})
            queue = queue.then(() => done)
        },
        stop: async (): Promise<void> => {
            isStopped = true
            let isOver = false
            const over = queue.then(() => {
                isOver = true
            })
            await Promise.resolve()
            if (!isOver) context.warehouse.interrupt()
            await over
        },
    }
}

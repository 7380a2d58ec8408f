import { join } from 'node:path'
import type { SourceDatabase } from '#store/source-database.ts'
import type { DeliveredFile } from './files.ts'
import { plainFormat, readTable } from './read-table.ts'
import { plainPath } from './text.ts'
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
    /** Ends what is under way; to be waited for before the files of this import are removed. */
    stop(): Promise<void>
}

/**
 * Reads all tables of a delivery, one after the other. Files that the engine can read as they are
 * are typed meanwhile: one core hashes them and looks at the shape of their records, and the
 * others do not wait for it.
 */
export async function readTables(
    files: readonly DeliveredFile[],
    context: ReadingContext,
): Promise<ReadTables> {
    const typing = createTyping(context)
    const { database, warehouse, signal, work } = context
    const readings: TableReading[] = []
    try {
        for (const file of files) {
            const { table } = file
            const text = { table, format: plainFormat(table), numbered: false }
            const path = isDelimited(file) ? plainPath({ file, format: text.format }) : null
            const typed = path === null ? null : typing.add({ ...text, path })
            const target = join(work, 'texts', `${table.name}.csv`)
            const onBytes = (count: number): void => context.onBytes(table.name, count)
            const read = await readTable({ file, warehouse, database, target, signal, onBytes })
            readings.push({
                file,
                text: read,
                typed: read.copy === path ? typed : null,
            })
        }
    } catch (cause) {
        await typing.stop()
        throw cause
    }
    return { readings, stop: typing.stop }
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

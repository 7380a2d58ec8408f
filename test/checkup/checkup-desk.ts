import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CheckupOptions, checkUp, type FinishedCheckup } from '#pipeline/checkup.ts'
import { readGivenFile } from '#pipeline/checkup-file.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

const models = await loadModels([fileURLToPath(new URL('../../models', import.meta.url))])

/** A check-up of a text, with the engine that knows its cases; close it in the end. */
export type CheckedText = FinishedCheckup & {
    readonly warehouse: Warehouse
    readonly folder: string
    close(): Promise<void>
}

/** Checks a text up as the command does, in a folder of its own. */
export async function checkText(
    text: string | Uint8Array,
    {
        name = 'given.csv',
        ...options
    }: { readonly name?: string } & Partial<Pick<CheckupOptions, 'order' | 'other'>> = {},
): Promise<CheckedText> {
    const folder = await mkdtemp(join(tmpdir(), 'tong-checkup-'))
    const spillFolder = join(folder, 'spill')
    const warehouse = await openDuckdb({ spillFolder, memoryLimitGb: 1, threads: 2 })
    const close = async (): Promise<void> => {
        warehouse.close()
        await rm(folder, { recursive: true, force: true })
    }
    try {
        await mkdir(join(folder, 'delivered'))
        const path = join(folder, 'delivered', name)
        await writeFile(path, text)
        const { signal } = new AbortController()
        const desk = { warehouse, folder, signal }
        const file = await readGivenFile(path, { ...desk, onBytes: () => {} })
        const finished = await checkUp({
            ...{ desk, file, models, currency: 'CNY', bank: null, order: null, other: null },
            ...options,
            onProgress: () => {},
        })
        return { ...finished, warehouse, folder, close }
    } catch (cause) {
        await close()
        throw cause
    }
}

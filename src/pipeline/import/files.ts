import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, failure } from '#domain/result.ts'
import type { Contract, ContractTable } from '#sources/contract.ts'

/** The one file of a table. */
export type DeliveredFile = {
    readonly table: ContractTable
    readonly name: string
    readonly path: string
    readonly bytes: number
}

/** The files found, and what is wrong with those that were not. */
export type Delivery = {
    readonly files: readonly DeliveredFile[]
    readonly failures: readonly Failure[]
}

/** Finds the file of each table in a folder, and says of all tables at once where it cannot. */
export async function findFiles(contract: Contract, folder: string): Promise<Delivery> {
    let names: readonly string[]
    try {
        names = (await readdir(folder)).sort()
    } catch (cause) {
        const reason =
            cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
        return { files: [], failures: [failure('sources.folder_unreadable', { folder, reason })] }
    }
    const files: DeliveredFile[] = []
    const failures: Failure[] = []
    for (const table of contract.tables) {
        const matching = names.filter((name) => matches(table.file, name))
        const params = { table: table.name, pattern: table.file, folder }
        const [name] = matching
        if (name === undefined) {
            failures.push(failure('sources.file_missing', params))
        } else if (matching.length > 1) {
            const found = matching.join(', ')
            failures.push(failure('sources.file_several', { ...params, found }))
        } else {
            const path = join(folder, name)
            files.push({ table, name, path, bytes: (await stat(path)).size })
        }
    }
    return { files, failures }
}

/** Whether a name is the pattern with any characters for `*`, and maybe `.gz` behind it. */
function matches(pattern: string, name: string): boolean {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}(\\.gz)?$`, 's').test(name)
}

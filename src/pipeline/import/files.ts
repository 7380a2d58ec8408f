import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, failure } from '#domain/result.ts'
import type { Contract, ContractTable } from '#sources/contract.ts'
import { tableFailure } from './read-failure.ts'
import { openZip, type ZipEntry, ZipFault } from './unzip.ts'

/** The one file of a table. */
export type DeliveredFile = {
    readonly table: ContractTable
    /** As failures name it: `accounts.csv`, or `delivery.zip/accounts.csv` in an archive. */
    readonly name: string
    readonly path: string
    /** Where `path` is an archive: the whole name of the file in it. */
    readonly entry?: string | null
    readonly bytes: number
}

/** The files found, and what is wrong with those that were not. */
export type Delivery = {
    readonly files: readonly DeliveredFile[]
    readonly failures: readonly Failure[]
}

type Found = DeliveredFile | Failure

/** A file of a delivery, in a folder or in an archive. */
type Candidate = {
    readonly name: string
    readonly path: string
    readonly entry: string | null
    readonly bytes: number
}

/**
 * Finds the file of each table in a folder or in a ZIP archive of one, and says of all tables at
 * once where it cannot. A file may itself lie in a ZIP archive of its name. Tables that are a query
 * of a database have none: their `path` is empty.
 */
export async function findFiles(contract: Contract, folder: string): Promise<Delivery> {
    const isOfFiles = contract.tables.some(({ read }) => read.format !== 'postgres')
    const listed = isOfFiles ? await candidatesIn(folder) : []
    if ('code' in listed) return { files: [], failures: [listed] }
    const found = await Promise.all(
        contract.tables.map(async (table): Promise<Found> => {
            if (table.read.format === 'postgres') {
                return { table, name: table.name, path: '', bytes: 0 }
            }
            const one = oneOf(table, { candidates: listed, folder })
            if ('code' in one || one.entry !== null) return one
            return isZip(one.name) ? await fileInZip(one) : await sized(one)
        }),
    )
    return {
        files: found.flatMap((one) => ('code' in one ? [] : [one])),
        failures: found.flatMap((one) => ('code' in one ? [one] : [])),
    }
}

async function candidatesIn(folder: string): Promise<readonly Candidate[] | Failure> {
    try {
        const status = await stat(folder)
        if (status.isDirectory()) {
            const names = (await readdir(folder)).sort()
            return names.map((name) => ({ name, path: join(folder, name), entry: null, bytes: 0 }))
        }
        if (!isZip(folder)) return failure('sources.folder_is_file', { folder })
        return await zipCandidates(folder)
    } catch (cause) {
        if (cause instanceof ZipFault) return failure('sources.zip_unreadable', { folder })
        const reason =
            cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
        return failure('sources.folder_unreadable', { folder, reason })
    }
}

async function zipCandidates(path: string): Promise<readonly Candidate[]> {
    const zip = await openZip(path)
    zip.close()
    return zip.entries
        .filter((entry) => !isOfSystem(entry))
        .map((entry) => ({ name: entry.name, path, entry: entry.path, bytes: entry.bytes }))
        .sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** What machines put into archives on their own account. */
function isOfSystem({ path, name }: ZipEntry): boolean {
    return path.startsWith('__MACOSX/') || name === '.DS_Store'
}

function oneOf(
    table: ContractTable,
    { candidates, folder }: { readonly candidates: readonly Candidate[]; readonly folder: string },
): DeliveredFile | Failure {
    const matching = candidates.filter(({ name }) => matches(table.file, name))
    const params = { table: table.name, pattern: table.file, folder }
    const [one] = matching
    if (one === undefined) return failure('sources.file_missing', params)
    if (matching.length > 1) {
        const found = matching.map(({ name, entry }) => entry ?? name).join(', ')
        return failure('sources.file_several', { ...params, found })
    }
    return { table, ...one }
}

async function sized(file: DeliveredFile): Promise<Found> {
    try {
        return { ...file, bytes: (await stat(file.path)).size }
    } catch (cause) {
        return tableFailure(cause, file)
    }
}

/** The one file of an archive that stands for it: the one of the table's name, or the only one. */
async function fileInZip(file: DeliveredFile): Promise<Found> {
    const { table, name, path } = file
    try {
        const candidates = await zipCandidates(path)
        const named = candidates.filter((one) => matches(table.file, one.name))
        const [one, ...others] = named.length > 0 ? named : candidates
        if (one !== undefined && others.length === 0) {
            return { ...file, name: `${name}/${one.name}`, entry: one.entry, bytes: one.bytes }
        }
        const found = candidates.map(({ entry }) => entry).join(', ') || '–'
        const params = { table: table.name, pattern: table.file, found }
        return failure('sources.zip_entry_missing', params, { file: name })
    } catch (cause) {
        return tableFailure(cause, file)
    }
}

function isZip(name: string): boolean {
    return name.toLowerCase().endsWith('.zip')
}

/** Whether a name is the pattern with any characters for `*`, and maybe `.gz` or `.zip` behind. */
function matches(pattern: string, name: string): boolean {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}(\\.(gz|zip))?$`, 's').test(name)
}

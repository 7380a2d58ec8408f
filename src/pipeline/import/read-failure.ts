import { type Failure, failure } from '#domain/result.ts'
import type { ContractTable } from '#sources/contract.ts'
import type { Encoding } from '#sources/contract-words.ts'
import { recordBytesMax } from '#sources/record-splitter.ts'
import { PackFault } from './delivered-bytes.ts'
import { EncodingFault } from './encoding.ts'
import { FileFault } from './file-fault.ts'
import { readLimits } from './limits.ts'
import { LongLine } from './line-cutter.ts'
import { ZipFault } from './unzip.ts'

/** Where reading a file was when it failed. */
export type ReadTrouble = {
    readonly file: { readonly table: ContractTable; readonly name: string }
    readonly encoding: Encoding
    /** The line that was being read. */
    readonly line: number
}

/** Bytes as people count them on a disk. */
const gibibyte = 2 ** 30

/** The failure that an error on the way through a file stands for; rethrows all others. */
export function readFailure(cause: unknown, { file, encoding, line }: ReadTrouble): Failure {
    const table = file.table.name
    const at = { file: file.name }
    if (cause instanceof EncodingFault) {
        const params = {
            ...{ table, byte: cause.byte, guess: cause.guess },
            expected: encoding.toUpperCase(),
        }
        return failure('sources.encoding_wrong', params, { ...at, line: line + cause.linesBefore })
    }
    if (cause instanceof LongLine) {
        const megabytes = recordBytesMax / 2 ** 20
        return failure('sources.record_huge', { table, megabytes }, { ...at, line })
    }
    return tableFailure(cause, file)
}

/**
 * The failure that trouble with a file, or with what it is packed into, stands for; rethrows all
 * others.
 */
export function tableFailure(cause: unknown, file: ReadTrouble['file']): Failure {
    const table = file.table.name
    const at = { file: file.name }
    if (cause instanceof FileFault) return failure(cause.code, { ...cause.params, table }, at)
    const limits = {
        ratio: readLimits.unpackedRatio,
        gigabytes: readLimits.unpackedBytes / gibibyte,
    }
    if (cause instanceof PackFault) {
        return cause.trouble === 'gzip_broken'
            ? failure('sources.gzip_broken', { table }, at)
            : failure('sources.packed_bomb', { table, ...limits }, at)
    }
    if (cause instanceof ZipFault) return zipFailure(cause, { about: { table }, at, limits })
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (['EACCES', 'EPERM', 'EISDIR', 'ENOENT'].includes(code)) {
        return failure('sources.file_unreadable', { table, reason: code }, at)
    }
    throw cause
}

type ZipPlace = {
    readonly about: { readonly table: string }
    readonly at: { readonly file: string }
    readonly limits: { readonly ratio: number; readonly gigabytes: number }
}

function zipFailure({ trouble }: ZipFault, { about, at, limits }: ZipPlace): Failure {
    switch (trouble) {
        case 'broken':
            return failure('sources.zip_broken', about, at)
        case 'encrypted':
            return failure('sources.zip_encrypted', about, at)
        case 'method':
            return failure('sources.zip_method', about, at)
        case 'bomb':
            return failure('sources.packed_bomb', { ...about, ...limits }, at)
        case 'many':
            return failure('sources.zip_many', { ...about, max: readLimits.zipEntries }, at)
    }
}

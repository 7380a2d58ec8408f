import { type Failure, failure } from '#domain/result.ts'

/**
 * What an error of the file system means for a person, with the path that it concerns; null
 * where it is none that a person can put right.
 */
export function fileTrouble(cause: unknown, path: string): Failure | null {
    if (!(cause instanceof Error) || !('code' in cause)) return null
    switch (cause.code) {
        case 'ENOSPC':
        case 'EDQUOT':
            return failure('runtime.disk_full', { path })
        case 'EROFS':
            return failure('runtime.folder_read_only', { path })
        case 'EACCES':
        case 'EPERM':
            return failure('runtime.folder_not_writable', { path })
        case 'EEXIST':
        case 'ENOTDIR':
            return failure('runtime.not_a_folder', { path })
        default:
            return null
    }
}

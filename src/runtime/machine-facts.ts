import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Environment } from './asked-language.ts'

/** What this machine gives Tong; sizes in bytes. */
export type MachineFacts = {
    /** `24.21.0`. */
    readonly node: string
    /** `linux-x64`. */
    readonly platform: string
    readonly cores: number
    readonly memory: number
    readonly memoryFree: number
    /** Free on the disk of the data folder, for this user; null where the system does not say. */
    readonly diskFree: number | null
    /** The folder for temporary files, and whether it can be written. */
    readonly temporary: string
    readonly isTemporaryWritable: boolean
    /** `Asia/Shanghai`. */
    readonly timeZone: string
    /** The locale that terminals and programs are told: `zh_CN.UTF-8`; empty where none is. */
    readonly locale: string
}

/** Looks at the machine; the data folder need not be there. */
export function machineFacts(
    dataFolder: string,
    environment: Environment = process.env,
): MachineFacts {
    const { LC_ALL, LC_CTYPE, LANG } = environment
    const temporary = tmpdir()
    return {
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
        cores: availableParallelism(),
        memory: totalmem(),
        memoryFree: freemem(),
        diskFree: diskFree(nearestThere(dataFolder)),
        temporary,
        isTemporaryWritable: isWritable(temporary),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        locale: LC_ALL || LC_CTYPE || LANG || '',
    }
}

/** The folder itself, or the first above it that is there. */
export function nearestThere(path: string): string {
    return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path))
}

/** Whether this user may make files in a folder, asked of the system and not of mode bits. */
export function isWritable(folder: string): boolean {
    try {
        accessSync(folder, constants.W_OK | constants.X_OK)
        return true
    } catch {
        return false
    }
}

function diskFree(folder: string): number | null {
    try {
        const { bavail, bsize } = statfsSync(folder)
        return bavail * bsize
    } catch {
        return null
    }
}

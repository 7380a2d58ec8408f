import { failureExit } from '#domain/failures.ts'
import { Refusal } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { cancelledExit } from '#runtime/cancel.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { StoreError } from '#store/store-error.ts'
import { WarehouseError } from '#warehouse/warehouse.ts'
import { showFailures } from './show-failures.ts'

/** How to tell trouble, and whether the user has asked to stop. */
export type Telling = {
    readonly say: Say
    readonly isJson: boolean
    readonly isCancelled: boolean
    /** What is named where an error of the file system names no path of its own. */
    readonly dataFolder: string
}

/** The exit code of a bug, and of engine trouble. */
const bugExit = 1
const engineExit = 4

/** Tells what ended a command, in a sentence where it can be one. Returns the exit code. */
export function tellTrouble(cause: unknown, telling: Telling): number {
    const { say, isJson, isCancelled, dataFolder } = telling
    const write = (trouble: string, sentence: string): void => {
        process.stderr.write(`${sentence}\n`)
        if (isJson) process.stdout.write(`${JSON.stringify({ trouble, sentence }, null, 2)}\n`)
    }
    if (isCancelled) {
        write('cancelled', say('cli.trouble.cancelled'))
        return cancelledExit
    }
    if (cause instanceof Refusal) {
        const shown = showFailures(cause.failures, { say, isJson })
        if (isJson) process.stdout.write(`${shown}\n`)
        else process.stderr.write(`${shown}\n`)
        return Math.max(...cause.failures.map(({ code }) => failureExit[code]))
    }
    if (cause instanceof WarehouseError || cause instanceof StoreError) {
        const engine = cause instanceof StoreError ? 'PostgreSQL' : 'DuckDB'
        const key = isDiskFull(cause) ? 'cli.trouble.disk_full' : 'cli.trouble.engine'
        write('engine', say(key, { engine, reason: cause.message }))
        return engineExit
    }
    const trouble = fileTrouble(cause, pathOf(cause) ?? dataFolder)
    if (trouble !== null) return tellTrouble(new Refusal([trouble]), telling)
    const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    write('bug', `${say('cli.trouble.bug')}\n${stack}`)
    return bugExit
}

function pathOf(cause: unknown): string | null {
    return cause instanceof Error && 'path' in cause ? String(cause.path) : null
}

function isDiskFull(cause: Error): boolean {
    return /no space left|disk (is )?full|ENOSPC/i.test(cause.message)
}

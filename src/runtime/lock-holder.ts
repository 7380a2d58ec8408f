import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Failure } from '#domain/result.ts'

/**
 * Notes in the data folder who writes at the moment. The advisory lock of the store decides who
 * may; the note only tells those who find it taken.
 */
export function writeHolder(
    file: string,
    holder: { readonly command: string; readonly actor: string },
): void {
    const since = new Date().toISOString()
    writeFileSync(file, `${JSON.stringify({ ...holder, pid: process.pid, since })}\n`)
}

/** Removes the note, while the lock is still held. */
export function removeHolder(file: string): void {
    rmSync(file, { force: true })
}

/** The note as parameters of `runtime.busy`; `known` is `no` where there is none to read. */
export function readHolder(file: string): Failure['params'] {
    const unknown = { known: 'no', command: '', actor: '', pid: '', since: '' }
    try {
        const { command, actor, pid, since } = JSON.parse(readFileSync(file, 'utf8'))
        const note = { command: String(command), actor: String(actor), pid: String(pid) }
        return { known: 'yes', ...note, since: String(since).slice(0, 16).replace('T', ' ') }
    } catch {
        return unknown
    }
}

import { failure, Refusal } from '#domain/result.ts'
import { fileTrouble } from './file-trouble.ts'

const linesShown = 6

/**
 * Why a private server could not start, for a person: `runtime.disk_full`,
 * `runtime.account_unnamed` and what the file system may say, else `runtime.postgres_failed` with
 * the last lines that PostgreSQL said.
 */
export function refuseStart(cause: unknown, path: string): Refusal {
    if (cause instanceof Refusal) return cause
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
    const text = said.trim() || (cause instanceof Error ? cause.message : String(cause))
    if (/no space left on device|disk quota/i.test(text)) {
        return new Refusal([failure('runtime.disk_full', { path })])
    }
    if (text.includes('could not look up effective user ID')) {
        return new Refusal([failure('runtime.account_unnamed', { uid: process.getuid?.() ?? '' })])
    }
    const trouble = fileTrouble(cause, path)
    if (trouble !== null) return new Refusal([trouble])
    const log = text.trim().split('\n').slice(-linesShown).join('\n')
    return new Refusal([failure('runtime.postgres_failed', { path, log })])
}

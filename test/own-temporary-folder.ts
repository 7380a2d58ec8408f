import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '#runtime/process-alive.ts'

const prefix = 'tong-tests-'
const around = tmpdir()
let folder = ''

/**
 * Gives all tests of one run, and what they start, a temporary folder of its own. What runs that
 * were killed have left is swept. Vitest calls it once, before the first test.
 */
export function setup(): void {
    sweep()
    folder = mkdtempSync(join(around, `${prefix}${process.pid}-`))
    // Root's private server runs as another user, who must be able to pass through.
    chmodSync(folder, 0o711)
    process.env.TMPDIR = folder
}

/**
 * Removes the folder of the run with all that is left in it, and names what tests should have
 * removed themselves. Vitest calls it once, after the last test.
 */
export function teardown(): void {
    process.env.TMPDIR = around
    const left = readdirSync(folder)
    if (left.length > 0) console.error(`left behind and removed: ${left.sort().join(', ')}`)
    remove(folder)
}

function sweep(): void {
    for (const name of readdirSync(around)) {
        const pid = name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : undefined
        if (pid !== undefined && !isAlive(Number(pid))) remove(join(around, name))
    }
}

function remove(folder: string): void {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

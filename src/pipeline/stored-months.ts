import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './data-tests.ts'
import type { MonthDigests } from './month-rows.ts'
import type { KnownMonths } from './recipe.ts'
import type { RunFolders } from './run-steps.ts'

/**
 * What is known by month of the snapshots that are there, read when a plan first asks for it: by
 * then the plan knows their paths. They are whole and never change.
 */
export function storedMonths({ snapshots }: Pick<RunFolders, 'snapshots'>): KnownMonths {
    const known = new Map<string, MonthDigests | null>()
    return (path) => {
        const found = known.get(path) ?? readMonths(join(snapshots, keyOf(path), 'step.json'))
        known.set(path, found)
        return found
    }
}

function keyOf(path: string): string {
    return path.split('/')[0] ?? ''
}

function readMonths(file: string): MonthDigests | null {
    try {
        return (JSON.parse(readFileSync(file, 'utf8')) as Measured).months ?? null
    } catch {
        return null
    }
}

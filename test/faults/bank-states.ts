import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readConfig } from '#runtime/config.ts'
import { openBank } from '#runtime/open-bank.ts'
import { namesIn, newFolder, type SmallBank } from '../e2e/small-bank.ts'

const run = promisify(execFile)

/** A copy of a bank that nobody uses at the moment, owners of files included. */
export async function copyBank({ data, files }: SmallBank): Promise<SmallBank> {
    const folder = await newFolder()
    const copy = { data: join(folder, 'data'), files }
    await run('cp', ['-a', data, copy.data])
    return copy
}

/** All that a bank has published, read from its store: every close, and every row of each. */
export async function published({ data }: SmallBank): Promise<Published> {
    const bank = await openBank({ config: readConfig({ data }, {}), access: 'read' })
    try {
        const { db } = bank.store
        const closes = await db
            .selectFrom('serving.closes')
            .select(['month', 'digest', 'parties', 'run_id', 'policy_key'])
            .orderBy('month')
            .execute()
        const rows = await db
            .selectFrom('serving.assignments')
            .selectAll()
            .orderBy('month')
            .orderBy('party_id')
            .execute()
        const pointer = await db.selectFrom('serving.published').select('run_id').execute()
        return { months: closes.map(({ month }) => month), closes, rows, pointer }
    } finally {
        await bank.close()
    }
}

/** What readers of a bank can see. */
export type Published = {
    readonly months: readonly number[]
    readonly closes: readonly unknown[]
    readonly rows: readonly unknown[]
    readonly pointer: readonly unknown[]
}

/** Whether something lies below `tmp/` whose path fits a pattern. */
export async function isGrowing({ data }: SmallBank, pattern: RegExp): Promise<boolean> {
    const paths = await readdir(join(data, 'tmp'), { recursive: true }).catch(() => [])
    return paths.some((path) => pattern.test(path))
}

/** How many snapshots there are. */
export async function snapshotCount({ data }: SmallBank): Promise<number> {
    return (await namesIn(data, 'snapshots')).length
}

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { importLong, longTables } from './import-long.ts'

// An import that was killed, begun again, takes over the tables that it had finished.

let folder: string
beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-resume-'))
    for (const name of ['delivery', 'batches', 'tmp']) await mkdir(join(folder, name))
})
afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
})

const rows = 40_000

async function writeDelivery(files: Readonly<Record<string, string>> = {}): Promise<void> {
    for (const [at, table] of longTables.entries()) {
        const lines = Array.from({ length: rows }, (_, row) => `${row},2026-01-31,${at + row}.50`)
        const text = files[table] ?? ['item_no,booked,amount', ...lines, ''].join('\n')
        await writeFile(join(folder, 'delivery', `${table}.csv`), text)
    }
}

/** Begins the import in a process of its own and kills it once the note of a table is there. */
async function killBehind(table: string): Promise<void> {
    const script = join(import.meta.dirname, 'import-long.ts')
    const child: ChildProcess = spawn(process.execPath, [script, folder], { stdio: 'inherit' })
    const gone = new Promise<string | null>((resolve) => {
        child.on('exit', (_, signal) => resolve(signal))
    })
    const note = join(folder, 'tmp', 'import-long', table, 'note.json')
    for (let turn = 0; turn < 3000 && !existsSync(note); turn++) await wait(10)
    child.kill('SIGKILL')
    expect(await gone).toBe('SIGKILL')
}

it('takes over the tables that a killed import had finished, and no others', async () => {
    await writeDelivery()
    await killBehind('firsts')
    expect(await readdir(join(folder, 'batches'))).toEqual([])
    const { report, sums } = await importLong(folder)
    expect(report.resumed).toContain('firsts')
    expect(report.resumed).not.toContain('lasts')
    const sum = (at: number): number => (rows * (rows - 1)) / 2 + rows * (at + 0.5)
    expect(sums).toEqual(longTables.map((table, at) => ({ table, rows, sum: sum(at) })))
    expect(existsSync(join(folder, 'tmp', 'import-long'))).toBe(false)
})

it('reads a file anew that is another one by now', async () => {
    await writeDelivery()
    await killBehind('firsts')
    const path = join(folder, 'delivery', 'firsts.csv')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('0,2026-01-31,0.50', '0,2026-01-31,9.50'))
    const { report, sums } = await importLong(folder)
    expect(report.resumed).not.toContain('firsts')
    expect(sums[0]?.sum).toBe((rows * (rows - 1)) / 2 + rows * 0.5 + 9)
})

it('keeps what was finished where another file is refused', async () => {
    await writeDelivery({ lasts: 'item_no,booked,amount\n1,2026-02-30,x\n' })
    await expect(importLong(folder)).rejects.toMatchObject({
        failures: [{ code: 'sources.cell_date' }, { code: 'sources.cell_decimal' }],
    })
    await writeDelivery()
    const { report } = await importLong(folder)
    expect(report.resumed).toEqual(['firsts', 'seconds'])
})

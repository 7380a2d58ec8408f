import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { importTables } from '#pipeline/import/import-tables.ts'
import { readTable } from '#pipeline/import/read-table.ts'
import type { TextFile } from '#pipeline/import/text.ts'
import { parseContract } from '#sources/contract.ts'
import { openSmallBank, type SmallBank } from './small-delivery.ts'

// Lines are counted for records, so that nobody looks at each; whatever the file holds, the same
// must come of it as where every record was looked at.

let bank: SmallBank
beforeAll(async () => {
    bank = await openSmallBank()
})
afterAll(async () => {
    await bank.close()
})

const contract = valueOrThrow(
    parseContract(
        `
system: counted
description: One table.
files: { delimiter: ';', quote: '"', encoding: utf-8 }
tables:
    notes:
        file: notes.csv
        description: One row per note.
        key: [note_no]
        rejects_max: '50%'
        columns:
            note_no: { type: integer, description: Number. }
            noted: { type: date, description: Day. }
            words: { type: varchar, description: Words. }
`,
        { file: 'counted.yml' },
    ),
)

/** Behind more than the head of a file, which is always looked at. */
const head = Array.from({ length: 4000 }, (_, at) => `${at};2026-01-31;支行 “客户” ${at}\n`).join(
    '',
)

const lines = [
    ...['90;2026-01-31;a\n', '91;2026-01-31;"b;b"\n', '92;;\n', '93;2026-02-30;c\n'],
    ...['94;2026-01-31\n', '95;2026-01-31;d;e\n', '\n', '96;2026-01-31;"f\ng"\n'],
    ...['97;2026-01-31;"h"i\n', '98;2026-01-31; "j"\n', '99;2026-01-31;"k" \n'],
    ...['100;2026-01-31;l"m\n', '101;2026-01-31;n\ro\n', '102;2026-01-31;p\r\n'],
    ...['103;2026-01-31;"q""r"\n', '104;2026-01-31;"s\r\nt"\n', '17;2026-01-31;u\n', ' \n'],
] as const
const ends = [
    '',
    '\n\n',
    '105;2026-01-31;v',
    '106;2026-01-31;"w',
    '107;2026-01-31',
    '"',
    '\r',
] as const

let round = 0

async function outcome(path: string, mayCount: boolean) {
    const work = join(bank.folder, `work-${round++}`)
    for (const name of ['texts', 'typed', 'tables']) {
        await mkdir(join(work, name), { recursive: true })
    }
    const [table] = contract.tables
    if (table === undefined) throw new Error('the contract has a table')
    const file = { table, name: 'notes.csv', path, bytes: (await stat(path)).size }
    const { signal } = new AbortController()
    const { warehouse } = bank
    const text: TextFile = await readTable({
        ...{ file, warehouse, signal, mayCount, onBytes: () => {} },
        target: join(work, 'texts', 'notes.csv'),
    })
    const { counts, failures } = await importTables([{ file, text, typed: null }], {
        ...{ warehouse, contract, work, signal, present: () => null, onStep: () => {} },
    })
    const read = async (...names: readonly string[]) => {
        const rows = warehouse.parquet([join(work, 'tables', ...names)])
        return await warehouse.rows(
            `select md5(string_agg(all_of::varchar, '|')) from ${rows} all_of`,
        )
    }
    const isTaken = failures.length === 0
    const rejected = counts.some((one) => one.rejected > 0)
    const found = {
        ...{ counts, failures },
        accepted: isTaken ? await read('notes') : null,
        rejects: isTaken && rejected ? await read('rejects', 'notes') : null,
    }
    await rm(work, { recursive: true, force: true })
    await rm(work, { recursive: true, force: true })
    return { found, isCounted: text.isCounted === true }
}

async function outcomes(tail: string) {
    const folder = await mkdtemp(join(tmpdir(), 'tong-counted-'))
    const path = join(folder, 'notes.csv')
    await writeFile(path, `note_no;noted;words\n${head}${tail}`)
    try {
        return { looked: await outcome(path, false), counted: await outcome(path, true) }
    } finally {
        await rm(folder, { recursive: true, force: true })
    }
}

it.each([...lines, ...ends])('%j alone comes to the same, counted or looked at', async (tail) => {
    const { looked, counted } = await outcomes(tail)
    expect(counted.found).toEqual(looked.found)
})

it('any lines together come to the same, counted or looked at', async () => {
    const tails = fc.tuple(
        fc.array(fc.constantFrom(...lines), { maxLength: 6 }),
        fc.constantFrom(...ends),
    )
    await fc.assert(
        fc.asyncProperty(tails, async ([some, end]) => {
            const { looked, counted } = await outcomes(some.join('') + end)
            expect(counted.found).toEqual(looked.found)
        }),
        { numRuns: 8 },
    )
})

it('a plain file is counted, and one with spaces beside quotes is looked at', async () => {
    expect((await outcomes(lines[0])).counted.isCounted).toBe(true)
    expect((await outcomes('98;2026-01-31; "j"\n')).counted.isCounted).toBe(false)
    expect((await outcomes('102;2026-01-31;p\r\n')).counted.isCounted).toBe(false)
})

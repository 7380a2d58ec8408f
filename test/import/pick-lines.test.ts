import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLinePlaces } from '#pipeline/import/line-places.ts'
import { openNumbers } from '#pipeline/import/open-numbers.ts'
import { pickLines } from '#pipeline/import/pick-lines.ts'
import { createPicked } from '#pipeline/import/picked-records.ts'

// Rejected rows are fetched from the nearest place that is known; whatever is asked for, it must
// be what a plain look at all lines would have found.

let folder: string
beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-pick-'))
})
afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
})

type Asked = {
    readonly lines: readonly string[]
    readonly rows: readonly number[]
    readonly hasHeader: boolean
    readonly isEnded: boolean
    /** How many places may be known. */
    readonly most: number
}

async function picked({ lines, rows, hasHeader, isEnded, most }: Asked): Promise<string> {
    const [path, asked] = [join(folder, 'text.csv'), join(folder, 'rows.csv')]
    await writeFile(path, lines.join('\n') + (isEnded ? '\n' : ''))
    await writeFile(asked, `row_no\n${rows.map((row) => `${row}\n`).join('')}`)
    const places = createLinePlaces(most)
    let bytes = 0
    for (const [at, line] of lines.entries()) {
        bytes += Buffer.byteLength(line) + 1
        if (isEnded || at < lines.length - 1) places.note(at + 1, bytes)
    }
    const found = createPicked(',')
    const pieces: Uint8Array[] = []
    const wanted = openNumbers(asked)
    const flush = async (): Promise<void> => {
        pieces.push(Uint8Array.from(found.take()))
    }
    await pickLines({
        ...{ path, places: places.result(), firstLine: hasHeader ? 1 : 0, wanted },
        ...{ picked: found, signal: new AbortController().signal, flush },
    })
    await flush()
    wanted.close()
    return Buffer.concat(pieces).toString()
}

const line = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('a', '支行,“客户”', 'b\r', '"c,""d"""') },
    { weight: 1, arbitrary: fc.constantFrom(20_000, 40_000).map((size) => '长'.repeat(size)) },
)

it('fetches the lines that are asked for, each behind its number and its line', async () => {
    const lines = fc.array(line, { minLength: 2, maxLength: 700, size: 'max' })
    const asked = lines.chain((all) =>
        fc.record({
            lines: fc.constant(all),
            rows: fc
                .uniqueArray(fc.nat(all.length - 2), { maxLength: 40, size: 'max' })
                .map((rows) => rows.toSorted((one, other) => one - other)),
            hasHeader: fc.boolean(),
            isEnded: fc.boolean(),
            most: fc.constantFrom(1, 2, 3, 1000),
        }),
    )
    await fc.assert(
        fc.asyncProperty(asked, async (about) => {
            const first = about.hasHeader ? 1 : 0
            const expected = about.rows.map((row) => {
                const text = (about.lines[row + first] ?? '').replace(/\r$/, '')
                return `${row},${row + first + 1},${text}\n`
            })
            expect(await picked(about)).toBe(`row\n${expected.join('')}`)
        }),
        { numRuns: 40 },
    )
})

it('keeps few places of a long text, and finds lines far from them', async () => {
    const lines = Array.from({ length: 50_000 }, (_, at) => `${at},${'x'.repeat(50)}`)
    const rows = [7, 25_000, 25_001, 49_999]
    const text = await picked({ lines, rows, hasHeader: false, isEnded: true, most: 10 })
    expect(text.split('\n').slice(1, -1)).toEqual(
        rows.map((row) => `${row},${row + 1},${lines[row]}`),
    )
    const places = createLinePlaces(10)
    for (let at = 1; at <= 50_000; at++) places.note(at, at * 56)
    const { begins, every } = places.result()
    expect(begins.length).toBeLessThanOrEqual(10)
    expect(begins).toEqual(begins.map((_, at) => at * every * 56))
})

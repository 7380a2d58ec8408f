import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBook, textsOf } from '../exports/read-back.ts'
import { killAt, signalAt } from '../faults/kill-at.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { importSmallBank, newFolder, removeBank, type SmallBank } from './small-bank.ts'
import { answerOf, refusalOf, tong } from './tong-process.ts'

// What leaves a bank, by the commands that a person types.

type Made = {
    readonly exportNo: number
    readonly rows: number
    readonly columns: readonly string[]
    readonly maskedColumns: readonly string[]
    readonly bytes: number
    readonly sha256: string
    readonly isMasked: boolean
    readonly reason: string | null
    readonly runId: string
}
type Log = { readonly total: number; readonly exports: readonly (Made & { file: string })[] }

const words = new Map([
    ['person', '个人'],
    ['company', '公司'],
])

const kept = keepWarehouse()
let bank: SmallBank
let out: string

beforeAll(async () => {
    bank = await importSmallBank()
    await answerOf({ args: ['close', '--through', '2025-06'], data: bank.data })
    out = await newFolder()
}, 300_000)
afterAll(() => removeBank(bank))

const made = (args: readonly string[]): Promise<Made> =>
    answerOf<Made>({ args: ['export', ...args], data: bank.data })
const log = (): Promise<Log> => answerOf<Log>({ args: ['export', 'log'], data: bank.data })
const codesOf = async (args: readonly string[]): Promise<readonly string[]> =>
    (await refusalOf({ args: ['export', ...args], data: bank.data })).failures.map(
        ({ code }) => code,
    )

describe('a table', () => {
    const table = ['table', 'features.party_months', '--month', '2025-06']
    const columns = ['--columns', 'party_id,aum_end_month,party_kind']

    test('leaves as Parquet, CSV and XLSX with the same rows, and is recorded', async () => {
        const files = ['a.parquet', 'a.csv', 'a.xlsx'].map((name) => join(out, name))
        const [parquet = '', csv = '', xlsx = ''] = files
        const first = await made([...table, ...columns, '--out', parquet])
        await made([...table, ...columns, '--out', csv, '--codes'])
        await made([...table, ...columns, '--out', xlsx, '--lang', 'zh-CN'])
        const rows = await kept.warehouse.rows(
            `select cast(party_id as varchar) as party, cast(aum_end_month as varchar) as aum,
                party_kind as kind from ${kept.warehouse.parquetFile(parquet)} back`,
        )
        expect(rows.length).toBeGreaterThan(0)
        expect(rows).toHaveLength(first.rows)
        const names = ['party_id', 'aum_end_month', 'party_kind']
        const text = kept.warehouse.delimited({
            ...{ path: csv, delimiter: ',', quote: '"', columns: names },
        })
        const lines = await kept.warehouse.rows(
            `select party_id as party, aum_end_month as aum, party_kind as kind from ${text} back`,
        )
        expect(lines).toEqual(rows)
        const [sheet, about] = await readBook(xlsx)
        if (sheet === undefined || about === undefined) throw new Error('two sheets')
        expect(textsOf(sheet)[0]?.[1]).toMatch(/（CNY）$/)
        expect(textsOf(sheet).slice(1)).toEqual(
            rows.map(({ party, aum, kind }) => [party, aum, words.get(String(kind))]),
        )
        expect(textsOf(about).flat()).toEqual(expect.arrayContaining(['2025-06', first.runId]))
        const { exports } = await log()
        expect(exports.map((one) => one.file)).toEqual([xlsx, csv, parquet])
        const bytes = await readFile(csv)
        expect(exports[1]).toMatchObject({
            ...{ rows: rows.length, bytes: bytes.length, isMasked: true, columns: names },
            sha256: createHash('sha256').update(bytes).digest('hex'),
        })
    })

    test('is masked unless it was asked for in full, with a reason', async () => {
        const people = ['table', 'identity.parties', '--columns', 'record_key,birth_date,sex']
        const path = join(out, 'masked.csv')
        expect((await made([...people, '--out', path])).maskedColumns).toEqual([
            'birth_date',
            'sex',
        ])
        expect(await readFile(path, 'utf8')).not.toMatch(/\d{4}-\d\d-\d\d/)
        const open = join(out, 'open.csv')
        expect(await codesOf([...people, '--out', open, '--unmask'])).toEqual([
            'cli.reason_missing',
        ])
        const unmasked = ['--unmask', '--reason', 'letters of May', '--by', 'wang']
        const told = await made([...people, '--out', open, ...unmasked])
        // Nobody here is of compliance: traits stay hidden.
        expect(told).toMatchObject({ maskedColumns: ['sex'], reason: 'letters of May' })
        const [last] = (await log()).exports
        expect(last).toMatchObject({ actor: 'wang', isMasked: false, reason: 'letters of May' })
    })
})

describe('a file', () => {
    const list = ['list', 'all', '--columns', 'record_key,tier']

    test('that is there stays, unless it is to be replaced', async () => {
        const path = join(out, 'there.csv')
        await writeFile(path, 'mine')
        expect(await codesOf([...list, '--out', path])).toEqual(['cli.file_there'])
        expect(await readFile(path, 'utf8')).toBe('mine')
        await made([...list, '--out', path, '--force'])
        expect(await readFile(path, 'utf8')).toMatch(/^Customer,Tier\r\n/)
    })

    test('is not begun where what was asked for is wrong', async () => {
        const { total } = await log()
        const to = ['--out', join(out, 'wrong.csv')]
        const wrong: readonly (readonly [readonly string[], string])[] = [
            [['table', 'features.party_month', ...to], 'pipeline.export_table'],
            [['table', 'party_months', '--month', '1999-01', ...to], 'pipeline.export_month'],
            [['table', 'party_months', '--columns', 'aum', ...to], 'pipeline.export_column'],
            [['list', 'neer', ...to], 'cli.export_list'],
            [['list', 'quality', '--tier', 'gold', ...to], 'cli.export_list_flags'],
            [['list', 'all', '--tier', 'golf', ...to], 'cli.tier_unknown'],
            [['list', 'all', '--encoding', 'big5', ...to], 'cli.export_encoding'],
            [['list', 'all', '--excel', '--out', join(out, 'x.xlsx')], 'cli.export_csv_only'],
            [['list', 'all', '--out', join(out, 'x.pdf')], 'cli.out_format'],
            [['list', 'all', '--out', out, '--format', 'csv'], 'cli.file_unwritable'],
            [['list', 'all', '--out', join(out, 'no/x.csv')], 'cli.out_folder'],
        ]
        for (const [args, code] of wrong) expect(await codesOf(args)).toEqual([code])
        expect(await log()).toMatchObject({ total })
    })

    test('does not appear where its export is killed or cancelled', async () => {
        const before = await readdir(out)
        const args = ['export', ...list, '--out', join(out, 'killed.xlsx')]
        const scratch = join(bank.data, 'tmp')
        const hasBegun = async (): Promise<boolean> => {
            const found = await readdir(scratch, { recursive: true }).catch(() => [])
            return found.some((name) => /list\.csv$|draft\.xlsx$/.test(name))
        }
        const call = { args, data: bank.data }
        expect((await killAt(call, hasBegun)).signal).toBe('SIGKILL')
        expect(await readdir(out)).toEqual(before)
        // Whoever opens the bank next sweeps what was left in it.
        await log()
        const cancelled = await signalAt(call, { signal: 'SIGINT', isTime: hasBegun })
        expect(cancelled.exit).toBe(130)
        expect(await readdir(out)).toEqual(before)
        expect(await tong(call)).toMatchObject({ exit: 0 })
        // Nothing of the killed one is left in the data folder either.
        expect(await hasBegun()).toBe(false)
    })
})

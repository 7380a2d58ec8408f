import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { makeSmallBank, removeBank, type SmallBank } from '../e2e/small-bank.ts'
import { smallBankFiles } from '../e2e/small-bank-files.ts'
import { answerOf, tong } from '../e2e/tong-process.ts'

let bank: SmallBank
let held: Bank

const rates = (smallBankFiles()['rates.csv'] ?? '').trimEnd().split('\n')
// The third line of the file says no number, and the fourth one no month.
const faulty = [...rates.slice(0, 2), 'EUR,202408,8o', 'EUR,=1+1,8', ...rates.slice(4)]

beforeAll(async () => {
    bank = await makeSmallBank({ 'rates.csv': `${faulty.join('\n')}\n` })
    const contract = join(bank.data, 'models/sources/corner.yml')
    const text = await readFile(contract, 'utf8')
    await writeFile(
        contract,
        text.replace('    rates:\n', "    rates:\n        rejects_max: '2'\n"),
    )
    held = await openBank({ config: readConfig({ data: bank.data }, {}), access: 'read' })
})
afterAll(async () => {
    await held.close()
    await removeBank(bank)
})

type Taken = {
    readonly batch: { readonly tables: readonly Record<string, unknown>[] }
    readonly examples: readonly { readonly count: number }[]
}

test('what is read is what is accepted and what is rejected, and each reason is told', async () => {
    const args = ['import', 'corner', bank.files]
    const { batch, examples } = await answerOf<Taken>({ args, data: bank.data })
    const read = faulty.length - 1
    expect(batch.tables.find(({ table }) => table === 'rates')).toMatchObject({
        ...{ read, accepted: read - 2, rejected: 2 },
        rejects: expect.arrayContaining([
            { code: 'sources.cell_decimal', column: 'rate', count: 1 },
            { code: 'sources.cell_integer', column: 'month', count: 1 },
        ]),
    })
    expect(examples.map(({ count }) => count)).toEqual([1, 1])
})

test('they are listed with file, line and remedy', async () => {
    const { rejects } = await answerOf<{ readonly rejects: readonly Record<string, unknown>[] }>({
        args: ['batches', 'rejects', '1'],
        data: bank.data,
    })
    expect(rejects).toMatchObject([
        { table: 'rates', file: 'rates.csv', line: 3, column: 'rate', value: '8o' },
        { table: 'rates', file: 'rates.csv', line: 4, column: 'month', value: '=1+1' },
    ])
    const args = ['batches', 'rejects', '1', '--limit', '1']
    const { stdout } = await tong({ args, data: bank.data })
    expect(stdout).toMatch(/Batch 1: 2 faults.*\n✗ rates\.csv:3: .*8o.*\n… 1 more\./)
})

test('as a file, no value is a formula to a spreadsheet', async () => {
    const file = join(bank.files, 'rejects.csv')
    await answerOf({ args: ['batches', 'rejects', '1', '--out', file], data: bank.data })
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toMatch(/^"rates","rates\.csv","4","month","'=1\+1","sources\.cell_integer"/)
})

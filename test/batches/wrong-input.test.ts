import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { filesOf, makeSmallBank, removeBank, type SmallBank } from '../e2e/small-bank.ts'
import { smallBankFiles } from '../e2e/small-bank-files.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { folderOf } from './feed-bank.ts'

// What people may ask wrongly of deliveries. Each is told with a remedy, and nothing changes.

const files = smallBankFiles()
const onlyBalances = { 'balances.csv': files['balances.csv'] ?? '' }

let bank: SmallBank
/** Keeps the bank's server up between the commands. */
let held: Bank

beforeAll(async () => {
    bank = await makeSmallBank()
    held = await openBank({ config: readConfig({ data: bank.data }, {}), access: 'read' })
})
afterAll(async () => {
    await held.close()
    await removeBank(bank)
})

/** What a command refuses, as `code` with its exit, and all sentences. */
async function refused(...args: readonly string[]): Promise<{
    readonly told: string
    readonly says: string
}> {
    const there = await filesOf(bank.data)
    const { exit, failures } = await refusalOf({ args, data: bank.data })
    expect(await filesOf(bank.data)).toEqual(there)
    const codes = failures.map(({ code }) => code).join(' ')
    return { told: `${exit} ${codes}`, says: failures.map(({ sentence }) => sentence).join('\n') }
}

describe('before anything is there', () => {
    test('a batch, and a list of them', async () => {
        const { told, says } = await refused('batches', 'show', '1')
        expect(told).toBe('2 pipeline.batch_unknown')
        expect(says).toContain('Nothing has been imported yet')
        expect(await answerOf({ args: ['batches', 'list'], data: bank.data })).toEqual([])
        expect(await answerOf({ args: ['batches', 'late'], data: bank.data })).toEqual([])
    })

    test('a dry run into a folder that is no bank makes none', async () => {
        const data = join(bank.data, '../nowhere')
        const args = ['import', 'berka', bank.files, '--dry-run']
        const { exit, failures } = await refusalOf({ args, data })
        expect([exit, failures[0]?.code]).toEqual([2, 'cli.dry_run_new'])
        expect(await filesOf(data).catch(() => 'none')).toBe('none')
    })

    test('rows that refer to a table which nobody has delivered', async () => {
        const folder = await folderOf(onlyBalances)
        const { told, says } = await refused('import', 'corner', folder, '--only', 'balances')
        expect(told).toBe('3 pipeline.parent_missing')
        expect(says).toContain('--only accounts,balances')
    })

    test('tables that the system does not have, all at once', async () => {
        const only = ['--only', 'balnces,prices']
        const { told, says } = await refused('import', 'corner', bank.files, ...only)
        expect(told).toBe('2 pipeline.only_unknown pipeline.only_unknown')
        expect(says).toContain('Did you mean balances?')
        expect(says).toContain('customers, accounts, balances, bookings, rates')
    })
})

describe('with one batch', () => {
    beforeAll(async () => {
        await answerOf({ args: ['import', 'corner', bank.files], data: bank.data })
    })

    test.each([
        ['no number', 'x', 'cli.number_wrong'],
        ['zero', '0', 'cli.number_wrong'],
        ['one that is not there', '17', 'pipeline.batch_unknown'],
    ])('a batch: %s', async (_, batch, code) => {
        for (const verb of ['show', 'rejects', 'undo']) {
            expect((await refused('batches', verb, batch)).told).toBe(`2 ${code}`)
        }
    })

    test('to take it back without a reason, or with an empty one', async () => {
        expect((await refused('batches', 'undo', '1', '--yes')).told).toBe('2 cli.reason_missing')
        const empty = ['batches', 'undo', '1', '--reason', ' ', '--yes']
        expect((await refused(...empty)).told).toBe('2 cli.reason_unfit')
    })

    test('to look at what it takes back changes nothing and names the command', async () => {
        const { exit, stdout } = await tong({ args: ['batches', 'undo', '1'], data: bank.data })
        expect(exit).toBe(0)
        expect(stdout).toContain('nothing was done yet')
        expect(stdout).toContain('./tong batches undo 1 --reason WHY --yes')
        expect(stdout).toContain('No batch of corner is left then')
        const [listed] = await answerOf<readonly { readonly status: string }[]>({
            args: ['batches', 'list'],
            data: bank.data,
        })
        expect(listed?.status).toBe('taken')
    })

    test('what was rejected, where nothing was', async () => {
        const file = join(bank.files, '../rejects.csv')
        const args = ['batches', 'rejects', '1', '--out', file]
        expect(await answerOf({ args, data: bank.data })).toMatchObject({ rows: 0 })
        expect(await readFile(file, 'utf8')).toMatch(/^\uFEFF"table","file","line"[^\n]*\n$/)
        const unwritable = [...args.slice(0, -1), join(bank.files, 'no/such/rejects.csv')]
        expect((await refused(...unwritable)).told).toBe('2 cli.file_unwritable')
    })

    test('a model that reads a table which only undone batches have', async () => {
        const folder = await folderOf(files)
        await tong({ args: ['batches', 'undo', '1', '--reason', 'x', '--yes'], data: bank.data })
        const some = ['--only', 'customers', 'accounts', 'bookings', 'rates']
        await answerOf({ args: ['import', 'corner', folder, ...some], data: bank.data })
        const { told, says } = await refused('run', '--as-of', '2025-02')
        expect(told).toBe('3 pipeline.table_missing')
        expect(says).toContain('tong import corner FOLDER --only balances')
    })
})

describe('a clock that was moved back', () => {
    test('takes no delivery and takes none back: their order could not be believed', async () => {
        await sql`
            insert into audit.events (at, actor, os_user, action, subject, details)
            values (now() + interval '1 day', 'x', 'x', 'x', 'x', '{}')`.execute(held.store.db)
        const folder = await folderOf(onlyBalances)
        const taken = await refused('import', 'corner', folder, '--only', 'balances')
        expect(taken).toMatchObject({ told: '3 workbench.clock_behind' })
        const undone = await refused('batches', 'undo', '2', '--reason', 'x', '--yes')
        expect(undone.told).toBe('3 workbench.clock_behind')
    })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reconciliation } from '#pipeline/quality/reconcile.ts'
import type { WeakParties } from '#pipeline/quality/weak-parties.ts'
import { removeBank, type SmallBank } from '../e2e/small-bank.ts'
import { customers, personsInJune, smallBankFiles } from '../e2e/small-bank-files.ts'
import { answerOf, refusalOf, said, tong } from '../e2e/tong-process.ts'
import { centsText, importLedger, makeLedgerBank, totalsOfFiles } from './ledger-bank.ts'

let bank: SmallBank
let data: string

beforeAll(async () => {
    bank = await makeLedgerBank()
    data = bank.data
    await answerOf({ args: ['import', 'corner', bank.files], data })
    await answerOf({ args: ['close', '--through', '2025-06'], data })
})

afterAll(async () => {
    await removeBank(bank)
})

const reconciled = async (): Promise<Reconciliation> =>
    await answerOf<Reconciliation>({ args: ['quality', 'reconcile'], data })

describe('parties known too poorly', () => {
    test('whose balance stopped coming is listed with the account that lacks it', async () => {
        const file = join(bank.files, 'weak.csv')
        const args = ['quality', 'parties', '--out', file]
        const found = await answerOf<WeakParties>({ args, data })
        expect(found).toMatchObject({ month: '2025-06', weak: 1 })
        const [party] = found.listed
        expect(party).toMatchObject({
            recordKey: customers.unknown,
            cause: 'stale',
            tier: 'gold',
        })
        const gaps = party?.gaps.map(({ product, system, sourceKey }) => {
            return { product, system, sourceKey }
        })
        expect(gaps).toContainEqual({ product: 'deposit', system: 'corner', sourceKey: 'A008' })
        expect(party?.knownFeatures).toBeLessThan(party?.neededFeatures ?? 0)
        expect(found.causes[0]).toMatchObject({ product: 'deposit', parties: 1, missing: 1 })
        expect(found.causes[0]?.tables).toEqual(['corner.balances'])
        const text = await readFile(file, 'utf8')
        expect(text).toContain('A008')
        expect(text).toContain(customers.unknown)
    })

    test('of a branch are those that it keeps, of as many as it keeps', async () => {
        const weakOf = (...part: readonly string[]): Promise<WeakParties> =>
            answerOf<WeakParties>({ args: ['quality', 'parties', ...part], data })
        const whole = await weakOf()
        expect(whole).toMatchObject({ scope: { kind: 'bank' }, parties: personsInJune })
        const rows = smallBankFiles()['customers.csv']?.split('\n') ?? []
        const own = (name: string): number =>
            rows.filter((row) => row.endsWith(`,person,${name}`)).length
        const [east, west] = ['东街支行', '西街支行']
        expect(await weakOf('--branch', east)).toEqual({
            ...{ ...whole, file: null, scope: { kind: 'branch', id: east, name: east } },
            parties: own(east),
        })
        const file = join(bank.files, 'west.csv')
        expect(await weakOf('--branch', west, '--out', file)).toMatchObject({
            ...{ weak: 0, parties: own(west), listed: [], causes: [] },
        })
        expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(1)
        const text = said(await tong({ args: ['quality', 'parties', '--branch', west], data }))
        expect(text).toContain(west)
    })

    test('of a book are refused where no run has built books', async () => {
        const asked = { args: ['quality', 'parties', '--rm', 'S1'], data }
        const { failures } = await refusalOf(asked)
        expect(failures.map(({ code }) => code)).toEqual(['pipeline.report_no_books'])
    })

    test('before the balance stopped nobody is', async () => {
        const args = ['quality', 'parties', '--month', '2025-03']
        expect(await answerOf<WeakParties>({ args, data })).toMatchObject({ weak: 0, listed: [] })
        const text = said(await tong({ args, data }))
        expect(text).toContain('could be tiered')
    })

    test.each(['en', 'zh-CN', 'zh-TW'])('it can be read in %s', async (language) => {
        const ended = await tong({ args: ['quality', 'parties', '--lang', language], data })
        expect(ended.exit).toBe(0)
        expect(ended.stdout).toContain('A008')
    })
})

// What changes the bank comes last.
describe('the general ledger', () => {
    test('without one there is nothing to reconcile with', async () => {
        const refused = await refusalOf({ args: ['quality', 'reconcile'], data })
        expect(refused.exit).toBe(3)
        expect(refused.failures.map(({ code }) => code)).toEqual(['pipeline.ledger_missing'])
    })

    test('what ties is said to tie, to the cent', async () => {
        const totals = totalsOfFiles()
        await importLedger(bank, totals)
        await answerOf({ args: ['run', '--as-of', '2025-06'], data })
        const found = await reconciled()
        expect(found).toMatchObject({ checked: totals.size, tied: totals.size, differences: [] })
        expect(found.isOutdated).toBe(false)
        const ended = await tong({ args: ['quality', 'reconcile'], data })
        expect(ended.exit).toBe(0)
        expect(ended.stdout).toContain('tie to the cent')
    })

    test('a cent too much and an account too many are found, each in its month', async () => {
        const totals = new Map(totalsOfFiles())
        const may = totals.get('202505 CNY') ?? { cents: 0n, accounts: 0 }
        const june = totals.get('202506 EUR') ?? { cents: 0n, accounts: 0 }
        totals.set('202505 CNY', { ...may, cents: may.cents + 1n })
        totals.set('202506 EUR', { cents: june.cents + 500_00n, accounts: june.accounts + 1 })
        await importLedger(bank, totals)
        expect((await reconciled()).isOutdated).toBe(true)
        await answerOf({ args: ['run', '--as-of', '2025-06'], data })
        const { checked, tied, differences } = await reconciled()
        expect({ checked, tied }).toEqual({ checked: totals.size, tied: totals.size - 2 })
        expect(differences).toEqual([
            {
                month: '2025-06',
                product: 'deposit',
                currency: 'EUR',
                ledger: centsText(june.cents + 500_00n),
                loaded: centsText(june.cents),
                difference: '-500.00',
                ledgerAccounts: june.accounts + 1,
                loadedAccounts: june.accounts,
                unknownAccounts: 0,
            },
            {
                month: '2025-05',
                product: 'deposit',
                currency: 'CNY',
                ledger: centsText(may.cents + 1n),
                loaded: centsText(may.cents),
                difference: '-0.01',
                ledgerAccounts: may.accounts,
                loadedAccounts: may.accounts,
                // Customer 008, whose balance stopped coming in May.
                unknownAccounts: 1,
            },
        ])
    })

    test.each(['en', 'zh-CN', 'zh-TW'])('the differences can be read in %s', async (language) => {
        const ended = await tong({ args: ['quality', 'reconcile', '--lang', language], data })
        expect(ended.exit).toBe(0)
        expect(ended.stdout).toMatch(/[-−]0\.01/)
    })
})

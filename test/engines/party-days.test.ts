import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf, type Month, monthOf, monthsOf } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { dayEndColumns } from './bank-columns.ts'
import { builtRows } from './build-small-bank.ts'
import { type Figures, plain } from './figures.ts'
import {
    dayOf,
    dayText,
    dollarRate,
    money,
    rowsModel,
    type SmallAccount,
    type SmallBank,
    smallBankArbitrary,
    smallBankModels,
} from './small-bank.ts'

const opened = keepWarehouse()

const month: Month = 202503

/** A balance at the end of a day as delivered, in cents; null: delivered as unknown. */
type DayEnd = { readonly account: number; readonly day: Day; readonly balance: number | null }
type Sample = { readonly bank: SmallBank; readonly dayEnds: readonly DayEnd[] }

/** The accounts of six owners in two hands: sums of one account are too simple. */
const bankArbitrary = smallBankArbitrary.map((bank) => ({
    ...bank,
    accounts: bank.accounts.map((account) => ({ ...account, owner: 1 + (account.owner % 2) })),
}))

/** Banks that deliver day-ends from December on, some to March, some only to February. */
const sampleArbitrary: fc.Arbitrary<Sample> = bankArbitrary.chain((bank) =>
    fc.constantFrom(202502, 202503, 202503, 202503).chain((last) => {
        const dayEnd = fc.record({
            account: fc.constantFrom(...bank.accounts.map(({ id }) => id)),
            day: dayOf(monthsOf({ from: 202412, to: last })),
            balance: fc.option(fc.integer({ min: -900_000, max: 9_000_000 }), { freq: 9 }),
        })
        const unique = {
            minLength: 20,
            maxLength: 60,
            selector: (one: DayEnd) => `${one.account} ${one.day}`,
        }
        return fc.uniqueArray(dayEnd, unique).map((dayEnds) => ({ bank, dayEnds }))
    }),
)

const measures = {
    deposit_day: ['deposit'],
    wealth_product_day: ['wealth'],
    fund_day: ['fund'],
    insurance_day: ['insurance'],
    aum_day: ['deposit', 'wealth', 'fund', 'insurance'],
}

async function builtDays({ bank, dayEnds }: Sample): Promise<Readonly<Record<string, Figures>>> {
    const values = dayEnds.map(
        ({ account, day, balance }) => `(${account}, ${dayText(day)}, ${money(balance)})`,
    )
    const rows = await builtRows('features.party_days', {
        delivered: {
            ...smallBankModels(bank),
            'identity.small__day_ends': {
                ...rowsModel(dayEndColumns, values),
                key: ['account_id', 'day'],
            },
        },
        month,
        ...opened,
    })
    return Object.fromEntries(
        rows.map((row) => [
            `${row.party_id} ${row.day}`,
            Object.fromEntries(Object.keys(measures).map((name) => [name, plain(row[name])])),
        ]),
    )
}

/** The same day by day, in cents. */
function expectedDays({ bank, dayEnds }: Sample): Readonly<Record<string, Figures>> {
    const days = Array.from({ length: 31 }, (_, at) => `2025-03-${String(at + 1).padStart(2, '0')}`)
    const expected: Record<string, Figures> = {}
    for (const owner of bank.owners) {
        for (const day of days) {
            const held = bank.accounts
                .filter((account) => account.owner === owner && account.product in assets)
                .filter(({ opened, closed }) => opened <= day && (closed === null || day < closed))
                .map((account) => ({ account, value: valueOn({ account, day }, dayEnds) }))
            if (held.every(({ value }) => value === null)) continue
            const figures = Object.entries(measures).map(([name, products]) => {
                const parts = held.filter(({ account }) => products.includes(account.product))
                const isKnown = parts.every(({ value }) => value !== null)
                return [
                    name,
                    isKnown ? parts.reduce((sum, one) => sum + (one.value ?? 0), 0) : null,
                ]
            })
            expected[`${owner} ${day}`] = Object.fromEntries(figures)
        }
    }
    return expected
}

const assets: Readonly<Record<string, true>> = {
    deposit: true,
    wealth: true,
    fund: true,
    insurance: true,
}

/** The last day-end on or before the day; nothing is known beyond the last month delivered. */
function valueOn(
    { account, day }: { readonly account: SmallAccount; readonly day: Day },
    dayEnds: readonly DayEnd[],
): number | null {
    const lastDelivered = dayEnds
        .map((one) => one.day)
        .toSorted()
        .at(-1)
    if (lastDelivered === undefined || day > lastDayOf(monthOf(lastDelivered))) return null
    const before = dayEnds
        .filter((one) => one.account === account.id && one.day <= day)
        .toSorted((left, right) => (left.day < right.day ? -1 : 1))
    const balance = before.at(-1)?.balance ?? null
    if (balance === null) return null
    if (balance < 0) return 0
    if (account.currency === 'CNY') return balance
    return Math.floor((balance * (dollarRate[month] ?? Number.NaN) + 50) / 100)
}

it('carries balances from day to day as plain loops do', async () => {
    let rows = 0
    let unknown = 0
    await fc.assert(
        fc.asyncProperty(sampleArbitrary, async (sample) => {
            const expected = expectedDays(sample)
            expect(await builtDays(sample)).toEqual(expected)
            rows += Object.keys(expected).length
            unknown += Object.values(expected).filter(({ aum_day }) => aum_day === null).length
        }),
        { numRuns: 20, seed: 20_261_122, interruptAfterTimeLimit: 50_000 },
    )
    expect(rows).toBeGreaterThan(200)
    expect(unknown).toBeGreaterThan(20)
})

it('knows no day where no system delivers day-ends', async () => {
    const [bank] = fc.sample(smallBankArbitrary, { numRuns: 1, seed: 1 })
    const rows = await builtRows('features.party_days', {
        delivered: smallBankModels(bank ?? expect.fail('there is a bank')),
        month,
        ...opened,
    })
    expect(rows).toEqual([])
})

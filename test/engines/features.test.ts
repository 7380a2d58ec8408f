import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addMonths, lastDayOf, type Month, monthOf, monthsBetween } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import { type Figures, figuresByParty } from './figures.ts'
import {
    dollarRate,
    isHeld,
    type SmallAccount,
    type SmallBank,
    smallBankArbitrary,
    smallBankModels,
} from './small-bank.ts'

const opened = keepWarehouse()

const month: Month = 202503

/** Features of the month as the models build them, by owner. */
async function builtFeatures(bank: SmallBank): Promise<ReadonlyMap<number, Figures>> {
    const rows = await builtRows('features.party_months', {
        delivered: smallBankModels(bank),
        month,
        // Card spending looks back on a whole year.
        firstMonth: addMonths(month, -11),
        ...opened,
    })
    return figuresByParty(rows)
}

/** The same features by the plainest loops, in cents. */
function expectedFeatures(bank: SmallBank, owner: number): Figures | null {
    const owned = bank.accounts.filter((account) => account.owner === owner)
    const first = owned.map(({ opened }) => monthOf(opened)).sort((a, b) => a - b)[0]
    if (first === undefined) return null
    const open = owned.filter(
        ({ opened, closed }) =>
            opened <= lastDayOf(month) && (closed === null || closed > lastDayOf(month)),
    )
    const booked = bank.bookings.filter(
        ({ account, day }) =>
            monthOf(day) === month && owned.some((one) => one.id === account && isHeld(one, month)),
    )
    const amounts = booked.flatMap(({ account, amount }) => {
        const one = owned.find(({ id }) => id === account)
        return amount === null || one === undefined ? [] : [inBase(amount, { account: one, month })]
    })
    const plus = amounts.filter((amount) => amount > 0)
    const minus = amounts.filter((amount) => amount < 0)
    const wholes = ['deposit', 'wealth', 'fund', 'insurance']
    return {
        accounts_open: open.length,
        product_categories: new Set(open.map(({ product }) => product)).size,
        deposit_avg_month: sumOf(owned, { products: ['deposit'], of: 'avg', month }),
        wealth_product_avg_month: sumOf(owned, { products: ['wealth'], of: 'avg', month }),
        fund_avg_month: sumOf(owned, { products: ['fund'], of: 'avg', month }),
        insurance_avg_month: sumOf(owned, { products: ['insurance'], of: 'avg', month }),
        aum_avg_month: sumOf(owned, { products: wholes, of: 'avg', month }),
        aum_end_month: sumOf(owned, { products: wholes, of: 'end', month }),
        mortgage_balance: sumOf(owned, { products: ['mortgage'], of: 'end', month }),
        loan_balance: sumOf(owned, { products: ['mortgage', 'loan', 'card'], of: 'end', month }),
        inflow_month: plus.reduce((sum, amount) => sum + amount, 0),
        outflow_month: -minus.reduce((sum, amount) => sum + amount, 0) + 0,
        transactions_month: booked.length,
        active_days_month: new Set(booked.map(({ day }) => day)).size,
        aum_avg_3m: meanOfThree(owned, wholes),
        tenure_months: monthsBetween({ from: first, to: month }),
        age_years: ageOf(bank, owner),
        private_banking_agreement: owner % 2 === 0,
        card_spend_12m: cardSpendOf(bank, owned),
        importance: importanceOf(bank, owner),
        annual_sales: bank.people[owner]?.sales ?? null,
    }
}

function ageOf({ people }: SmallBank, owner: number): number | null {
    const born = people[owner]?.born ?? null
    return born === null ? null : Math.floor(monthsBetween({ from: monthOf(born), to: month }) / 12)
}

/**
 * What went out by card from April 2024 to March 2025, whether the account is closed or not; a
 * month before the one in which it opens knows nothing of it.
 */
function cardSpendOf({ bookings }: SmallBank, owned: readonly SmallAccount[]): number {
    let sum = 0
    for (const { account: id, day, amount, kind } of bookings) {
        const account = owned.find((one) => one.id === id)
        if (account === undefined || amount === null || amount >= 0 || kind !== 'card') continue
        if (monthOf(day) < monthOf(account.opened)) continue
        if (day < '2024-04-01' || day > '2025-03-31') continue
        sum -= inBase(amount, { account, month: monthOf(day) })
    }
    return sum
}

function importanceOf({ listings }: SmallBank, owner: number): string {
    const now = listings.filter(
        ({ owner: whose, from, until }) =>
            whose === owner && from <= '2025-03-31' && (until === null || until >= '2025-03-31'),
    )
    if (now.some(({ list }) => list === 'black')) return 'black'
    return now.length > 0 ? 'red' : 'ordinary'
}

type Sum = {
    readonly products: readonly string[]
    readonly of: 'avg' | 'end'
    readonly month: Month
}

/** Null where one balance is unknown, 0 where there is no account of the products. */
function sumOf(owned: readonly SmallAccount[], { products, of, month: at }: Sum): number | null {
    let sum = 0
    for (const account of owned) {
        if (!products.includes(account.product) || !isHeld(account, at)) continue
        const balance = account.balances[at]
        if (balance == null) return null
        sum += inBase(balance[of], { account, month: at })
    }
    return sum
}

/** The mean of the known months in which there was any account, half away from zero. */
function meanOfThree(owned: readonly SmallAccount[], products: readonly string[]): number | null {
    const sums = [0, -1, -2].flatMap((back) => {
        const at = addMonths(month, back)
        if (!owned.some((account) => isHeld(account, at))) return []
        const sum = sumOf(owned, { products, of: 'avg', month: at })
        return sum === null ? [] : [sum]
    })
    if (sums.length === 0) return null
    const whole = sums.reduce((sum, one) => sum + one, 0)
    return Math.floor((2 * whole + sums.length) / (2 * sums.length))
}

/** Cents in the base currency, half away from zero. */
function inBase(
    cents: number,
    { account, month: at }: { readonly account: SmallAccount; readonly month: Month },
): number {
    if (account.currency === 'CNY') return cents
    const product = Math.abs(cents) * (dollarRate[at] ?? Number.NaN)
    return Math.sign(cents) * Math.floor((product + 50) / 100)
}

it('has a column for every feature of the catalogue, and one for its day', async () => {
    const models = await loadModels([join(import.meta.dirname, '../../models')])
    const columnsOf = (model: string): readonly string[] =>
        Object.keys(models.get(model)?.twin.columns ?? {})
    const tables = Map.groupBy(catalogue.values(), ({ table }) => table)
    for (const [table, features] of tables) {
        const ids = features.map(({ id }) => id)
        expect(columnsOf(table)).toEqual(['party_id', 'month', ...ids])
    }
    const days = [...catalogue.values()].flatMap(({ day }) => (day === null ? [] : [day]))
    expect(columnsOf('features.party_days')).toEqual(['party_id', 'month', 'day', ...days])
})

it('builds the features that plain loops over the same bank give', async () => {
    await fc.assert(
        fc.asyncProperty(smallBankArbitrary, async (bank) => {
            const built = await builtFeatures(bank)
            for (const owner of bank.owners) {
                const expected = expectedFeatures(bank, owner)
                const row = built.get(owner)
                if (expected === null) {
                    expect(row).toBeUndefined()
                    continue
                }
                const found = Object.keys(expected).map((name) => [name, row?.[name]])
                expect(Object.fromEntries(found)).toEqual(expected)
            }
        }),
        { numRuns: 12, seed: 20_261_121, interruptAfterTimeLimit: 40_000 },
    )
})

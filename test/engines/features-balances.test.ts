import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf, type Month } from '#domain/month.ts'
import { partyBalances } from '#features/catalogue/party-balances.ts'
import { partyElsewhere } from '#features/catalogue/party-elsewhere.ts'
import { partyHoldings } from '#features/catalogue/party-holdings.ts'
import { partyMaturities } from '#features/catalogue/party-maturities.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtTables } from './build-small-bank.ts'
import { expectedBalances } from './expected-balances.ts'
import { expectedHoldings } from './expected-holdings.ts'
import { expectedElsewhere, expectedMaturities } from './expected-maturities.ts'
import { type Figures, figuresByParty } from './figures.ts'
import {
    type HeldBank,
    heldBankFrom,
    heldBankModels,
    knownThen,
    month,
    monthAfter,
    monthEnd,
    parties,
    turned,
} from './held-bank.ts'

const opened = keepWarehouse()

const spine = 'features.party_months'
const kinds = ['deposit', 'wealth_product', 'fund', 'insurance']

/** How each table is recomputed, and the features that it holds. */
const tables = [
    { name: 'features.party_balances', expected: expectedBalances, features: partyBalances },
    { name: 'features.party_holdings', expected: expectedHoldings, features: partyHoldings },
    { name: 'features.party_maturities', expected: expectedMaturities, features: partyMaturities },
    { name: 'features.party_elsewhere', expected: expectedElsewhere, features: partyElsewhere },
] as const
const names = tables.map(({ name }) => name)

type Built = ReadonlyMap<string, ReadonlyMap<number, Figures>>

/** The features of March 2025 by table and party, as they are built on a day. */
async function built(
    bank: HeldBank,
    { asOf = monthEnd, wanted = names }: { asOf?: Day; wanted?: readonly string[] } = {},
): Promise<Built> {
    const delivered = heldBankModels(bank)
    const firstMonth = bank.first
    const found = await builtTables(wanted, {
        delivered,
        month,
        asOf,
        firstMonth,
        ...opened,
    })
    return new Map([...found].map(([name, rows]) => [name, figuresByParty(rows)]))
}

/** A bank as drawn; a bank that fails is told as it is, for a smaller one would take long. */
async function forOneBank(first: Month, check: (bank: HeldBank) => Promise<void>): Promise<void> {
    const property = fc.asyncProperty(heldBankFrom(first), check)
    await fc.assert(property, { seed: first, numRuns: 1, endOnFailure: true })
}

it('builds the features that plain loops over the same bank give', async () => {
    const seen = new Map<string, Set<unknown>>()
    // A year and more of data; December in it, but not a year; neither; the month alone.
    for (const first of [202401, 202411, 202501, 202503]) {
        await forOneBank(first, async (bank) => {
            const found = await built(bank)
            for (const { name, expected } of tables) {
                for (const party of parties) {
                    const figures = expected(bank, party)
                    expect(found.get(name)?.get(party) ?? null, `${party}`).toEqual(figures)
                    for (const [id, value] of Object.entries(figures ?? {})) {
                        seen.set(id, (seen.get(id) ?? new Set()).add(value))
                    }
                }
            }
        })
    }
    const ids = tables.flatMap(({ features }) => features.map(({ id }) => id))
    expect([...seen.keys()].toSorted()).toEqual(ids.toSorted())
    for (const [id, values] of seen) expect(values.size, id).toBeGreaterThan(2)
}, 180_000)

it('says the same of a month when later ones have come', async () => {
    await forOneBank(202402, async (bank) => {
        const then = await built(knownThen(bank))
        expect(await built(bank, { asOf: lastDayOf(monthAfter) })).toEqual(then)
    })
}, 180_000)

it('asks for no order of what is delivered, and makes wholes of parts', async () => {
    await forOneBank(202404, async (bank) => {
        const found = await built(bank, { wanted: [...names, spine] })
        for (const [party, months] of found.get(spine) ?? []) {
            const held = found.get('features.party_holdings')?.get(party) ?? {}
            const balances = found.get('features.party_balances')?.get(party) ?? {}
            const sumOf = (parts: readonly (Figures[string] | undefined)[]): number =>
                parts.reduce((sum: number, part) => sum + Number(part), 0)
            if (months.aum_end_month !== null) {
                expect(sumOf(kinds.map((kind) => held[`${kind}_balance`]))).toBe(
                    months.aum_end_month,
                )
            }
            if (Number(months.aum_avg_month) > 0) {
                const shares = sumOf(kinds.map((kind) => balances[`${kind}_share`]))
                expect(Math.abs(shares - 1_000_000)).toBeLessThanOrEqual(2)
            }
            expect(held.tenure_days).toBeGreaterThanOrEqual(0)
        }
        const again = await built(turned(bank))
        for (const name of names) expect(again.get(name)).toEqual(found.get(name))
    })
}, 180_000)

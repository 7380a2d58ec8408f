import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Day } from '#domain/month.ts'
import { partyLoans } from '#features/catalogue/party-loans.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import { expectedLoans } from './expected-loans.ts'
import { type Figures, figuresByParty } from './figures.ts'
import { type LoanBank, loanBankArbitrary, loanBankModels, partyOf } from './loan-bank.ts'

const opened = keepWarehouse()

const end: Day = '2025-03-31'
const runs = { numRuns: 4, seed: 20_261_122, interruptAfterTimeLimit: 40_000 } as const

/** The features of March 2025 by party, as they are built on a day. */
async function builtLoans(lending: LoanBank, asOf: Day): Promise<ReadonlyMap<number, Figures>> {
    const rows = await builtRows('features.party_loans', {
        delivered: loanBankModels(lending),
        month: 202503,
        asOf,
        ...opened,
    })
    return figuresByParty(rows)
}

it('builds the features that plain loops over the same loans and cards give', async () => {
    const seen = new Map<string, Set<unknown>>()
    await fc.assert(
        fc.asyncProperty(loanBankArbitrary, async (lending) => {
            const built = await builtLoans(lending, end)
            for (const party of new Set(lending.bank.owners.map(partyOf))) {
                const expected = expectedLoans(lending, party)
                expect(built.get(party) ?? null).toEqual(expected)
                for (const [id, value] of Object.entries(expected ?? {})) {
                    seen.set(id, (seen.get(id) ?? new Set()).add(value))
                }
            }
        }),
        runs,
    )
    expect([...seen.keys()].toSorted()).toEqual(partyLoans.map(({ id }) => id).toSorted())
    for (const [id, values] of seen) expect(values.size, id).toBeGreaterThan(1)
})

it('says the same of a month when later ones have come', async () => {
    await fc.assert(
        fc.asyncProperty(loanBankArbitrary, async (lending) => {
            const later = await builtLoans(lending, '2025-05-31')
            expect(later).toEqual(await builtLoans(knownBy(lending, end), end))
        }),
        { ...runs, numRuns: 2 },
    )
})

/** What the bank could deliver on a day. */
function knownBy({ bank, loans, instalments, cards }: LoanBank, day: Day): LoanBank {
    const notYet = (one: Day | null): Day | null => (one !== null && one > day ? null : one)
    const accounts = bank.accounts.map((one) => ({ ...one, closed: notYet(one.closed) }))
    return {
        bank: { ...bank, accounts, bookings: bank.bookings.filter((one) => one.day <= day) },
        loans,
        instalments: instalments
            .map((one) => ({ ...one, paid: notYet(one.paid) }))
            .filter(({ due, paid }) => (due ?? paid ?? '9999') <= day),
        cards: cards
            .filter(({ issued }) => issued <= day)
            .map((one) => ({ ...one, cancelled: notYet(one.cancelled) })),
    }
}

it('takes no notice of the order of rows', async () => {
    await fc.assert(
        fc.asyncProperty(loanBankArbitrary, async (lending) => {
            const { bank, loans, instalments, cards } = lending
            const turned = {
                bank: { ...bank, accounts: bank.accounts.toReversed() },
                loans: loans.toReversed(),
                instalments: instalments.toReversed(),
                cards: cards.toReversed(),
            }
            expect(await builtLoans(turned, end)).toEqual(await builtLoans(lending, end))
        }),
        { ...runs, numRuns: 1 },
    )
})

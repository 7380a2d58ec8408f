import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf, monthOf } from '#domain/month.ts'
import { partyFlows } from '#features/catalogue/party-flows.ts'
import { partyHabits } from '#features/catalogue/party-habits.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtTables } from './build-small-bank.ts'
import { expectedFlows, movedOf } from './expected-flows.ts'
import { expectedHabits } from './expected-habits.ts'
import { type Figures, figuresByParty } from './figures.ts'
import { type FlowBank, flowBankFrom, flowBankModels, flowMonths, partyOf } from './flow-bank.ts'

const opened = keepWarehouse()

const month = flowMonths.last
const parties = [...new Set(Object.values(partyOf))]
// A bank of forty records is many small ones at once, and takes a second or two to build.
const runs = { seed: 20_261_122, numRuns: 1, endOnFailure: true } as const

type Tables = Readonly<Record<'flows' | 'habits', ReadonlyMap<number, Figures>>>

/** The features of March 2025 by party, as they are built on a day. */
async function built(bank: FlowBank, asOf: Day = lastDayOf(month)): Promise<Tables> {
    const names = ['features.party_flows', 'features.party_habits'] as const
    const delivered = flowBankModels(bank)
    const firstMonth = flowMonths.first
    const tables = await builtTables(names, {
        delivered,
        month,
        asOf,
        firstMonth,
        ...opened,
    })
    const figures = (name: string): Tables['flows'] => figuresByParty(tables.get(name) ?? [])
    return { flows: figures(names[0]), habits: figures(names[1]) }
}

/** The habits of a party by plain loops; null where it has no account or never moved anything. */
function habitsOf(bank: FlowBank, party: number): Figures | null {
    const { first, last } = flowMonths
    const moved = movedOf(bank, { party, first, last })
    const owned = bank.bank.accounts.filter(({ owner }) => partyOf[owner] === party)
    const firstMonth = Math.min(...owned.map(({ opened: day }) => monthOf(day)))
    if (moved.length === 0 || firstMonth > month) return null
    const ofBank = parties.flatMap((one) => movedOf(bank, { party: one, first: 202404, last }))
    const bankFirst = Math.min(month, ...ofBank.map((one) => one.month))
    return expectedHabits(moved, { month, firstMonth, bankFirst })
}

/** Looks at every party of a bank, and keeps the values that it has seen. */
async function compare(bank: FlowBank, seen: Map<string, Set<unknown>>): Promise<void> {
    const { flows, habits } = await built(bank)
    for (const party of parties) {
        const moved = movedOf(bank, { party, ...flowMonths })
        const expected = [expectedFlows(moved, month), habitsOf(bank, party)]
        expect([flows.get(party) ?? null, habits.get(party) ?? null]).toEqual(expected)
        for (const [id, value] of expected.flatMap((one) => Object.entries(one ?? {}))) {
            seen.set(id, (seen.get(id) ?? new Set()).add(value))
        }
    }
}

it('builds the features that plain loops over the same bookings give', async () => {
    const seen = new Map<string, Set<unknown>>()
    for (const first of [202402, 202502]) {
        const property = fc.asyncProperty(flowBankFrom(first), (bank) => compare(bank, seen))
        await fc.assert(property, runs)
    }
    const ids = [...partyFlows, ...partyHabits].map(({ id }) => id)
    expect([...seen.keys()].toSorted()).toEqual(ids.toSorted())
    for (const [id, values] of seen) expect(values.size, id).toBeGreaterThan(1)
})

it('says the same of a month in any order, and when later ones have come', async () => {
    await fc.assert(
        fc.asyncProperty(flowBankFrom(202402), async (bank) => {
            const known = bank.bookings.filter(({ day }) => day <= lastDayOf(month))
            const then = await built({ ...bank, bookings: known })
            const turned = { ...bank, bookings: bank.bookings.toReversed() }
            expect(await built(turned, '2025-04-30')).toEqual(then)
        }),
        runs,
    )
})

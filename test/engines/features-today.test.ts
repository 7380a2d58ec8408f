import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays } from '#domain/day-number.ts'
import { type Day, monthOf } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import {
    type DayBank,
    dayBankArbitrary,
    dayBankModels,
    daysLookedAt,
    mergedBanks,
} from './day-bank.ts'
import { expectedToday } from './expected-today.ts'
import { type Figures, figuresByParty } from './figures.ts'

const opened = keepWarehouse()

async function builtToday(sample: DayBank, day: Day): Promise<Readonly<Record<string, Figures>>> {
    const rows = await builtRows('features.party_today', {
        delivered: dayBankModels(sample),
        month: monthOf(day),
        asOf: day,
        ...opened,
    })
    return Object.fromEntries(figuresByParty(rows))
}

const banks = fc.array(dayBankArbitrary, { minLength: 12, maxLength: 12 })

it.each(daysLookedAt)('builds the facts of %s that plain loops give', async (day) => {
    const seen = { rows: 0, unknown: 0, known: 0, terms: 0, talks: 0 }
    const samples = fc.sample(banks, { numRuns: 1, seed: Number(day.replaceAll('-', '')) })
    for (const sample of samples.map(mergedBanks)) {
        const expected = Object.fromEntries(
            sample.bank.owners.flatMap((owner) => {
                const figures = expectedToday(sample, { owner, day })
                return figures === null ? [] : [[String(owner), figures]]
            }),
        )
        expect(await builtToday(sample, day)).toEqual(expected)
        for (const figures of Object.values(expected)) {
            seen.rows++
            if (figures.aum_sum_to_date === null) seen.unknown++
            else if (Number(figures.aum_sum_to_date) > 0) seen.known++
            if (Number(figures.next_maturity_now) > 0) seen.terms++
            if (figures.days_since_contact_now !== null) seen.talks++
        }
    }
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0)
})

it('is not changed by what comes after the day, nor by the order of rows', async () => {
    const [sample] = fc.sample(dayBankArbitrary, { numRuns: 1, seed: 7 })
    if (sample === undefined) return expect.fail('there is a bank')
    const day = '2025-02-12'
    const { bank, dayEnds, contacts } = sample
    const after = addDays(day, 1)
    const account = bank.accounts[0]?.id ?? 0
    const later: DayBank = {
        ...sample,
        bank: {
            ...bank,
            bookings: [
                ...bank.bookings.toReversed(),
                { id: 9001, account, day: after, amount: 77, kind: 'other' },
            ],
        },
        dayEnds: [
            ...dayEnds.filter((one) => one.account !== account || one.day !== after).toReversed(),
            { account, day: after, balance: 123_456_789 },
        ],
        contacts: [...contacts, { id: 9002, owner: 1, day: after, outcome: 'reached' }],
    }
    const before = await builtToday(sample, day)
    expect(Object.keys(before).length).toBeGreaterThan(0)
    expect(await builtToday(later, day)).toEqual(before)
})

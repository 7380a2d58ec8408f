import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addDays } from '#domain/day-number.ts'
import { type Day, monthOf } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Cell, Row, Warehouse } from '#warehouse/warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import {
    type DayBank,
    dayBankArbitrary,
    dayBankModels,
    daysLookedAt,
    mergedBanks,
} from './day-bank.ts'
import { expectedToday, type TodayFigures } from './expected-today.ts'

let opened: TestWarehouse
let warehouse: Warehouse

beforeAll(async () => {
    opened = await openTestWarehouse()
    warehouse = opened.warehouse
})

afterAll(async () => {
    await opened.close()
})

const features = [...catalogue.values()].filter(({ table }) => table === 'features.party_today')

async function builtToday(
    sample: DayBank,
    day: Day,
): Promise<Readonly<Record<string, TodayFigures>>> {
    const rows = await builtRows('features.party_today', {
        delivered: dayBankModels(sample),
        month: monthOf(day),
        asOf: day,
        warehouse,
        root: opened.folder,
    })
    return Object.fromEntries(rows.map((row) => [String(row.party_id), figuresOf(row)]))
}

function figuresOf(row: Row): TodayFigures {
    return Object.fromEntries(features.map(({ id }) => [id, plain(row[id])]))
}

function plain(cell: Cell | undefined): number | string | null {
    if (cell == null) return null
    return typeof cell === 'object' || typeof cell === 'bigint'
        ? Number(typeof cell === 'object' ? cell.units : cell)
        : typeof cell === 'boolean'
          ? String(cell)
          : cell
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

import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/day-number.ts'
import { type Day, firstDayOf, monthOf } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import { type DayBank, dayBankModels } from './day-bank.ts'
import { type Figures, figuresByParty } from './figures.ts'

// The first and the last day of every span, each with an owner of its own.

const opened = keepWarehouse()

/** What every owner has on the one account from the first of the month on, in cents. */
const balance = 100_000

/** Days after the day looked at on which an owner's term ends. */
const terms = [0, 1, 7, 8, 30, 31, 90, 91]
/** Days before it on which an owner was paid something. */
const booked = [-1, 0, 6, 7, 29, 30]
/** Days before it on which an owner was talked to. */
const talked = [-1, 0, 1, 7, 30, 90]

const termOwner = (days: number): number => 100 + days
const bookedOwner = (days: number): number => 300 + days
const talkedOwner = (days: number): number => 500 + days

function bankOn(day: Day): DayBank {
    const owners = [...terms.map(termOwner), ...booked.map(bookedOwner), ...talked.map(talkedOwner)]
    const first = firstDayOf(monthOf(day))
    return {
        bank: {
            owners,
            people: Object.fromEntries(
                owners.map((owner) => [owner, { kind: 'person', born: null, sales: null }]),
            ),
            accounts: owners.map((owner) => ({
                ...{ id: owner + 1000, owner, product: 'deposit', currency: 'CNY' as const },
                ...{ opened: addDays(first, -200), closed: null, balances: {} },
            })),
            bookings: booked.map((days) => ({
                ...{ id: 9000 + days, account: bookedOwner(days) + 1000, amount: 500 + days },
                ...{ day: addDays(day, -days), kind: 'other' as const },
            })),
            listings: [],
        },
        dayEnds: owners.map((owner) => ({ account: owner + 1000, day: first, balance })),
        maturities: Object.fromEntries(
            terms.map((days) => [termOwner(days) + 1000, addDays(day, days)]),
        ),
        contacts: talked.map((days) => ({
            ...{ id: 8000 + days, owner: talkedOwner(days), outcome: 'reached' as const },
            day: addDays(day, -days),
        })),
    }
}

async function figuresOn(day: Day): Promise<(owner: number) => Figures> {
    const rows = await builtRows('features.party_today', {
        delivered: dayBankModels(bankOn(day)),
        ...{ month: monthOf(day), asOf: day, ...opened },
    })
    const figures = new Map([...figuresByParty(rows)].map(([party, one]) => [String(party), one]))
    return (owner) => figures.get(String(owner)) ?? {}
}

describe.each([
    ['2025-02-28', 28],
    ['2024-02-29', 29],
    ['2025-01-31', 31],
    ['2025-03-01', 1],
] as const)('on %s', (day, daysOfMonth) => {
    let told: ((owner: number) => Figures) | null = null
    const of = async (owner: number): Promise<Figures> => {
        told ??= await figuresOn(day)
        return told(owner)
    }

    test.each(terms)('a term that ends in %i days', async (days) => {
        const { maturing_now_90d, next_maturity_now_date, next_maturity_now } = await of(
            termOwner(days),
        )
        const isAhead = days >= 1
        expect(maturing_now_90d).toBe(isAhead && days <= 90 ? balance : 0)
        expect(next_maturity_now_date).toBe(isAhead ? addDays(day, days) : null)
        expect(next_maturity_now).toBe(isAhead ? balance : null)
    })

    test.each(booked)('what was booked %i days ago', async (days) => {
        const { inflow_day, inflow_7d, inflow_30d } = await of(bookedOwner(days))
        const amount = 500 + days
        expect(inflow_day).toBe(days === 0 ? amount : 0)
        expect(inflow_7d).toBe(days >= 0 && days < 7 ? amount : 0)
        expect(inflow_30d).toBe(days >= 0 && days < 30 ? amount : 0)
    })

    test.each(talked)('a talk %i days ago', async (days) => {
        const { days_since_contact_now } = await of(talkedOwner(days))
        expect(days_since_contact_now).toBe(days < 0 ? null : days)
    })

    test('the month so far has as many days as the calendar says', async () => {
        const { deposit_sum_to_date, deposit_avg_to_date, days_known_to_date } = await of(
            talkedOwner(0),
        )
        expect(deposit_sum_to_date).toBe(balance * daysOfMonth)
        expect(deposit_avg_to_date).toBe(balance)
        expect(days_known_to_date).toBe(daysOfMonth)
    })
})

import fc from 'fast-check'
import { type Day, lastDayOf, type Month, monthOf, monthsOf } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import {
    accountColumns,
    balanceColumns,
    bookingColumns,
    listingColumns,
    rateColumns,
    recordColumns,
} from './bank-columns.ts'

/** An account of a small bank; balances by month, null: not delivered, in cents. */
export type SmallAccount = {
    readonly id: number
    readonly owner: number
    readonly product: string
    readonly currency: 'CNY' | 'USD'
    readonly opened: Day
    readonly closed: Day | null
    readonly balances: Readonly<Record<Month, SmallBalance | null>>
}
export type SmallBalance = { readonly avg: number; readonly end: number }

/** A booking; the amount is in cents. */
export type SmallBooking = {
    readonly id: number
    readonly account: number
    readonly day: Day
    readonly amount: number | null
    readonly kind: 'card' | 'other'
}

/** A time on a list, both days included; null: it lasts. */
export type SmallListing = {
    readonly owner: number
    readonly list: 'red' | 'black'
    readonly from: Day
    readonly until: Day | null
}

/** A person or company. Sales are in cents. */
export type SmallOwner = {
    readonly kind: 'person' | 'company'
    readonly born: Day | null
    readonly sales: number | null
}

export type SmallBank = {
    readonly owners: readonly number[]
    /** By number. */
    readonly people: Readonly<Record<number, SmallOwner>>
    readonly accounts: readonly SmallAccount[]
    readonly bookings: readonly SmallBooking[]
    readonly listings: readonly SmallListing[]
}

/** The months that a small bank has. */
export const smallMonths = monthsOf({ from: 202411, to: 202503 })

/** Months before them in which something was booked: the last two that a year back sees, or not. */
const earlierMonths: readonly Month[] = [202403, 202404, 202405]

/** Base currency units per US dollar, in hundredths. */
export const dollarRate: Readonly<Record<Month, number>> = {
    202403: 708,
    202404: 709,
    202405: 711,
    202411: 712,
    202412: 725,
    202501: 731,
    202502: 728,
    202503: 719,
}

const products = ['deposit', 'wealth', 'fund', 'insurance', 'mortgage', 'loan', 'card']

/** Any day of the months. */
export function dayOf(months: readonly Month[]): fc.Arbitrary<Day> {
    return fc
        .tuple(fc.constantFrom(...months), fc.integer({ min: 1, max: 31 }))
        .map(([month, dayOfMonth]): Day => {
            const last = lastDayOf(month)
            const text = `${last.slice(0, 8)}${String(dayOfMonth).padStart(2, '0')}`
            return text < last ? text : last
        })
}

const day = dayOf(smallMonths)
const cents = fc.integer({ min: 0, max: 90_000_000 })

const accountArbitrary = fc
    .record({
        owner: fc.integer({ min: 1, max: 6 }),
        product: fc.constantFrom(...products),
        currency: fc.constantFrom('CNY' as const, 'CNY' as const, 'USD' as const),
        opened: day,
        closed: fc.option(day, { freq: 3 }),
        balances: fc.array(fc.option(fc.record({ avg: cents, end: cents }), { freq: 6 }), {
            minLength: smallMonths.length,
            maxLength: smallMonths.length,
        }),
    })
    .filter(({ opened, closed }) => closed === null || closed >= opened)

const peopleArbitrary = fc
    .array(
        fc.record({
            // Of age on the last day of March 2025, by a month or a day, or not; or unknown.
            born: fc.constantFrom('1980-05-06', '2007-03-31', '2007-04-01', '2007-02-28', null),
            sales: fc.option(cents),
        }),
        { minLength: 6, maxLength: 6 },
    )
    .map((people) =>
        Object.fromEntries(
            people.map(({ born, sales }, index): [number, SmallOwner] => [
                index + 1,
                index === 5
                    ? { kind: 'company', born: null, sales }
                    : { kind: 'person', born, sales: null },
            ]),
        ),
    )

const listingArbitrary = fc
    .record({
        owner: fc.integer({ min: 1, max: 6 }),
        list: fc.constantFrom('red' as const, 'red' as const, 'black' as const),
        from: fc.oneof(day, fc.constantFrom('2025-03-31', '2025-04-01')),
        until: fc.option(fc.oneof(day, fc.constantFrom('2025-03-30', '2025-03-31'))),
    })
    .filter(({ from, until }) => until === null || until >= from)

/** Banks of six owners with a handful of accounts and bookings, gaps and dollars included. */
export const smallBankArbitrary: fc.Arbitrary<SmallBank> = fc
    .array(accountArbitrary, { minLength: 1, maxLength: 14 })
    .chain((drafts) => {
        const accounts = drafts.map(({ balances, ...rest }, index) => ({
            ...rest,
            id: 100 + index,
            balances: Object.fromEntries(
                smallMonths.map((month, at) => [month, balances[at] ?? null]),
            ),
        }))
        const booking = fc.record({
            account: fc.constantFrom(...accounts.map(({ id }) => id)),
            day: dayOf([...earlierMonths, ...smallMonths, ...smallMonths]),
            kind: fc.constantFrom('card' as const, 'other' as const),
            amount: fc.option(fc.integer({ min: -5_000_000, max: 5_000_000 }), { freq: 9 }),
        })
        return fc.record({
            owners: fc.constant([1, 2, 3, 4, 5, 6]),
            people: peopleArbitrary,
            accounts: fc.constant(accounts),
            bookings: fc
                .array(booking, { maxLength: 40 })
                .map((all) => all.map((one, index) => ({ ...one, id: 1000 + index }))),
            listings: fc.uniqueArray(listingArbitrary, {
                maxLength: 6,
                selector: ({ owner, list, from }) => `${owner} ${list} ${from}`,
            }),
        })
    })

/** Whether an account was open on at least one day of a month. */
export function isHeld({ opened, closed }: SmallAccount, month: Month): boolean {
    return monthOf(opened) <= month && (closed === null || monthOf(closed) >= month)
}

/** The models of a source system `small` that delivers a bank. */
export function smallBankModels(bank: SmallBank): Readonly<Record<string, SmallModel>> {
    const records = bank.owners.map((id) => {
        const { kind, born, sales } = bank.people[id] ?? { kind: 'person', born: null, sales: null }
        return (
            `(${id}, 'small', 'owner', '${id}', '${kind}', null, ${dayText(born)}, null, null, ` +
            `null, null, ${id % 2 === 0}, ${money(sales)}, null)`
        )
    })
    const accounts = bank.accounts.map(
        ({ id, owner, product, currency, opened, closed }) =>
            `(${id}, 'small', '${id}', ${owner}, '${product}', '${currency}', date '${opened}', ` +
            `${dayText(closed)}, null)`,
    )
    const balances = bank.accounts.flatMap((account) =>
        Object.entries(account.balances).flatMap(([month, balance]) =>
            isHeld(account, Number(month))
                ? [`(${account.id}, ${month}, ${money(balance?.avg)}, ${money(balance?.end)})`]
                : [],
        ),
    )
    const currencyOf = new Map(bank.accounts.map(({ id, currency }) => [id, currency]))
    const bookings = bank.bookings.map(
        ({ id, account, day: booked, amount, kind }) =>
            `(${id}, ${account}, date '${booked}', ${money(amount)}, ` +
            `'${currencyOf.get(account)}', null, null, '${kind}')`,
    )
    const rates = Object.entries(dollarRate).map(
        ([month, rate]) => `('USD', ${month}, ${rate} * cast(0.01 as decimal(4,2)))`,
    )
    const listings = bank.listings.map(
        ({ owner, list, from, until }) =>
            `(${owner}, '${list}', ${dayText(from)}, ${dayText(until)})`,
    )
    return {
        'identity.small__importance_listings': {
            ...rowsModel(listingColumns, listings),
            key: ['record_id', 'list', 'from_date'],
        },
        'identity.small__records': rowsModel(recordColumns, records),
        'identity.small__accounts': rowsModel(accountColumns, accounts),
        'identity.small__balances': rowsModel(balanceColumns, balances),
        'identity.small__transactions': rowsModel(bookingColumns, bookings),
        'identity.small__rates': { ...rowsModel(rateColumns, rates), key: ['currency', 'month'] },
    }
}

/** SQL of a day or of none. */
export function dayText(text: Day | null): string {
    return text === null ? 'null' : `date '${text}'`
}

/** SQL of cents as base units, or of null. */
export function money(cent: number | null | undefined): string {
    return cent == null ? 'null' : `${cent} * cast(0.01 as decimal(4,2))`
}

/** A model of literal rows; without any it has a row of nulls that a filter takes away. */
export function rowsModel(
    columns: Readonly<Record<string, string>>,
    rows: readonly string[],
): SmallModel {
    const names = Object.keys(columns)
    const casts = Object.entries(columns).map(
        ([name, type]) => `cast(${name} as ${type}) as ${name}`,
    )
    const nulls = `(${names.map(() => 'null').join(', ')})`
    const values = rows.length === 0 ? nulls : rows.join(',\n')
    const filter = rows.length === 0 ? ' where 1 = 0' : ''
    const list = names.join(', ')
    const sql = `select ${casts.join(', ')} from (values ${values}) given(${list})${filter}`
    const key = names.includes('month') ? names.slice(0, 2) : names.slice(0, 1)
    return { sql, columns, key }
}

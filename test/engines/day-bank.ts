import fc from 'fast-check'
import { type Day, monthsOf } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import { accountColumns, contactColumns, dayEndColumns } from './bank-columns.ts'
import {
    dayOf,
    dayText,
    money,
    rowsModel,
    type SmallBank,
    smallBankArbitrary,
    smallBankModels,
} from './small-bank.ts'

/** A balance at the end of a day as delivered, in cents; null: delivered as unknown. */
export type DayEnd = {
    readonly account: number
    readonly day: Day
    readonly balance: number | null
}

/** A talk with a customer; null is an outcome that nobody noted. */
export type SmallContact = {
    readonly id: number
    readonly owner: number
    readonly day: Day
    readonly outcome: 'reached' | 'no_answer' | null
}

/** A small bank with what a day's work looks at. */
export type DayBank = {
    readonly bank: SmallBank
    readonly dayEnds: readonly DayEnd[]
    /** Ends of terms by account. */
    readonly maturities: Readonly<Record<number, Day>>
    readonly contacts: readonly SmallContact[]
}

/** Days that end a month, begin one, or lie within; March looks back into January. */
export const daysLookedAt: readonly Day[] = [
    '2025-03-10',
    '2025-03-01',
    '2025-03-31',
    '2025-02-28',
    '2025-01-15',
]

/** The accounts of six owners in two hands: sums of one account are too simple. */
const bankArbitrary = smallBankArbitrary.map((bank) => ({
    ...bank,
    accounts: bank.accounts.map((account) => ({ ...account, owner: 1 + (account.owner % 2) })),
}))

const recent = monthsOf({ from: 202501, to: 202503 })

const contactArbitrary = fc.record({
    owner: fc.integer({ min: 1, max: 3 }),
    day: dayOf(recent),
    outcome: fc.constantFrom('reached' as const, 'no_answer' as const, null),
})

/** Banks whose accounts mostly have a day-end at the begin of every month, and some after it. */
export const dayBankArbitrary: fc.Arbitrary<DayBank> = bankArbitrary.chain((bank) => {
    const ids = bank.accounts.map(({ id }) => id)
    const balance = fc.option(fc.integer({ min: -900_000, max: 9_000_000 }), { freq: 12 })
    const dayEnd = fc.record({ account: fc.constantFrom(...ids), day: dayOf(recent), balance })
    const opening = fc.record({ account: fc.constantFrom(...ids), balance }).map((one) => ({
        ...one,
        day: bank.accounts.find(({ id }) => id === one.account)?.opened ?? '2025-01-01',
    }))
    return fc.record({
        bank: fc.constant(bank),
        dayEnds: fc.uniqueArray(fc.oneof(opening, dayEnd), {
            minLength: 8,
            maxLength: 40,
            selector: ({ account, day }) => `${account} ${day}`,
        }),
        maturities: fc.dictionary(
            fc.constantFrom(...ids.map(String)),
            dayOf(monthsOf({ from: 202501, to: 202508 })),
        ),
        contacts: fc
            .array(contactArbitrary, { maxLength: 6 })
            .map((all) => all.map((one, index) => ({ ...one, id: 5000 + index }))),
    })
})

/** The models of a source system `small` that delivers a bank with its days. */
export function dayBankModels(sample: DayBank): Readonly<Record<string, SmallModel>> {
    const { bank, dayEnds, maturities, contacts } = sample
    const accounts = bank.accounts.map(
        ({ id, owner, product, currency, opened, closed }) =>
            `(${id}, 'small', '${id}', ${owner}, '${product}', '${currency}', date '${opened}', ` +
            `${dayText(closed)}, ${dayText(maturities[id] ?? null)})`,
    )
    const ends = dayEnds.map(
        ({ account, day, balance }) => `(${account}, date '${day}', ${money(balance)})`,
    )
    const talks = contacts.map(
        ({ id, owner, day, outcome }) =>
            `(${id}, ${owner}, date '${day}', 'out', 'phone', ` +
            `${outcome === null ? 'null' : `'${outcome}'`}, null)`,
    )
    return {
        ...smallBankModels(bank),
        'identity.small__accounts': rowsModel(accountColumns, accounts),
        'identity.small__day_ends': {
            ...rowsModel(dayEndColumns, ends),
            key: ['account_id', 'day'],
        },
        'identity.small__contacts': rowsModel(contactColumns, talks),
    }
}

/** Several banks as one: what is built at once is built in a fraction of the time. */
export function mergedBanks(banks: readonly DayBank[]): DayBank {
    const moved = banks.map((one, at) => movedBy(one, at * 10_000))
    return {
        bank: {
            owners: moved.flatMap(({ bank }) => bank.owners),
            people: Object.assign({}, ...moved.map(({ bank }) => bank.people)),
            accounts: moved.flatMap(({ bank }) => bank.accounts),
            bookings: moved.flatMap(({ bank }) => bank.bookings),
            listings: moved.flatMap(({ bank }) => bank.listings),
        },
        dayEnds: moved.flatMap(({ dayEnds }) => dayEnds),
        maturities: Object.assign({}, ...moved.map(({ maturities }) => maturities)),
        contacts: moved.flatMap(({ contacts }) => contacts),
    }
}

/** The same bank under other numbers. */
function movedBy({ bank, dayEnds, maturities, contacts }: DayBank, by: number): DayBank {
    const idAndOwner = <T extends { readonly id: number; readonly owner: number }>(one: T): T => ({
        ...one,
        id: one.id + by,
        owner: one.owner + by,
    })
    const keyed = <T>(map: Readonly<Record<number, T>>): Readonly<Record<number, T>> =>
        Object.fromEntries(Object.entries(map).map(([key, one]) => [Number(key) + by, one]))
    return {
        bank: {
            owners: bank.owners.map((owner) => owner + by),
            people: keyed(bank.people),
            accounts: bank.accounts.map(idAndOwner),
            bookings: bank.bookings.map((one) => ({
                ...one,
                id: one.id + by,
                account: one.account + by,
            })),
            listings: bank.listings.map((one) => ({ ...one, owner: one.owner + by })),
        },
        dayEnds: dayEnds.map((one) => ({ ...one, account: one.account + by })),
        maturities: keyed(maturities),
        contacts: contacts.map(idAndOwner),
    }
}

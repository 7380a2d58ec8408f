import fc from 'fast-check'
import { addMonths, type Day, lastDayOf, type Month, monthOf, monthsOf } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import {
    dayOf,
    dayText,
    money,
    rowsModel,
    type SmallAccount,
    smallBankModels,
} from './small-bank.ts'

/** An account with its term and the numbers of the products of the shelf on it. */
export type HeldAccount = SmallAccount & {
    readonly maturity: Day | null
    readonly shelf: readonly number[]
}

/** A product of the shelf; the rate is in millionths a year. */
export type ShelfProduct = {
    readonly id: number
    readonly risk: string | null
    readonly rate: number | null
}

/** Something booked on an account. */
export type Use = { readonly account: number; readonly day: Day; readonly kind: string | null }

/** What a manager knows of another bank; the amount is in cents. */
export type Note = {
    readonly owner: number
    readonly bank: string | null
    readonly product: string | null
    readonly amount: number
    readonly currency: 'CNY' | 'USD' | 'EUR'
    readonly maturity: Day | null
}

/** A bank of which balances, terms, the shelf and notes are told. */
export type HeldBank = {
    /** The first month that its models have. */
    readonly first: Month
    readonly accounts: readonly HeldAccount[]
    readonly shelf: readonly ShelfProduct[]
    readonly uses: readonly Use[]
    readonly notes: readonly Note[]
    /** By owner, the day from which the record is known; null: nobody knows. */
    readonly knownSince: Readonly<Record<number, Day | null>>
}

/** The month that is looked at. */
export const month: Month = 202503
/** Its last day. */
export const monthEnd: Day = lastDayOf(month)
/** The month that comes after it. */
export const monthAfter: Month = 202504

const owners = Array.from({ length: 60 }, (_, index) => index + 1)

/** Of five records the second belongs to the first, so that two make a party. */
export function partyOf(record: number): number {
    return record % 5 === 2 ? record - 1 : record
}

/** The parties of the bank. */
export const parties: readonly number[] = [...new Set(owners.map(partyOf))]

const months = monthsOf({ from: 202401, to: monthAfter })

/** Base currency units per US dollar in a month, in hundredths; euros have no rate. */
export function dollarOf(at: Month): number {
    return 700 + (at % 100) * 3
}

const edges: readonly Day[] = ['2025-03-01', '2025-03-31', '2025-04-01', '2024-10-01', '2024-09-30']
const anyDay = fc.oneof(dayOf(months), dayOf([202412, 202501, 202503]), fc.constantFrom(...edges))
const termEnd = fc.constantFrom<Day[]>(
    ...['2025-02-28', '2025-03-01', '2025-03-31', '2025-04-01', '2025-04-30', '2025-05-01'],
    ...['2025-06-29', '2025-06-30', '2025-09-27', '2025-09-28', '2026-03-31', '2026-04-01'],
)
const cents = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 90_000_000 }) },
    { weight: 2, arbitrary: fc.constantFrom(0, 1, 99_999, 100_000, -100_000, -99_999) },
)
const balance = fc.record({ avg: fc.nat({ max: 90_000_000 }), end: cents })
const products = ['deposit', 'deposit', 'wealth', 'fund', 'insurance', 'mortgage', 'loan', 'card']

const accountArbitrary = fc
    .record({
        owner: fc.constantFrom(...owners),
        product: fc.constantFrom(...products),
        currency: fc.constantFrom('CNY' as const, 'CNY' as const, 'USD' as const),
        opened: fc.oneof(anyDay, dayOf([202201, 202312])),
        closed: fc.oneof(fc.constant(null), fc.constant(null), anyDay),
        maturity: fc.option(fc.oneof(anyDay, termEnd, termEnd), { freq: 3 }),
        shelf: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
        balances: fc
            .array(fc.option(balance, { freq: 25 }), {
                minLength: months.length,
                maxLength: months.length,
            })
            .map((all) => Object.fromEntries(months.map((at, index) => [at, all[index] ?? null]))),
    })
    .filter(({ opened, closed }) => closed === null || closed >= opened)

const shelfArbitrary = fc
    .array(
        fc.record({
            risk: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5', null),
            rate: fc.option(fc.integer({ min: 0, max: 80_000 }), { freq: 3 }),
        }),
        { minLength: 5, maxLength: 5 },
    )
    .map((all) => all.map((one, index) => ({ ...one, id: index + 1 })))

const noteArbitrary = fc.record({
    owner: fc.constantFrom(...owners),
    bank: fc.constantFrom('甲银行', '乙银行', '丙银行', null),
    product: fc.constantFrom('deposit', 'wealth', 'fund', 'insurance', 'loan', null),
    amount: fc.oneof(fc.constantFrom(100_000, 200_000), fc.nat({ max: 50_000_000 })),
    currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'CNY', 'USD', 'USD', 'EUR') as fc.Arbitrary<
        Note['currency']
    >,
    maturity: fc.option(fc.oneof(anyDay, termEnd), { freq: 2 }),
})

/** Banks of sixty records with some accounts each, and the months from the first one named on. */
export const heldBankFrom = (first: Month): fc.Arbitrary<HeldBank> =>
    fc.array(accountArbitrary, { minLength: 100, maxLength: 150 }).chain((drafts) => {
        const accounts = drafts.map((draft, index) => ({ ...draft, id: 100 + index }))
        const use = fc.record({
            account: fc.constantFrom(...accounts.map(({ id }) => id)),
            day: anyDay,
            kind: fc.constantFrom('transfer', 'interest', 'fee', 'interest', 'fee', null),
        })
        return fc.record({
            first: fc.constant(first),
            accounts: fc.constant(accounts),
            shelf: shelfArbitrary,
            uses: fc.array(use, { minLength: 50, maxLength: 120 }),
            notes: fc.array(noteArbitrary, { minLength: 30, maxLength: 60 }),
            knownSince: fc
                .array(fc.option(anyDay), { minLength: owners.length, maxLength: owners.length })
                .map((days) =>
                    Object.fromEntries(owners.map((one, index) => [one, days[index] ?? null])),
                ),
        })
    })

/** The same bank as it was on the last day of the month: nothing is known of what came later. */
export function knownThen(bank: HeldBank): HeldBank {
    const accounts = bank.accounts
        .filter(({ opened }) => opened <= monthEnd)
        .map((one) => ({
            ...one,
            closed: one.closed !== null && one.closed > monthEnd ? null : one.closed,
            balances: Object.fromEntries(
                Object.entries(one.balances).filter(([at]) => Number(at) <= month),
            ),
        }))
    const ids = new Set(accounts.map(({ id }) => id))
    return {
        ...bank,
        accounts,
        uses: bank.uses.filter(({ day, account }) => day <= monthEnd && ids.has(account)),
    }
}

/** The same rows in the opposite order. */
export function turned(bank: HeldBank): HeldBank {
    return {
        ...bank,
        accounts: bank.accounts.toReversed(),
        shelf: bank.shelf.toReversed(),
        uses: bank.uses.toReversed(),
        notes: bank.notes.toReversed(),
    }
}

/** Whether an account is open at the end of the month. */
export function isOpen({ opened, closed }: HeldAccount): boolean {
    return opened <= monthEnd && (closed === null || closed > monthEnd)
}

/** Cents in the base currency, half away from zero; null where the currency has no rate. */
export function inBase(
    amount: number,
    { currency, month: at }: { readonly currency: Note['currency']; readonly month: Month },
): number | null {
    if (currency === 'CNY') return amount
    if (currency === 'EUR') return null
    return Math.sign(amount) * Math.floor((Math.abs(amount) * dollarOf(at) + 50) / 100) + 0
}

/** The models of the source system that delivers such a bank, and its party map. */
export function heldBankModels(bank: HeldBank): Readonly<Record<string, SmallModel>> {
    const people = Object.fromEntries(
        owners.map((one) => [one, { kind: 'person' as const, born: null, sales: null }]),
    )
    const models = smallBankModels({ ...bank, owners, people, bookings: [], listings: [] })
    const columnsOf = (noun: string) => models[`identity.small__${noun}`]?.columns ?? {}
    const records = owners.map(
        (one) =>
            `(${one}, 'small', 'owner', '${one}', 'person', null, null, null, null, null, null, ` +
            `null, null, ${dayText(bank.knownSince[one] ?? null)})`,
    )
    const accounts = bank.accounts.map(
        ({ id, owner, product, currency, opened, closed, maturity }) =>
            `(${id}, 'small', '${id}', ${owner}, '${product}', '${currency}', ` +
            `${dayText(opened)}, ${dayText(closed)}, ${dayText(maturity)})`,
    )
    const uses = bank.uses.map(
        ({ account, day, kind }, index) =>
            `(${5000 + index}, ${account}, ${dayText(day)}, 1.00, 'CNY', null, null, ` +
            `${word(kind)})`,
    )
    const rates = months.map((at) => `('USD', ${at}, ${money(dollarOf(at))})`)
    const mapped = owners.map((one) => `(${one}, ${partyOf(one)})`)
    return {
        ...models,
        ...shelfModels(bank),
        'identity.small__records': rowsModel(columnsOf('records'), records),
        'identity.small__accounts': rowsModel(columnsOf('accounts'), accounts),
        'identity.small__transactions': rowsModel(columnsOf('transactions'), uses),
        'identity.small__rates': {
            ...rowsModel(columnsOf('rates'), rates),
            key: ['currency', 'month'],
        },
        'identity.party_map': rowsModel({ record_id: 'bigint', party_id: 'bigint' }, mapped),
    }
}

function shelfModels({ accounts, shelf, notes }: HeldBank): Readonly<Record<string, SmallModel>> {
    const products = shelf.map(
        ({ id, risk, rate }) =>
            `(${id}, 'small', '${id}', 'P', 'fund', ${word(risk)}, 'CNY', null, null, ` +
            `${rate === null ? 'null' : `${rate} * cast(0.000001 as decimal(7,6))`}, ` +
            'null, null, null)',
    )
    const holdings = accounts.flatMap(({ id, shelf: on }) => on.map((one) => `(${id}, ${one})`))
    const held = notes.map(
        ({ owner, bank, product, amount, currency, maturity }, index) =>
            `(${9000 + index}, ${owner}, ${word(bank)}, ${word(product)}, ${money(amount)}, ` +
            `'${currency}', ${dayText(maturity)})`,
    )
    return {
        'identity.small__products': rowsModel(productColumns, products),
        'identity.small__holdings': {
            ...rowsModel(holdingColumns, holdings),
            key: ['account_id', 'product_id'],
        },
        'identity.small__held_elsewhere': rowsModel(noteColumns, held),
    }
}

function word(text: string | null): string {
    return text === null ? 'null' : `'${text}'`
}

/** The months of the window that the models have, newest first. */
export function monthsBack({ first }: HeldBank, count: number): readonly Month[] {
    const all = Array.from({ length: count }, (_, back) => addMonths(month, -back))
    return all.filter((at) => at >= first)
}

/** Whether an account was opened in one of the last months. */
export function isSince(day: Day, count: number): boolean {
    return day <= monthEnd && monthOf(day) > addMonths(month, -count)
}

const productColumns = {
    product_id: 'bigint',
    system: 'varchar',
    source_key: 'varchar',
    name: 'varchar',
    product: 'varchar',
    risk_level: 'varchar',
    currency: 'varchar',
    term_days: 'integer',
    minimum_amount: 'decimal(18,2)',
    rate_expected: 'decimal(9,6)',
    sale_from_date: 'date',
    sale_until_date: 'date',
    quota: 'decimal(18,2)',
}
const holdingColumns = { account_id: 'bigint', product_id: 'bigint' }
const noteColumns = {
    held_elsewhere_id: 'bigint',
    record_id: 'bigint',
    bank: 'varchar',
    product: 'varchar',
    amount: 'decimal(18,2)',
    currency: 'varchar',
    maturity_date: 'date',
}

import fc from 'fast-check'
import { type Day, lastDayOf, type Month, monthOf, monthsOf } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import {
    dayOf,
    dayText,
    money,
    rowsModel,
    type SmallAccount,
    type SmallBank,
    smallBankModels,
} from './small-bank.ts'

/** A booking with all that is told of it; the amount is in cents. */
export type FlowBooking = {
    readonly id: number
    readonly account: number
    readonly day: Day
    readonly amount: number | null
    readonly channel: string | null
    readonly bank: string | null
    readonly kind: string | null
}

/** A small bank on whose accounts something moves, all in yuan. */
export type FlowBank = {
    readonly bank: SmallBank
    readonly bookings: readonly FlowBooking[]
}

/** The month whose features are looked at, and the first that the models have. */
export const flowMonths = { first: 202403, last: 202503 } as const

const owners = Array.from({ length: 40 }, (_, index) => index + 1)

/** Every fourth record belongs to the party of the one before it. */
export const partyOf: Readonly<Record<number, number>> = Object.fromEntries(
    owners.map((owner) => [owner, owner % 4 === 0 ? owner - 1 : owner]),
)

// The months at which something comes into a window of three or twelve, or leaves it.
const edges: readonly Month[] = [202503, 202503, 202502, 202501, 202412, 202411, 202404, 202403]
const edgeDays: readonly Day[] = ['2025-03-31', '2025-04-01', '2025-01-01', '2024-12-31']

const dayFrom = (first: Month): fc.Arbitrary<Day> => {
    const from = (months: readonly Month[]): fc.Arbitrary<Day> =>
        dayOf(months.filter((month) => month >= first))
    return fc.oneof(
        from(monthsOf({ from: 202402, to: 202504 })),
        from(edges),
        fc.constantFrom(...edgeDays.filter((day) => monthOf(day) >= first)),
    )
}

const booking = {
    amount: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: -3_000_000, max: 3_000_000 }) },
        { weight: 4, arbitrary: fc.constantFrom(-20_000, -10_000, 10_000, 20_000) },
        { weight: 1, arbitrary: fc.constantFrom(null, 0) },
    ),
    channel: fc.constantFrom(
        ...['mobile', 'online', 'pos', 'card', 'atm', 'branch', 'counter', 'auto', 'system'],
        ...['telex', 'mobile', null],
    ),
    bank: fc.constantFrom('B001', 'B002', 'B003', null, null),
    kind: fc.constantFrom(
        ...['salary', 'cash', 'transfer', 'transfer', 'interest', 'fee', 'card', 'loan'],
        ...['other', 'barter', null],
    ),
}

/** An account that nothing, something or much is booked on, from a month on. */
const accountFrom = (first: Month) =>
    fc.record({
        owner: fc.constantFrom(...owners),
        product: fc.constantFrom('deposit', 'deposit', 'deposit', 'card', 'loan', 'fund'),
        monthly: fc.option(fc.constantFrom('salary', 'transfer'), { freq: 2 }),
        // Open for long, or for less than the months that a mean divides by.
        opened: fc.oneof(
            { weight: 6, arbitrary: dayOf([202301, 202311]) },
            { weight: 3, arbitrary: dayOf(edges) },
            { weight: 1, arbitrary: dayOf([202504]) },
        ),
        bookings: fc.oneof(
            fc.array(fc.record({ ...booking, day: dayFrom(first) }), { maxLength: 3 }),
            fc.array(fc.record({ ...booking, day: dayFrom(first) }), {
                minLength: 15,
                maxLength: 60,
            }),
        ),
    })

/** Banks of forty records whose bookings are known from a month on. */
export function flowBankFrom(first: Month): fc.Arbitrary<FlowBank> {
    const drafts = fc.array(accountFrom(first), { minLength: 50, maxLength: 70 })
    return drafts.map((all): FlowBank => {
        const accounts = all.map(
            ({ owner, product, opened }, index): SmallAccount => ({
                ...{ id: 1000 + index, owner, product, opened },
                ...{ closed: null, currency: 'CNY', balances: {} },
            }),
        )
        const bookings = all.flatMap((account, at) =>
            [...account.bookings, ...monthlyFrom(first, account.monthly)].map((one, index) => ({
                ...one,
                account: 1000 + at,
                id: at * 100 + index,
            })),
        )
        const people = {}
        const listings: SmallBank['listings'] = []
        return { bank: { owners, people, accounts, bookings: [], listings }, bookings }
    })
}

/** What comes in on the last day of four of the last five months. */
function monthlyFrom(first: Month, kind: string | null): readonly Omit<FlowBooking, FlowIds>[] {
    const months = kind === null ? [] : [202411, 202412, 202502, 202503]
    return months
        .filter((month) => month >= first)
        .map((month) => {
            const [day, amount] = [lastDayOf(month), 500_000]
            return { day, amount, channel: 'auto', bank: null, kind }
        })
}

type FlowIds = 'id' | 'account'

/** The models of the source system that delivers such a bank, and its party map. */
export function flowBankModels({ bank, bookings }: FlowBank): Readonly<Record<string, SmallModel>> {
    const models = smallBankModels(bank)
    const transactions = models['identity.small__transactions']
    if (transactions === undefined) throw new Error('a small bank has transactions')
    const rows = bookings.map(
        ({ id, account, day, amount, channel, bank: other, kind }) =>
            `(${id}, ${account}, ${dayText(day)}, ${money(amount)}, 'CNY', ${word(channel)}, ` +
            `${word(other)}, ${word(kind)})`,
    )
    const parties = Object.entries(partyOf).map(([record, party]) => `(${record}, ${party})`)
    return {
        ...models,
        'identity.small__transactions': rowsModel(transactions.columns, rows),
        'identity.party_map': rowsModel({ record_id: 'bigint', party_id: 'bigint' }, parties),
    }
}

function word(text: string | null): string {
    return text === null ? 'null' : `'${text}'`
}

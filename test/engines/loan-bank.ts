import fc from 'fast-check'
import { addMonths, type Day, type Month } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import {
    dayOf,
    dayText,
    money,
    rowsModel,
    type SmallAccount,
    type SmallBank,
    smallBankArbitrary,
    smallBankModels,
} from './small-bank.ts'

/** The terms of an account; amounts are in cents, the rate in millionths. */
export type SmallLoan = {
    readonly account: number
    readonly principal: number
    readonly rate: number | null
    readonly due: Day | null
    readonly guarantee: string | null
    readonly loanClass: string | null
}

/** An instalment; one of the two days is known. */
export type SmallInstalment = {
    readonly id: number
    readonly account: number
    readonly due: Day | null
    readonly paid: Day | null
    readonly principalDue: number | null
    readonly interestDue: number | null
    readonly principalPaid: number | null
}

/** A card; the limit is in cents. */
export type SmallCard = {
    readonly id: number
    readonly account: number
    readonly grade: string | null
    readonly limit: number | null
    readonly issued: Day
    readonly cancelled: Day | null
}

/** A small bank that lends. */
export type LoanBank = {
    readonly bank: SmallBank
    readonly loans: readonly SmallLoan[]
    readonly instalments: readonly SmallInstalment[]
    readonly cards: readonly SmallCard[]
}

/** In each bank records 1 and 2 are one party, and so are 4 and 5. */
export function partyOf(record: number): number {
    return [2, 5].includes(record % 10) ? record - 1 : record
}

/** The classes of the regulator from the best to the worst. */
export const loanClasses = ['normal', 'special_mention', 'substandard', 'doubtful', 'loss']
/** The grades of cards from the least to the best. */
export const cardGrades = ['junior', 'classic', 'gold', 'platinum', 'diamond']

/** Each bank has two systems: one for accounts of even numbers, one for those of odd ones. */
export function systemOf(account: number): string {
    return `${account % 2 === 0 ? 'even' : 'odd'} ${Math.floor(account / apart)}`
}

/** By how much the ids of one bank are away from those of the next. */
const apart = 100_000

const last: Month = 202503
const monthsBefore = (count: number): readonly Month[] =>
    Array.from({ length: count }, (_, back) => addMonths(last, -back))
const edges: readonly Day[] = ['2025-03-31', '2025-03-30', '2025-04-01', '2025-03-01']
const edges12: readonly Day[] = ['2024-03-31', '2024-04-01', '2023-03-31', '2023-04-01']
const pastDay = fc.oneof(
    { weight: 4, arbitrary: dayOf(monthsBefore(30)) },
    { weight: 3, arbitrary: fc.constantFrom(...edges, ...edges12) },
    { weight: 1, arbitrary: dayOf([202504]) },
)
const dueDay = fc.oneof(dayOf(monthsBefore(3)), pastDay)
const cents = fc.integer({ min: 0, max: 5_000_000 })
const products = ['loan', 'mortgage', 'loan', 'mortgage', 'card', 'card', 'deposit']

/** The same accounts as debts that began long ago, as a rule. */
const accountsOf = (drafts: readonly SmallAccount[]): fc.Arbitrary<readonly SmallAccount[]> =>
    fc
        .array(
            fc.record({
                product: fc.constantFrom(...products),
                opened: dayOf(monthsBefore(36)),
                closed: fc.oneof(
                    { weight: 3, arbitrary: fc.constant(null) },
                    { weight: 1, arbitrary: pastDay },
                ),
            }),
            { minLength: drafts.length, maxLength: drafts.length },
        )
        .map((all) =>
            drafts.map((draft, index): SmallAccount => {
                const { product, opened, closed } = all[index] ?? {}
                const balances =
                    product === 'card' ? overpaid(draft.balances) : repaid(draft.balances)
                const isEnded = closed != null && opened !== undefined && closed >= opened
                return {
                    ...draft,
                    balances,
                    product: product ?? draft.product,
                    opened: opened ?? draft.opened,
                    closed: isEnded ? closed : null,
                }
            }),
        )

/** Some loans are paid back. */
function repaid(balances: SmallAccount['balances']): SmallAccount['balances'] {
    const entries = Object.entries(balances).map(([month, balance]) => {
        const isPaid = balance !== null && balance.end % 3 === 0
        return [month, isPaid ? { ...balance, end: 0 } : balance]
    })
    return Object.fromEntries(entries)
}

/** Some cards are paid beyond what was owed. */
function overpaid(balances: SmallAccount['balances']): SmallAccount['balances'] {
    const entries = Object.entries(balances).map(([month, balance]) => {
        const isOver = balance !== null && balance.end % 4 === 0
        return [month, isOver ? { ...balance, end: -balance.end } : balance]
    })
    return Object.fromEntries(entries)
}

const loanOf = (account: number): fc.Arbitrary<SmallLoan> =>
    fc.record({
        account: fc.constant(account),
        principal: fc.integer({ min: 1, max: 90_000_000 }),
        rate: fc.option(fc.integer({ min: 0, max: 240_000 }), { freq: 6 }),
        due: fc.option(
            fc.oneof(
                dayOf([202501, 202503, 202504, 202506, 202507, 202612]),
                fc.constantFrom('2025-03-31', '2025-04-01', '2025-06-29', '2025-06-30'),
            ),
            { freq: 9 },
        ),
        guarantee: fc.option(fc.constantFrom('mortgage', 'pledge', 'guarantor', 'unsecured'), {
            freq: 6,
        }),
        loanClass: fc.option(fc.constantFrom(...loanClasses)),
    })

const instalmentsOf = (accounts: readonly number[]): fc.Arbitrary<readonly SmallInstalment[]> =>
    fc.constantFrom(0, 2, 9, 9, 9).chain((dated) =>
        fc
            .array(
                fc.record({
                    account: fc.constantFrom(...accounts),
                    due: dated === 0 ? fc.constant(null) : fc.option(dueDay, { freq: dated }),
                    // Most pay soon after; some never do, a few at any time.
                    paidAfter: fc.option(fc.oneof(fc.integer({ min: -3, max: 100 }), pastDay), {
                        freq: 8,
                    }),
                    principalDue: fc.option(cents, { freq: 12 }),
                    interestDue: fc.option(cents, { freq: 12 }),
                    principalPaid: fc.option(cents),
                }),
                { maxLength: 60, size: 'max' },
            )
            .map((all) =>
                all
                    .map(({ paidAfter, ...one }) => ({ ...one, paid: paidDay(one.due, paidAfter) }))
                    .filter(({ due, paid }) => due !== null || paid !== null)
                    .map((one, index) => ({ ...one, id: 5000 + index })),
            ),
    )

/** The day named, or one some days after the day due; null: none. */
function paidDay(due: Day | null, paid: Day | number | null): Day | null {
    if (typeof paid === 'string' || paid === null) return paid
    if (due === null) return null
    return new Date(Date.parse(due) + paid * 86_400_000).toISOString().slice(0, 10)
}

const cardsOf = (accounts: readonly number[]): fc.Arbitrary<readonly SmallCard[]> =>
    fc
        .array(
            fc.record({
                account: fc.constantFrom(...accounts),
                grade: fc.option(fc.constantFrom(...cardGrades)),
                limit: fc.option(fc.integer({ min: 0, max: 20_000_000 })),
                issued: pastDay,
                cancelled: fc.option(pastDay),
            }),
            { maxLength: 20, size: 'max' },
        )
        .map((all) => all.map((one, index) => ({ ...one, id: 7000 + index })))

/** A bank that lends; it delivers days due for most loans, for a few, or for none. */
const oneBankArbitrary: fc.Arbitrary<LoanBank> = smallBankArbitrary.chain((bank) =>
    accountsOf(bank.accounts).chain((accounts) => {
        const ids = accounts.map(({ id }) => id)
        const lent = accounts.filter(({ product }) => ['loan', 'mortgage'].includes(product))
        return fc.record({
            bank: fc.constant({ ...bank, accounts }),
            loans: fc
                .tuple(...lent.map(({ id }) => fc.option(loanOf(id), { freq: 9 })))
                .map((all) => all.filter((one) => one !== null)),
            instalments: instalmentsOf(ids),
            cards: cardsOf(ids),
        })
    }),
)

/** Up to 16 such banks side by side, as one costs as much time to build as many do. */
export const loanBankArbitrary: fc.Arbitrary<LoanBank> = fc
    .array(oneBankArbitrary, { minLength: 1, maxLength: 16, size: 'max' })
    .map((banks) => {
        const moved = banks.map(movedBank)
        const each = <T>(of: (lending: LoanBank) => readonly T[]): readonly T[] => moved.flatMap(of)
        return {
            bank: {
                owners: each(({ bank }) => bank.owners),
                people: Object.assign({}, ...moved.map(({ bank }) => bank.people)),
                accounts: each(({ bank }) => bank.accounts),
                bookings: each(({ bank }) => bank.bookings),
                listings: [],
            },
            loans: each(({ loans }) => loans),
            instalments: each(({ instalments }) => instalments),
            cards: each(({ cards }) => cards),
        }
    })

function movedBank({ bank, loans, instalments, cards }: LoanBank, index: number): LoanBank {
    const moved = <T extends { readonly id: number }>(one: T): T => ({
        ...one,
        id: one.id + index * apart,
    })
    const drawn = <T extends { readonly account: number }>(one: T): T => ({
        ...one,
        account: one.account + index * apart,
    })
    const owner = (id: number): number => id + index * 10
    const people = Object.entries(bank.people).map(([id, one]) => [owner(Number(id)), one])
    return {
        bank: {
            owners: bank.owners.map(owner),
            people: Object.fromEntries(people),
            accounts: bank.accounts.map((one) => ({ ...moved(one), owner: owner(one.owner) })),
            bookings: bank.bookings.map((one) => moved(drawn(one))),
            listings: [],
        },
        loans: loans.map(drawn),
        instalments: instalments.map((one) => moved(drawn(one))),
        cards: cards.map((one) => moved(drawn(one))),
    }
}

/** The models of the source system that delivers such a bank, and its party map. */
export function loanBankModels(lending: LoanBank): Readonly<Record<string, SmallModel>> {
    const models = smallBankModels(lending.bank)
    const accounts = models['identity.small__accounts']
    if (accounts === undefined) throw new Error('a small bank has accounts')
    const loans = lending.loans.map(
        ({ account, principal, rate, due, guarantee, loanClass }) =>
            `(${account}, ${money(principal)}, ${millionths(rate)}, date '2020-01-01', ` +
            `${dayText(due)}, null, null, ${word(guarantee)}, ${word(loanClass)}, null)`,
    )
    const instalments = lending.instalments.map(
        (one) =>
            `(${one.id}, ${one.account}, ${dayText(one.due)}, ${money(one.principalDue)}, ` +
            `${money(one.interestDue)}, ${dayText(one.paid)}, ${money(one.principalPaid)}, null)`,
    )
    const cards = lending.cards.map(
        ({ id, account, grade, limit, issued, cancelled }) =>
            `(${id}, ${account}, 1, ${word(grade)}, ${money(limit)}, ${dayText(issued)}, ` +
            `${dayText(cancelled)}, null)`,
    )
    const parties = lending.bank.owners.map((record) => `(${record}, ${partyOf(record)})`)
    return {
        ...models,
        'identity.small__accounts': {
            ...accounts,
            sql: accounts.sql.replaceAll(
                /\((\d+), 'small'/g,
                (_, id) => `(${id}, '${systemOf(Number(id))}'`,
            ),
        },
        'identity.small__loans': rowsModel(loanColumns, loans),
        'identity.small__repayments': rowsModel(instalmentColumns, instalments),
        'identity.small__cards': rowsModel(cardColumns, cards),
        'identity.party_map': rowsModel({ record_id: 'bigint', party_id: 'bigint' }, parties),
    }
}

function word(text: string | null): string {
    return text === null ? 'null' : `'${text}'`
}

function millionths(rate: number | null): string {
    return rate === null ? 'null' : `${rate} * cast(0.000001 as decimal(7,6))`
}

const loanColumns = {
    account_id: 'bigint',
    principal: 'decimal(18,2)',
    rate_yearly: 'decimal(9,6)',
    granted_date: 'date',
    due_date: 'date',
    term_months: 'integer',
    repayment_method: 'varchar',
    guarantee: 'varchar',
    loan_class: 'varchar',
    status: 'varchar',
}
const instalmentColumns = {
    repayment_id: 'bigint',
    account_id: 'bigint',
    due_date: 'date',
    principal_due: 'decimal(18,2)',
    interest_due: 'decimal(18,2)',
    paid_date: 'date',
    principal_paid: 'decimal(18,2)',
    interest_paid: 'decimal(18,2)',
}
const cardColumns = {
    card_id: 'bigint',
    account_id: 'bigint',
    holder_record_id: 'bigint',
    grade: 'varchar',
    credit_limit: 'decimal(18,2)',
    issued_date: 'date',
    cancelled_date: 'date',
    status: 'varchar',
}

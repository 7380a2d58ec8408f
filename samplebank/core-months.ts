import type { Booking } from './bookings.ts'
import { isoDay, months, monthsCount, stepStarts, writtenDays } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { type CustomerMonth, customerStep, openDayOf } from './customer-month.ts'
import { chance, type Keying, keying, quotient } from './draw.ts'
import { accountNo, slots } from './products.ts'
import type { TextFile } from './text-file.ts'

/** What is known of an account's month. */
export type AccountMonth = {
    readonly slot: number
    readonly currency: string
    /** Cents; the average of the day-ends, half up. */
    readonly average: number
    readonly end: number
    /** Whether the file has an average: a few are lost. */
    readonly hasAverage: boolean
}

const draws = {
    absent: chance('absent'),
    gap: chance('gap'),
    gapMonth: chance('gap_month'),
    late: chance('late_balance'),
} as const

/** Keys of accounts and of their months. */
export type BalanceKeys = { readonly account: Keying; readonly month: Keying }

/** The keys from which gaps in files are drawn. */
export function balanceKeys(seed: number): BalanceKeys {
    return { account: keying('account', seed), month: keying('account month', seed) }
}

const dayTexts = writtenDays(isoDay)

/** {@link accountNo} in two parts, of which the second is a whole number of 32 bits. */
function writeAccountNo(file: TextFile, own: number): void {
    file.ascii('62')
    file.padded(own, 10)
}

/** A day of the sample's time, written. */
function writtenDay(step: number, day: number): string {
    return dayTexts[(stepStarts[step] ?? 0) + day - 1] ?? ''
}

/** Bookings on deposits: what leaves for other systems is booked there. */
export function writeTransactions(
    desk: Desk,
    month: CustomerMonth,
    bookings: readonly Booking[],
): void {
    const { traits, step } = month
    const file = desk.files['sample/transactions.csv']
    const first = 10_000_000_000 + customerStep(traits.i, step) * 32
    // Eight digits end in at most 96 with room for 32 slots: those before them are the same.
    const high = quotient(first, 100_000_000)
    const low = first - high * 100_000_000
    for (const { slot, account, amount, day, channel, bank, kind } of bookings) {
        const isForeign = account === slots.foreign
        if (account > slots.term && !isForeign) continue
        file.whole(high)
        file.padded(low + slot, 8)
        file.next()
        writeAccountNo(file, traits.i * 10 + account)
        file.next()
        file.ascii(writtenDay(step, day))
        file.next()
        file.cents(amount)
        file.next()
        file.ascii(isForeign ? traits.wishes.foreignCurrency : 'CNY')
        file.next()
        file.ascii(channel)
        file.next()
        if (bank !== null) file.ascii(bank)
        file.next()
        file.ascii(kind)
        file.end()
        if (file.rows >= file.due) desk.ended('sample/transactions.csv')
    }
}

/**
 * The month of every account that a customer has: the average is the sum of the day-ends over the
 * days, half up: the end of the month before on every day, and each booking from its day on.
 * Funds are priced on the last day.
 */
export function accountMonths(
    month: CustomerMonth,
    { bookings, keys }: { readonly bookings: readonly Booking[]; readonly keys: BalanceKeys },
): readonly AccountMonth[] {
    const { traits, step, days, priors, ends } = month
    const sums = priors.map((prior) => prior * days)
    for (const { account, amount, day } of bookings) {
        const owes = account >= slots.mortgage && account <= slots.card
        const since = amount * (days - day + 1)
        sums[account] = (sums[account] ?? 0) + (owes ? -since : since)
    }
    const fund = slots.fund
    sums[fund] =
        (sums[fund] ?? 0) + (ends[fund] ?? 0) - (priors[fund] ?? 0) - (month.flows[fund] ?? 0)
    const all: AccountMonth[] = []
    for (let slot = 0; slot < sums.length; slot++) {
        if (!isThere(month, slot)) continue
        all.push({
            slot,
            currency: slot === slots.foreign ? traits.wishes.foreignCurrency : 'CNY',
            average: quotient(2 * (sums[slot] ?? 0) + days, 2 * days),
            end: ends[slot] ?? 0,
            hasAverage: hasAverage(traits.i * 10 + slot, { step, keys }),
        })
    }
    return all
}

function isThere({ traits, step }: CustomerMonth, slot: number): boolean {
    const { from } = traits
    switch (slot) {
        case slots.current:
            return true
        case slots.term:
            return step >= from.term && step <= traits.termUntil
        case slots.wealth:
            return step >= from.wealth
        case slots.fund:
            return step >= from.fund
        case slots.insurance:
            return step >= from.insurance
        case slots.mortgage:
            return step >= from.mortgage
        case slots.loan:
            return step >= from.loan
        case slots.card:
            return step >= from.card
        default:
            return step >= from.foreign
    }
}

/** Three averages in a thousand are lost, and of one account in a thousand four in a row. */
function hasAverage(
    account: number,
    { step, keys }: { readonly step: number; readonly keys: BalanceKeys },
): boolean {
    if (draws.absent(keys.month(account * 32 + step), 1000) < 3) return false
    const key = keys.account(account)
    if (draws.gap(key, 1000) !== 0) return true
    const from = draws.gapMonth(key, 22)
    return step < from || step > from + 3
}

/** The row of a deposit's month; whether a fault has made it unreadable. */
export function writeBalance(
    desk: Desk,
    { traits, step }: CustomerMonth,
    account: AccountMonth,
): boolean {
    const file = desk.files['sample/balances.csv']
    writeAccountNo(file, traits.i * 10 + account.slot)
    file.next()
    file.whole(months[step] ?? 0)
    file.next()
    if (account.hasAverage) file.cents(account.average)
    file.next()
    file.cents(account.end)
    file.end()
    if (step === lateStep && desk.hasFaults) writeLate(desk, traits.i, account)
    return desk.ended('sample/balances.csv')
}

/** The month that is delivered once more, after it was closed. */
const lateStep = monthsCount - 2
/** One row in so many has been mended in it. */
const lateOneIn = 400

/** A second delivery of one month: nearly all as before, a few averages mended. */
function writeLate(desk: Desk, i: number, account: AccountMonth): void {
    const file = desk.files['late/sample/balances.csv']
    const isMended = draws.late(i * 10 + account.slot, lateOneIn) === 0
    const mended = account.average + 12_345
    file.whole(accountNo(i, account.slot))
    file.next()
    file.whole(months[lateStep] ?? 0)
    file.next()
    if (isMended) file.cents(mended)
    else if (account.hasAverage) file.cents(account.average)
    file.next()
    file.cents(account.end)
    file.end()
    if (isMended)
        desk.late({ key: `${accountNo(i, account.slot)} ${months[lateStep]}`, cents: mended })
}

/** Day-ends of the last month: of its first day, and of every day with a booking. */
export function writeDayBalances(
    desk: Desk,
    month: CustomerMonth,
    bookings: readonly Booking[],
): void {
    const { traits, step, priors } = month
    if (step !== monthsCount - 1) return
    for (const slot of [slots.current, slots.term, slots.foreign]) {
        if (!isThere(month, slot)) continue
        const changes = new Map<number, number>()
        for (const { account, amount, day } of bookings) {
            if (account === slot) changes.set(day, (changes.get(day) ?? 0) + amount)
        }
        const opened = firstDayOf(month, slot)
        if (!changes.has(opened)) changes.set(opened, 0)
        let balance = priors[slot] ?? 0
        for (const [day, change] of [...changes].toSorted(([left], [right]) => left - right)) {
            balance += change
            writeDayEnd(desk, { account: accountNo(traits.i, slot), day, balance })
        }
    }
}

/** The first day of the month on which an account is there. */
function firstDayOf({ traits, step }: CustomerMonth, slot: number): number {
    const { from } = traits
    const since =
        slot === slots.current ? from.current : slot === slots.term ? from.term : from.foreign
    return step === since ? openDayOf(traits, slot) : 1
}

function writeDayEnd(
    desk: Desk,
    end: { readonly account: number; readonly day: number; readonly balance: number },
): void {
    const file = desk.files['sample/day_balances.csv']
    file.whole(end.account)
    file.next()
    file.ascii(writtenDay(monthsCount - 1, end.day))
    file.next()
    file.cents(end.balance)
    file.end()
    desk.ended('sample/day_balances.csv')
}

import { type CustomerMonth, flowDay } from './customer-month.ts'
import { type Chance, chance, pick, quotient } from './draw.ts'
import { slots } from './products.ts'

/** How money moved. */
export type Channel = 'mobile' | 'online' | 'pos' | 'atm' | 'branch' | 'auto'
/** What it was for. */
export type BookingKind = 'salary' | 'cash' | 'transfer' | 'interest' | 'card' | 'loan' | 'other'

/** One movement on one account. */
export type Booking = {
    /** Its place among the bookings of a customer and month; it makes the number. */
    readonly slot: number
    /** The slot of the account. */
    readonly account: number
    /** Cents; money that comes onto the account is positive. */
    readonly amount: number
    readonly day: number
    readonly channel: Channel
    /** The other bank; null inside this bank or in cash. */
    readonly bank: string | null
    readonly kind: BookingKind
}

/** Slots from this one on are the parts in which the month's spending is paid. */
const firstPart = 21

const draws = {
    transferBank: chance('transfer_bank'),
    salaryBank: chance('salary_bank'),
} as const
/** A month's spending is paid in at most so many parts. */
const partsMax = 7
const perPart = (purpose: string): readonly Chance[] =>
    Array.from({ length: partsMax }, (_, part) => chance(`${purpose}:${part}`))
const partWays = perPart('part_way')
const partBanks = perPart('part_bank')
const partDays = perPart('part_day')
const partCuts = perPart('part_cut')

const banks = Array.from({ length: 32 }, (_, index) => `B${String(index + 1).padStart(3, '0')}`)

/** A made-up bank for a draw below 1,000, the first ones more often than the last. */
function otherBank(drawn: number): string {
    return pick(banks, quotient(drawn * drawn, 32_000))
}

/** All that is booked for a customer in a month, in the order of slots; none is of nothing. */
export function bookingsOf(month: CustomerMonth): readonly Booking[] {
    const all: Booking[] = []
    bookIncome(month, all)
    bookDebts(month, all)
    if (month.hasFlows) bookFlows(month, all)
    if (month.spending > 0) bookSpending(month, all)
    return all
}

function bookIncome(month: CustomerMonth, all: Booking[]): void {
    const { traits, key } = month
    const { isPerson } = traits
    const account = slots.current
    const kindOfPay = isPerson ? 'salary' : 'transfer'
    if (month.salary !== 0) {
        const employer = draws.salaryBank(traits.key, 1000)
        const channel = isPerson ? 'auto' : 'online'
        const bank = employer < 400 ? null : otherBank(employer)
        const amount = month.salary
        all.push({ slot: 0, account, amount, day: traits.payday, channel, bank, kind: kindOfPay })
    }
    if (month.fixed !== 0) {
        const bank = isPerson ? otherBank(draws.salaryBank(traits.key, 1000)) : null
        const channel = isPerson ? 'mobile' : 'online'
        const kind = isPerson ? 'transfer' : 'salary'
        all.push({ slot: 1, account, amount: -month.fixed, day: 20, channel, bank, kind })
    }
    if (month.interest !== 0) {
        const amount = month.interest
        const kind = 'interest'
        all.push({ slot: 2, account, amount, day: 21, channel: 'auto', bank: null, kind })
    }
    if (month.transfer !== 0) {
        const bank = otherBank(draws.transferBank(key, 1000))
        const { transfer: amount, transferDay: day } = month
        all.push({ slot: 3, account, amount, day, channel: 'mobile', bank, kind: 'transfer' })
    }
}

/** Paying a card off is no spending: its kind is that of every debt paid back. */
function bookDebts(month: CustomerMonth, all: Booking[]): void {
    const { cardRepaid, mortgagePaid, mortgageRepaid, loanPaid, loanRepaid } = month
    const repay = (slot: number, account: number, sum: { amount: number; day: number }): void => {
        const { amount, day } = sum
        if (amount === 0) return
        all.push({ slot, account, amount, day, channel: 'auto', bank: null, kind: 'loan' })
    }
    if (cardRepaid !== 0) {
        // A leaver pays the card off on the last day, when everything else has been redeemed.
        const day = month.leaves ? month.traits.leftDay : 18
        repay(4, slots.current, { amount: -cardRepaid, day })
        repay(5, slots.card, { amount: cardRepaid, day })
    }
    if (mortgagePaid !== 0) {
        repay(6, slots.current, { amount: -mortgagePaid, day: 18 })
        repay(7, slots.mortgage, { amount: mortgageRepaid, day: 18 })
    }
    if (loanPaid !== 0) {
        repay(8, slots.current, { amount: -loanPaid, day: 19 })
        repay(9, slots.loan, { amount: loanRepaid, day: 19 })
    }
}

/** Money that moves between two accounts of a customer is booked on both, in this order. */
const movedSlots = [
    { account: slots.insurance, slot: 10, kind: 'other' },
    { account: slots.term, slot: 12, kind: 'transfer' },
    { account: slots.wealth, slot: 14, kind: 'transfer' },
    { account: slots.fund, slot: 16, kind: 'transfer' },
] as const

function bookFlows(month: CustomerMonth, all: Booking[]): void {
    const { flows, key } = month
    for (const { account, slot, kind } of movedSlots) {
        const amount = flows[account] ?? 0
        if (amount === 0) continue
        const day = flowDay(month, account)
        const from = slots.current
        const channel = 'mobile'
        all.push({ slot, account: from, amount: -amount, day, channel, bank: null, kind })
        all.push({ slot: slot + 1, account, amount, day, channel, bank: null, kind })
    }
    // A loan is paid out to the seller, as the rules on entrusted payment have it.
    for (const account of [slots.mortgage, slots.loan]) {
        const amount = flows[account] ?? 0
        if (amount === 0) continue
        const slot = account === slots.mortgage ? 18 : 19
        const day = flowDay(month, account)
        all.push({ slot, account, amount, day, channel: 'branch', bank: null, kind: 'loan' })
    }
    const amount = flows[slots.foreign] ?? 0
    if (amount === 0) return
    const account = slots.foreign
    const bank = otherBank(draws.transferBank(key, 1000))
    const day = flowDay(month, account)
    all.push({ slot: 20, account, amount, day, channel: 'online', bank, kind: 'transfer' })
}

/** Persons pay by card and telephone, companies by transfer. */
function bookSpending(month: CustomerMonth, all: Booking[]): void {
    const { traits, key, isByCard, spending, parts, spentFrom, days } = month
    const { isPerson } = traits
    const account = isByCard ? slots.card : slots.current
    let before = 0
    for (let part = 0; part < parts; part++) {
        const until = spentUntil(month, part + 1)
        const way = partWays[part]?.(key, 100) ?? 0
        const isRemote = !isPerson || (way >= 70 && way <= 81 && !isByCard)
        const amount = before - until
        before = until
        if (amount === 0) continue
        all.push({
            slot: firstPart + part,
            account,
            amount,
            day: spentFrom + (partDays[part]?.(key, days - spentFrom + 1) ?? 0),
            channel: isPerson ? personChannel(way, isByCard) : 'online',
            bank: isRemote ? otherBank(partBanks[part]?.(key, 1000) ?? 0) : null,
            kind: isPerson ? personKind(way, isByCard) : 'transfer',
        })
    }
    if (before !== spending) throw new Error('parts that are not the whole')
}

/** The spending is cut at rising, uneven places, so that the parts sum to it. */
function spentUntil({ spending, parts, key }: CustomerMonth, part: number): number {
    if (part >= parts) return spending
    const cut = part * 1000 - 400 + (partCuts[part]?.(key, 800) ?? 0)
    return quotient(spending * cut, parts * 1000)
}

function personChannel(way: number, isByCard: boolean): Channel {
    if (way < 45) return 'mobile'
    if (way < 70) return 'pos'
    if (way < 82) return 'online'
    if (way < 94) return isByCard ? 'pos' : 'atm'
    return isByCard ? 'mobile' : 'branch'
}

function personKind(way: number, isByCard: boolean): BookingKind {
    if (isByCard || way < 70) return 'card'
    return way < 82 ? 'transfer' : 'cash'
}

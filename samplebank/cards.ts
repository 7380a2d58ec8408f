import type { Booking } from './bookings.ts'
import { months, slashDay, stepStarts, writtenDays } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { closedDayOf, openDateOf, writeRecord } from './core-customers.ts'
import type { AccountMonth } from './core-months.ts'
import { type CustomerMonth, customerStep } from './customer-month.ts'
import { chance, pick, quotient } from './draw.ts'
import { likenessOf } from './likeness.ts'
import type { Identity } from './people.ts'
import { customerNo, ownNo, slots } from './products.ts'
import type { Traits } from './traits.ts'

/** An old host: GB18030 between bars, dates as 2026/1/5, amounts as 1,234.50. */
const draws = { isLost: chance('card_lost'), trade: chance('merchant') } as const
const dayTexts = writtenDays(slashDay)
const trades = ['5411', '5812', '5411', '5311', '5541', '5732', '5812', '7011', '4511', '8062']

/** The holder and the card of a customer who has one. */
export function writeHolder(desk: Desk, traits: Traits, identity: Identity): void {
    const { i, key, level } = traits
    const seen = likenessOf(traits, { identity, system: 'cards' })
    const holder = ownNo('card', i)
    const since = openDateOf(traits, 'card')
    desk.files['sample_cards/holders.txt'].row([
        holder,
        seen.knowsCore ? String(customerNo(i)) : key % 2 === 0 ? '' : '0',
        seen.name,
        identity.pinyin,
        seen.idNumber ?? '',
        seen.phone ?? '',
        seen.address ?? '',
        traits.isMale ? 'M' : 'F',
        slashDay(since),
    ])
    desk.ended('sample_cards/holders.txt')
    writeRecord(desk, ['sample_cards', 'holder', holder], traits)
    const closed = closedDayOf(traits, 'card')
    const limit = creditLimit(traits)
    const grade =
        level < 5_000_000 ? 'C' : level < 50_000_000 ? 'G' : level < 200_000_000 ? 'P' : 'D'
    desk.files['sample_cards/cards.txt'].row([
        traits.cardNo,
        holder,
        grade,
        `${quotient(limit, 1000)},000.00`,
        slashDay(since),
        closed === null ? '' : slashDay(closed),
        closed !== null ? 'X' : draws.isLost(key, 100) < 1 ? 'L' : 'N',
    ])
    desk.ended('sample_cards/cards.txt')
}

/** In yuan, whole thousands below a million, above what anybody spends in a month. */
function creditLimit({ spending }: Traits): number {
    return Math.min(quotient(spending * 3, 100_000) + 5, 999) * 1000
}

/** The statement of a card's month; whether a fault has made it unreadable. */
export function writeStatement(
    desk: Desk,
    { traits, step }: CustomerMonth,
    { average, end, hasAverage }: AccountMonth,
): boolean {
    const file = desk.files['sample_cards/statements.txt']
    file.ascii(traits.cardNo)
    file.next()
    file.whole(months[step] ?? 0)
    file.next()
    if (hasAverage) file.thousands(average)
    file.next()
    file.thousands(end)
    file.next()
    file.thousands(quotient(end, 10))
    file.end()
    return desk.ended('sample_cards/statements.txt')
}

const channels = { mobile: 'M', pos: 'P', online: 'O', auto: 'A', atm: 'P', branch: 'P' } as const

/** What was bought with the card, and what was paid back. */
export function writeSpends(
    desk: Desk,
    { traits, step, key }: CustomerMonth,
    bookings: readonly Booking[],
): void {
    const file = desk.files['sample_cards/spends.txt']
    const first = 10_000_000_000 + customerStep(traits.i, step) * 32
    for (const { slot, account, amount, day, channel } of bookings) {
        if (account !== slots.card) continue
        const isSpent = amount < 0
        file.whole(first + slot)
        file.next()
        file.ascii(traits.cardNo)
        file.next()
        file.ascii(dayTexts[(stepStarts[step] ?? 0) + day - 1] ?? '')
        file.next()
        file.ascii(isSpent ? 'S' : 'R')
        file.next()
        file.thousands(Math.abs(amount))
        file.next()
        file.ascii(channels[channel])
        file.next()
        if (isSpent) file.ascii(pick(trades, (draws.trade(key, 10) + slot) % trades.length))
        file.end()
        if (file.rows >= file.due) desk.ended('sample_cards/spends.txt')
    }
}

import type { Booking } from './bookings.ts'
import { compactDay, type Day, months, never, stepStarts, writtenDays } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { closedDayOf, maturityOf, openDateOf } from './core-customers.ts'
import type { AccountMonth } from './core-months.ts'
import { type CustomerMonth, customerStep } from './customer-month.ts'
import { chance, pick } from './draw.ts'
import { customerNo, holdingNo, slots } from './products.ts'
import { heldCodes } from './shelf.ts'
import type { Traits } from './traits.ts'

const draws = { product: chance('shelf_product') } as const
const dayTexts = writtenDays(compactDay)
const letters = { wealth: 'W', fund: 'F', insurance: 'I' } as const

/** What a customer holds of the shelf. */
export function writeHoldings(desk: Desk, traits: Traits): void {
    const { i, key, from } = traits
    for (const name of ['wealth', 'fund', 'insurance'] as const) {
        if (from[name] === never) continue
        const codes = heldCodes[name]
        desk.files['sample_wealth/holdings.csv'].row([
            holdingNo(i, slots[name]),
            String(customerNo(i)),
            pick(codes, draws.product(key, codes.length)),
            letters[name],
            compactDay(openDateOf(traits, name)),
            compactText(closedDayOf(traits, name)),
            compactText(maturityOf(traits, name)),
        ])
        desk.ended('sample_wealth/holdings.csv')
    }
}

function compactText(day: Day | null): string {
    return day === null ? '' : compactDay(day)
}

/** The row of a holding's month; whether a fault has made it unreadable. */
export function writeHoldingMonth(
    desk: Desk,
    { traits, step }: CustomerMonth,
    { slot, average, end, hasAverage }: AccountMonth,
): boolean {
    const file = desk.files['sample_wealth/holding_months.csv']
    file.ascii('W')
    file.padded(traits.i * 10 + slot, 10)
    file.next()
    file.whole(months[step] ?? 0)
    file.next()
    if (hasAverage) file.cents(average)
    file.next()
    file.cents(end)
    file.end()
    return desk.ended('sample_wealth/holding_months.csv')
}

/** What was bought and redeemed. */
export function writeOrders(
    desk: Desk,
    { traits, step }: CustomerMonth,
    bookings: readonly Booking[],
): void {
    const file = desk.files['sample_wealth/orders.csv']
    const first = 10_000_000_000 + customerStep(traits.i, step) * 32
    for (const { slot, account, amount, day } of bookings) {
        if (account < slots.wealth || account > slots.insurance) continue
        file.whole(first + slot)
        file.next()
        file.ascii('W')
        file.padded(traits.i * 10 + account, 10)
        file.next()
        file.ascii(dayTexts[(stepStarts[step] ?? 0) + day - 1] ?? '')
        file.next()
        file.ascii(amount > 0 ? 'B' : 'R')
        file.next()
        file.cents(Math.abs(amount))
        file.end()
        desk.ended('sample_wealth/orders.csv')
    }
}

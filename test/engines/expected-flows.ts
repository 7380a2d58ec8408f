import { type Day, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import type { Figures } from './figures.ts'
import { type FlowBank, type FlowBooking, partyOf } from './flow-bank.ts'

/** A booking with the product of its account. */
export type Moved = FlowBooking & { readonly product: string; readonly month: Month }

/** The channels that Tong knows by name, as the systems call them. */
const channelNames: Readonly<Record<string, string>> = {
    mobile: 'mobile_bank',
    online: 'online_bank',
    pos: 'point_of_sale',
    card: 'point_of_sale',
    atm: 'cash_machine',
    branch: 'counter',
    counter: 'counter',
    auto: 'automatic',
    system: 'automatic',
}

/**
 * All that was booked on the accounts of a party from the first month to the last. What is booked
 * before the month in which an account opens has no account to be booked on.
 */
export function movedOf(
    { bank, bookings }: FlowBank,
    { party, first, last }: { readonly party: number; readonly first: Month; readonly last: Month },
): readonly Moved[] {
    return bookings.flatMap((booking) => {
        const account = bank.accounts.find(({ id }) => id === booking.account)
        const month = monthOf(booking.day)
        if (account === undefined || partyOf[account.owner] !== party) return []
        if (month < monthOf(account.opened)) return []
        return month < first || month > last
            ? []
            : [{ ...booking, product: account.product, month }]
    })
}

/** What `features.party_flows` says of a party and month; null where there is no row. */
export function expectedFlows(moved: readonly Moved[], month: Month): Figures | null {
    const days = moved.map(({ day }) => day).toSorted()
    const last = days.at(-1)
    if (last === undefined) return null
    const byCustomer = moved.filter(({ kind }) => kind !== 'interest' && kind !== 'fee')
    const lastByCustomer = byCustomer.map(({ day }) => day).toSorted()
    const now = moved.filter((one) => one.month === month)
    const isAway = ({ bank }: Moved): boolean => bank !== null
    const deposits = now.filter(({ product }) => product === 'deposit')
    return {
        net_flow_month: inOf(now) - outOf(now),
        inflow_count_month: now.filter(({ amount }) => (amount ?? 0) > 0).length,
        outflow_count_month: now.filter(({ amount }) => (amount ?? 0) < 0).length,
        inflow_max_month: Math.max(0, ...now.map(({ amount }) => amount ?? 0)),
        outflow_max_month: Math.max(0, ...now.map(({ amount }) => -(amount ?? 0))),
        other_bank_inflow_month: inOf(now.filter(isAway)),
        other_bank_outflow_month: outOf(now.filter(isAway)),
        other_bank_outflow_share: shareOf(outOf(now.filter(isAway)), outOf(now)),
        salary_month: inOf(ofKind(now, 'salary')),
        cash_in_month: inOf(ofKind(now, 'cash')),
        cash_out_month: outOf(ofKind(now, 'cash')),
        transfer_in_month: inOf(ofKind(deposits, 'transfer')),
        transfer_out_month: outOf(ofKind(deposits, 'transfer')),
        card_spend_month: outOf(ofKind(now, 'card')),
        spending_month: spendingOf(now),
        loan_paid_month: outOf(ofKind(deposits, 'loan')),
        fee_month: outOf(ofKind(now, 'fee')),
        interest_month: inOf(ofKind(now, 'interest')),
        channels_month: new Set(now.map(channelOf).filter((one) => one !== null)).size,
        digital_share_month: digitalShareOf(now),
        counter_count_month: now.filter((one) => channelOf(one) === 'counter').length,
        weekend_share_month: shareOf(now.filter(isAtWeekend).length, now.length),
        last_transaction_date: last,
        days_since_transaction: daysUntil(month, last),
        last_customer_transaction_date: lastByCustomer.at(-1) ?? null,
        days_since_customer_transaction: daysUntil(month, lastByCustomer.at(-1) ?? null),
    }
}

/** What came in, in cents; unknown amounts are skipped. */
export function inOf(moved: readonly Moved[]): number {
    return moved.reduce((sum, { amount }) => sum + Math.max(0, amount ?? 0), 0)
}

/** What went out, in cents, positive; unknown amounts are skipped. */
export function outOf(moved: readonly Moved[]): number {
    return moved.reduce((sum, { amount }) => sum + Math.max(0, -(amount ?? 0)), 0)
}

/** The bookings of a kind; what is of no kind that Tong knows is `other`. */
export function ofKind(moved: readonly Moved[], wanted: string): readonly Moved[] {
    const known = ['salary', 'cash', 'transfer', 'interest', 'fee', 'card', 'loan']
    return moved.filter(({ kind }) => {
        const name = kind !== null && known.includes(kind) ? kind : 'other'
        return name === wanted
    })
}

/** What went out by card, in cash and by transfer to other banks, in cents. */
export function spendingOf(moved: readonly Moved[]): number {
    const away = ofKind(moved, 'transfer').filter(({ bank }) => bank !== null)
    return outOf(ofKind(moved, 'card')) + outOf(ofKind(moved, 'cash')) + outOf(away)
}

/** The channel by our name; null is unknown. */
export function channelOf({ channel }: Moved): string | null {
    return channel === null ? null : (channelNames[channel] ?? 'other_channel')
}

/** Mobile and online bank, of what is known and not automatic, in millionths. */
export function digitalShareOf(moved: readonly Moved[]): number | null {
    const channels = moved.map(channelOf).filter((one) => one !== null && one !== 'automatic')
    const digital = channels.filter((one) => one === 'mobile_bank' || one === 'online_bank')
    return shareOf(digital.length, channels.length)
}

/** Millionths of a whole, half away from zero; null where there is no whole. */
export function shareOf(part: number, whole: number): number | null {
    if (whole <= 0) return null
    const doubled = 2n * BigInt(Math.abs(part)) * 1_000_000n
    const magnitude = Number((doubled + BigInt(whole)) / (2n * BigInt(whole)))
    return Math.sign(part) * Math.min(magnitude, 999_999_999)
}

function isAtWeekend({ day }: Moved): boolean {
    return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

function daysUntil(month: Month, day: Day | null): number | null {
    if (day === null) return null
    const milliseconds =
        Date.parse(`${lastDayOf(month)}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)
    return milliseconds / 86_400_000
}

import { addMonths, type Month, monthOf, monthsBetween, monthsOf } from '#domain/month.ts'
import {
    channelOf,
    digitalShareOf,
    inOf,
    type Moved,
    ofKind,
    outOf,
    shareOf,
    spendingOf,
} from './expected-flows.ts'
import type { Figures } from './figures.ts'

/** What `features.party_habits` looks at beside the party's own bookings. */
export type Looked = {
    readonly month: Month
    /** The month of the party's first account. */
    readonly firstMonth: Month
    /** The first of the twelve months in which anything was booked in the whole bank. */
    readonly bankFirst: Month
}

/** What `features.party_habits` says of a party that has ever had a booking. */
export function expectedHabits(moved: readonly Moved[], looked: Looked): Figures {
    return { ...habitsOfTime(moved, looked), ...habitsOfKind(moved, looked) }
}

function habitsOfTime(moved: readonly Moved[], looked: Looked): Figures {
    const { month } = looked
    const [year, quarter] = [lastMonths(moved, { month, count: 12 }), quarterOf(moved, month)]
    const now = moved.filter((one) => one.month === month)
    const before = quarterOf(moved, addMonths(month, -1))
    const months = knownMonths(looked)
    const three = Math.min(3, months)
    const beforeMean = meanOf(outOf(before), months - 1)
    const activeDays = new Set(quarter.map(({ day }) => day)).size
    const days = daysBetween(addMonths(month, 1 - three), addMonths(month, 1))
    const salaries = monthsWith(ofKind(moved, 'salary'), inOf)
    const credits = monthsWith(
        ofKind(moved, 'transfer').filter(({ product }) => product === 'deposit'),
        inOf,
    )
    const twelve = monthsOf({ from: addMonths(month, -11), to: month })
    const four = monthsOf({ from: addMonths(month, -3), to: month })
    const cards = monthsWith(ofKind(moved, 'card'), outOf)
    return {
        active_months_12m: new Set(year.map((one) => one.month)).size,
        active_days_3m: activeDays,
        usage_cycle_days: meanOf(days * 100, activeDays),
        transactions_12m: year.length,
        transactions_avg_3m: meanOf(quarter.length * 100, three),
        inflow_12m: inOf(year),
        outflow_12m: outOf(year),
        net_flow_3m: inOf(quarter) - outOf(quarter),
        net_flow_12m: inOf(year) - outOf(year),
        inflow_avg_3m: meanOf(inOf(quarter), three),
        outflow_avg_3m: meanOf(outOf(quarter), three),
        outflow_trend_3m: beforeMean === null ? null : shareOf(outOf(now) - beforeMean, beforeMean),
        salary_avg_3m: meanOf(inOf(ofKind(quarter, 'salary')), three),
        salary_months_12m: twelve.filter((one) => salaries.has(one)).length,
        is_salary_customer: four.filter((one) => salaries.has(one)).length >= 3,
        regular_credit_months_12m: twelve.filter(
            (one) => credits.has(one) && credits.has(addMonths(one, -1)),
        ).length,
        card_months_12m: twelve.filter((one) => cards.has(one)).length,
        spending_avg_3m: meanOf(spendingOf(quarter), three),
        spending_level: levelOf(meanOf(spendingOf(quarter), three) ?? 0),
    }
}

function habitsOfKind(moved: readonly Moved[], { month }: Looked): Figures {
    const [year, quarter] = [lastMonths(moved, { month, count: 12 }), quarterOf(moved, month)]
    const away = year.filter(({ bank }) => bank !== null)
    const kinds: readonly (readonly [string, number])[] = [
        ['card_payment', outOf(ofKind(year, 'card'))],
        ['transfer_to_other_bank', outOf(ofKind(away, 'transfer'))],
        ['cash_withdrawal', outOf(ofKind(year, 'cash'))],
        ['debt_payment', outOf(ofKind(year, 'loan').filter((one) => one.product === 'deposit'))],
        ['other_payment', outOf(ofKind(year, 'other'))],
    ]
    const channels = [
        ...['mobile_bank', 'online_bank', 'point_of_sale', 'cash_machine', 'counter'],
        'other_channel',
    ].map((name): [string, number] => [name, year.filter((one) => channelOf(one) === name).length])
    const lately = quarter.filter(({ bank }) => bank !== null)
    const banks = [...new Set(lately.map(({ bank }) => bank ?? ''))]
        .toSorted()
        .map((name): [string, number] => [name, outOf(lately.filter(({ bank }) => bank === name))])
    return {
        cash_out_12m: outOf(ofKind(year, 'cash')),
        cash_share_12m: shareOf(outOf(ofKind(year, 'cash')), outOf(year)),
        digital_share_12m: digitalShareOf(year),
        main_channel_12m: largestOf(channels),
        other_bank_share_12m: shareOf(outOf(away), outOf(year)),
        other_bank_net_12m: inOf(away) - outOf(away),
        other_banks_3m: banks.filter(([, out]) => out > 0).length,
        main_other_bank_3m: largestOf(banks),
        fee_12m: outOf(ofKind(year, 'fee')),
        card_spend_3m: outOf(ofKind(quarter, 'card')),
        spend_breadth_12m: kinds.filter(([, out]) => out > 0).length,
        main_spend_kind_12m: largestOf(kinds),
    }
}

/** How many months up to the month are known of the party and of the bank, four at most. */
function knownMonths({ month, firstMonth, bankFirst }: Looked): number {
    const from = Math.max(firstMonth, bankFirst)
    return Math.min(4, monthsBetween({ from, to: month }) + 1)
}

function lastMonths(
    moved: readonly Moved[],
    { month, count }: { readonly month: Month; readonly count: number },
): readonly Moved[] {
    const first = addMonths(month, 1 - count)
    return moved.filter((one) => one.month >= first && one.month <= month)
}

function quarterOf(moved: readonly Moved[], month: Month): readonly Moved[] {
    return lastMonths(moved, { month, count: 3 })
}

function monthsWith(
    moved: readonly Moved[],
    sumOf: (moved: readonly Moved[]) => number,
): ReadonlySet<Month> {
    const months = Map.groupBy(moved, ({ day }) => monthOf(day))
    return new Set([...months].filter(([, those]) => sumOf(those) > 0).map(([month]) => month))
}

/** Half away from zero; null where there is nothing to divide by. */
function meanOf(sum: number, count: number): number | null {
    if (count <= 0) return null
    return Math.sign(sum) * Math.floor((2 * Math.abs(sum) + count) / (2 * count))
}

/** The first of the largest; null where all are nothing. */
function largestOf(named: readonly (readonly [string, number])[]): string | null {
    const most = Math.max(0, ...named.map(([, size]) => size))
    return most === 0 ? null : (named.find(([, size]) => size === most)?.[0] ?? null)
}

function levelOf(cents: number): string {
    if (cents >= 1_000_000) return 'high'
    return cents >= 200_000 ? 'middle' : 'low'
}

/** Days from the first day of a month to the first day of another. */
function daysBetween(from: Month, until: Month): number {
    const at = (month: Month): number => Date.UTC(Math.floor(month / 100), (month % 100) - 1, 1)
    return (at(until) - at(from)) / 86_400_000
}

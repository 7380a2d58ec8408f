import { addDays, dayNumberOf } from '#domain/day-number.ts'
import { addMonths, type Day, firstDayOf, lastDayOf, monthOf } from '#domain/month.ts'
import type { DayBank } from './day-bank.ts'
import type { Figures } from './figures.ts'
import { dollarRate, isHeld, type SmallAccount } from './small-bank.ts'

const subjects = {
    deposit: 'deposit',
    wealth: 'wealth_product',
    fund: 'fund',
    insurance: 'insurance',
}
type Product = keyof typeof subjects
const products = Object.keys(subjects) as readonly Product[]

/** The daily facts of an owner by the plainest loops; null where there is nothing to tell. */
export function expectedToday(
    sample: DayBank,
    { owner, day }: { readonly owner: number; readonly day: Day },
): Figures | null {
    // Nobody knows of an account before it opens, whatever is booked on it by mistake.
    const owned = sample.bank.accounts.filter(
        (account) => account.owner === owner && account.opened <= day,
    )
    const assets = owned.filter(
        ({ product, opened, closed }) =>
            product in subjects &&
            opened <= day &&
            (closed === null || closed > firstDayOf(monthOf(day))),
    )
    const booked = sample.bank.bookings.filter(
        (one) =>
            owned.some(({ id }) => id === one.account) &&
            one.day <= day &&
            one.day > addDays(day, -30),
    )
    const talks = sample.contacts.filter(
        (one) => one.owner === owner && one.day <= day && one.outcome !== 'no_answer',
    )
    if (assets.length + booked.length + talks.length === 0) return null
    const lastTalk = talks
        .map((one) => one.day)
        .toSorted()
        .at(-1)
    return {
        ...balancesOf(assets, { sample, day }),
        ...flowsOf(sample, { owned, day }),
        ...termsOf(assets, { sample, day }),
        days_since_contact_now:
            lastTalk === undefined ? null : dayNumberOf(day) - dayNumberOf(lastTalk),
    }
}

type At = { readonly sample: DayBank; readonly day: Day }

function balancesOf(assets: readonly SmallAccount[], at: At): Figures {
    const figures: Record<string, number | null> = {}
    const whole = { now: 0, sum_to_date: 0, avg_to_date: 0 } as Record<string, number | null>
    for (const product of products) {
        const told = assets.filter((one) => one.product === product).map((one) => daysOf(one, at))
        for (const name of ['now', 'sum_to_date', 'avg_to_date'] as const) {
            const sum = added(told.map((one) => one[name]))
            figures[`${subjects[product]}_${name}`] = sum
            whole[name] = added([whole[name] ?? null, sum])
        }
    }
    for (const [name, sum] of Object.entries(whole)) figures[`aum_${name}`] = sum
    const known = assets.map((one) => daysOf(one, at).known)
    figures.days_known_to_date = known.length === 0 ? null : Math.min(...known)
    return figures
}

/** The sum; null where one is. */
function added(parts: readonly (number | null)[]): number | null {
    return parts.reduce<number | null>(
        (sum, one) => (sum === null || one === null ? null : sum + one),
        0,
    )
}

/** An account day by day, from the first of the month to the day. */
function daysOf(account: SmallAccount, { sample, day }: At) {
    const values: (number | null)[] = []
    for (let at = firstDayOf(monthOf(day)); at <= day; at = addDays(at, 1)) {
        const isOpen = account.opened <= at && (account.closed === null || at < account.closed)
        values.push(isOpen ? dayEndOf(account, { sample, day, at }) : 0)
    }
    const sum = added(values)
    const count = values.length
    const mean = sum === null ? null : Math.floor((2 * sum + count) / (2 * count))
    const month = monthOf(day)
    return {
        now: inBase(values.at(-1) ?? null, { account, month }),
        sum_to_date: inBase(sum, { account, month }),
        avg_to_date: inBase(mean, { account, month }),
        known: values.filter((one) => one !== null).length,
    }
}

/**
 * The last day-end on or before a day, an overdraft as 0, in cents of the account. Nothing is known
 * beyond the last month of which anything was delivered by the day that is looked at.
 */
function dayEndOf(
    { id }: SmallAccount,
    { sample, day, at }: At & { readonly at: Day },
): number | null {
    const delivered = sample.dayEnds.filter((one) => one.day <= day)
    const last = delivered
        .map((one) => one.day)
        .toSorted()
        .at(-1)
    if (last === undefined || at > lastDayOf(monthOf(last))) return null
    const found = delivered
        .filter((one) => one.account === id && one.day <= at)
        .toSorted((left, right) => (left.day < right.day ? -1 : 1))
        .at(-1)
    const balance = found?.balance ?? null
    return balance === null ? null : Math.max(0, balance)
}

function inBase(
    cents: number | null,
    { account, month }: { readonly account: SmallAccount; readonly month: number },
): number | null {
    if (cents === null || account.currency === 'CNY') return cents
    const product = Math.abs(cents) * (dollarRate[month] ?? Number.NaN)
    return Math.sign(cents) * Math.floor((product + 50) / 100)
}

function flowsOf(
    { bank }: DayBank,
    { owned, day }: { readonly owned: readonly SmallAccount[]; readonly day: Day },
): Figures {
    const amounts = (days: number): readonly number[] =>
        bank.bookings.flatMap(({ account: id, day: booked, amount }) => {
            const account = owned.find((one) => one.id === id)
            if (account === undefined || amount === null) return []
            if (booked > day || booked <= addDays(day, -days)) return []
            return [inBase(amount, { account, month: monthOf(booked) }) ?? 0]
        })
    const figures: Record<string, number> = {}
    for (const [name, days] of Object.entries({ day: 1, '7d': 7, '30d': 30 })) {
        let [inflow, outflow] = [0, 0]
        for (const amount of amounts(days)) {
            if (amount > 0) inflow += amount
            else outflow -= amount
        }
        figures[`inflow_${name}`] = inflow
        figures[`outflow_${name}`] = outflow
        figures[`net_flow_${name}`] = inflow - outflow
    }
    figures.inflow_max_7d = Math.max(0, ...amounts(7))
    figures.outflow_max_7d = Math.max(0, ...amounts(7).map((amount) => -amount))
    return figures
}

function termsOf(assets: readonly SmallAccount[], { sample, day }: At): Figures {
    const terms = assets.flatMap((account) => {
        const ends = sample.maturities[account.id]
        if (ends === undefined || ends <= day) return []
        if (account.closed !== null && account.closed <= day) return []
        return [{ ends, amount: termAmount(account, { sample, day }) }]
    })
    const [next] = terms.map(({ ends }) => ends).toSorted()
    const soon = terms.filter(({ ends }) => ends <= addDays(day, 90))
    const first = terms.filter(({ ends }) => ends === next)
    return {
        maturing_now_90d: added(soon.map(({ amount }) => amount)),
        next_maturity_now_date: next ?? null,
        next_maturity_now: next === undefined ? null : added(first.map(({ amount }) => amount)),
    }
}

/** What it holds now, else at the end of the last month that is over. */
function termAmount(account: SmallAccount, { sample, day }: At): number | null {
    const { now } = daysOf(account, { sample, day })
    if (now !== null) return now
    const month = monthOf(day)
    const over = day === lastDayOf(month) ? month : addMonths(month, -1)
    const end = isHeld(account, over) ? (account.balances[over]?.end ?? null) : null
    return inBase(end, { account, month: over })
}

import { addMonths, type Day, firstDayOf, lastDayOf } from '#domain/month.ts'
import { assets, ownedBy, shareOf, sumIn } from './expected-balances.ts'
import type { Figures } from './figures.ts'
import {
    type HeldAccount,
    type HeldBank,
    inBase,
    isOpen,
    month,
    monthEnd,
    type Note,
    partyOf,
} from './held-bank.ts'
import { isHeld } from './small-bank.ts'

const isAsset = ({ product }: HeldAccount): boolean => assets.includes(product)

/** `features.party_maturities` of a party by plain loops; null where it has no row. */
export function expectedMaturities(bank: HeldBank, party: number): Figures | null {
    const held = ownedBy(bank, party).filter((one) => isHeld(one, month))
    const termed = held.filter(({ maturity }) => maturity !== null && maturity >= '2025-03-01')
    if (termed.length === 0) return null
    const running = termed.filter((one) => isOpen(one) && (one.maturity ?? '') > monthEnd)
    const owned = running.filter(isAsset)
    const owed = running.filter((one) => !isAsset(one))
    const until = (chosen: readonly HeldAccount[], day: Day): readonly HeldAccount[] =>
        chosen.filter(({ maturity }) => (maturity ?? '') <= day)
    const yearEnd = lastDayOf(addMonths(month, 12))
    const next = firstOf(owned.flatMap(({ maturity }) => maturity ?? []))
    const aum = sumIn(held, { products: assets, of: 'end', at: month }).whole
    const within90 = endSum(until(owned, after(90)))
    const later = endSum(owned)
    const within12m = endSum(until(owned, yearEnd))
    return {
        maturing_30d: endSum(until(owned, after(30))),
        maturing_90d: within90,
        maturing_180d: endSum(until(owned, after(180))),
        maturing_12m: within12m,
        maturing_later: later === null || within12m === null ? null : later - within12m,
        maturities_90d: until(owned, after(90)).length,
        maturing_90d_share: shareOf(within90, aum),
        next_maturity_date: next,
        next_maturity_amount: next === null ? null : endSum(until(owned, next)),
        ...ended(bank, { party, termed, aum }),
        loans_due_90d: endSum(until(owed, after(90))),
        next_loan_due_date: firstOf(owed.flatMap(({ maturity }) => maturity ?? [])),
    }
}

function firstOf(days: readonly Day[]): Day | null {
    return days.toSorted()[0] ?? null
}

/** A number of days after the end of the month. */
function after(days: number): Day {
    return new Date(Date.parse(monthEnd) + days * 86_400_000).toISOString().slice(0, 10)
}

function endSum(chosen: readonly HeldAccount[], at = month): number | null {
    let sum = 0
    for (const { balances, currency } of chosen) {
        const told = balances[at]
        if (told == null) return null
        sum += inBase(told.end, { currency, month: at }) ?? 0
    }
    return sum
}

/** What ended in the month, and how much of it stayed. */
function ended(
    bank: HeldBank,
    {
        party,
        termed,
        aum,
    }: {
        readonly party: number
        readonly termed: readonly HeldAccount[]
        readonly aum: number | null
    },
): Figures {
    const terms = termed.filter(
        (one) => isAsset(one) && (one.maturity ?? '') <= monthEnd && one.opened < firstDayOf(month),
    )
    const isTold = bank.first <= 202502
    const amount = terms.length === 0 ? 0 : isTold ? endSum(terms, 202502) : null
    const owned = ownedBy(bank, party).filter((one) => isHeld(one, 202502))
    const before =
        isTold && owned.length > 0
            ? sumIn(owned, { products: assets, of: 'end', at: 202502 }).whole
            : null
    return {
        matured_month: amount,
        maturities_month: terms.length,
        matured_kept_share: keptShare({ amount, before, now: aum }),
    }
}

function keptShare({
    amount,
    before,
    now,
}: Readonly<Record<'amount' | 'before' | 'now', number | null>>): number | null {
    if (amount === null || before === null || now === null) return null
    const gone = Math.min(Math.max(before - now, 0), amount)
    return shareOf(amount - gone, amount)
}

/** `features.party_elsewhere` of a party by plain loops; null where it has no row. */
export function expectedElsewhere(bank: HeldBank, party: number): Figures | null {
    const notes = bank.notes.filter(({ owner, maturity }) => {
        const since = bank.knownSince[owner] ?? null
        const isKnown = since === null || since <= monthEnd
        return partyOf(owner) === party && isKnown && (maturity === null || maturity > monthEnd)
    })
    if (notes.length === 0) return null
    const owned = notes.filter(({ product }) => product !== 'loan')
    const lent = notes.filter(({ product }) => product === 'loan')
    const held = owned.length === 0 ? null : noteSum(owned)
    const only = (chosen: (note: Note) => boolean): number | null =>
        held === null ? null : noteSum(owned.filter(chosen))
    const accounts = ownedBy(bank, party).filter((one) => isHeld(one, month))
    const aum = sumIn(accounts, { products: assets, of: 'end', at: month }).whole
    return {
        held_elsewhere: held,
        deposit_elsewhere: only(({ product }) => product === 'deposit'),
        invested_elsewhere: only(({ product }) => product === 'wealth' || product === 'fund'),
        held_elsewhere_maturing_90d: only(
            ({ maturity }) => maturity !== null && maturity <= after(90),
        ),
        next_maturity_elsewhere_date: firstOf(owned.flatMap(({ maturity }) => maturity ?? [])),
        loan_elsewhere: lent.length === 0 ? null : noteSum(lent),
        wallet_share: aum === null || held === null ? null : shareOf(aum, aum + held),
        competitors: new Set(notes.flatMap(({ bank: other }) => other ?? [])).size,
        main_competitor: mainOf(owned),
    }
}

function noteSum(notes: readonly Note[]): number | null {
    let sum = 0
    for (const { amount, currency } of notes) {
        const base = inBase(amount, { currency, month })
        if (base === null) return null
        sum += base
    }
    return sum
}

/** The bank with the most that can be valued; of equal ones the first by name. */
function mainOf(notes: readonly Note[]): string | null {
    const sums = new Map<string, number>()
    for (const { bank, amount, currency } of notes) {
        if (bank === null) continue
        sums.set(bank, (sums.get(bank) ?? 0) + (inBase(amount, { currency, month }) ?? 0))
    }
    let main: string | null = null
    for (const [bank, sum] of [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
        if (main === null || sum > (sums.get(main) ?? 0)) main = bank
    }
    return main
}

import { addMonths, type Month, monthOf, monthsBetween } from '#domain/month.ts'
import type { Figures } from './figures.ts'
import { type HeldAccount, type HeldBank, inBase, month, monthsBack, partyOf } from './held-bank.ts'
import { isHeld } from './small-bank.ts'

/** The products that are assets. */
export const assets = ['deposit', 'wealth', 'fund', 'insurance']

/** Part ÷ whole in millionths, half away from zero, at most 999.999999; null without a whole. */
export function shareOf(part: number | null, whole: number | null): number | null {
    if (part === null || whole === null || whole <= 0) return null
    const [above, below] = [BigInt(Math.abs(part)), BigInt(whole)]
    const rounded = (2_000_000n * above + below) / (2n * below)
    const most = rounded > 999_999_999n ? 999_999_999n : rounded
    return Math.sign(part) * Number(most) + 0
}

/** The mean of whole cents, half away from zero; null of none. */
export function meanOf(values: readonly number[]): number | null {
    if (values.length === 0) return null
    const sum = values.reduce((one, other) => one + other, 0)
    const rounded = Math.floor((2 * Math.abs(sum) + values.length) / (2 * values.length))
    return Math.sign(sum) * rounded + 0
}

/** The accounts of a party. */
export function ownedBy({ accounts }: HeldBank, party: number): readonly HeldAccount[] {
    return accounts.filter(({ owner }) => partyOf(owner) === party)
}

/** Balances of accounts held in a month: all, or null where one is unknown; and the known ones. */
export function sumIn(
    owned: readonly HeldAccount[],
    { products, of, at }: { products: readonly string[]; of: 'avg' | 'end'; at: Month },
): { readonly whole: number | null; readonly known: number | null } {
    let sum: number | null = null
    let isKnown = true
    for (const account of owned) {
        if (!products.includes(account.product) || !isHeld(account, at)) continue
        const told = account.balances[at]
        if (told == null) isKnown = false
        else {
            const base = inBase(told[of], { currency: account.currency, month: at }) ?? 0
            sum = (sum ?? 0) + base
        }
    }
    return { whole: isKnown ? (sum ?? 0) : null, known: sum }
}

/** `features.party_balances` of a party by plain loops; null where it has no row. */
export function expectedBalances(bank: HeldBank, party: number): Figures | null {
    const owned = ownedBy(bank, party)
    const hasAny = (at: Month): boolean => owned.some((one) => isHeld(one, at))
    const seen = monthsBack(bank, 60)
    if (!seen.some(hasAny)) return null
    const of = (products: readonly string[], at: Month): number | null =>
        hasAny(at) ? sumIn(owned, { products, of: 'avg', at }).whole : null
    const known = (products: readonly string[], at: Month): number | null =>
        sumIn(owned, { products, of: 'avg', at }).known
    const past = (count: number, from = 0): readonly Month[] =>
        monthsBack(bank, count).filter((at) => at <= addMonths(month, -from))
    const values = (read: (at: Month) => number | null, at: readonly Month[]): readonly number[] =>
        at.flatMap((one) => read(one) ?? [])
    const aum = (at: Month): number | null => of(assets, at)
    const year = values(aum, past(12))
    const now = hasAny(month) ? aum(month) : 0
    const avg12 = meanOf(year)
    const before = values(aum, past(4, 1))
    const sumBefore = before.reduce((sum, one) => sum + one, 0)
    const ago = past(13).includes(202403) ? aum(202403) : null
    const knownAum = known(assets, month)
    const knownBefore = meanOf(values((at) => known(assets, at), past(4, 1)))
    const deposit = (at: Month): number | null => of(['deposit'], at)
    const part = (product: string): number | null =>
        hasAny(month) ? shareOf(of([product], month), now) : null
    return {
        aum_known_avg_month: knownAum,
        loan_known_avg_month: known(['mortgage', 'loan'], month),
        aum_known_mean_3m: meanOf(values((at) => known(assets, at), past(3))),
        aum_known_mean_12m: meanOf(values((at) => known(assets, at), past(12))),
        aum_known_trend: knownAum === null || knownBefore === null ? null : knownAum - knownBefore,
        deposit_avg_3m: meanOf(values(deposit, past(3))),
        deposit_avg_6m: meanOf(values(deposit, past(6))),
        deposit_avg_12m: meanOf(values(deposit, past(12))),
        aum_avg_6m: meanOf(values(aum, past(6))),
        aum_avg_12m: avg12,
        aum_weighted_avg_12m: weightedMean(aum, past(12)),
        aum_avg_life: meanOf(values(aum, seen)),
        aum_max_12m: year.length === 0 ? null : Math.max(...year),
        aum_min_12m: year.length === 0 ? null : Math.min(...year),
        aum_months_known_12m: year.length,
        aum_peak_share: year.length === 0 ? null : shareOf(now, Math.max(...year)),
        aum_volatility_12m: volatility(year, avg12),
        aum_trend_3m: shareOf(now === null ? null : now * before.length - sumBefore, sumBefore),
        aum_growth_12m: shareOf(now === null || ago === null ? null : now - ago, ago),
        ...changes(bank, owned),
        aum_end_to_avg_share: shareOf(
            hasAny(month) ? sumIn(owned, { products: assets, of: 'end', at: month }).whole : 0,
            now,
        ),
        deposit_share: part('deposit'),
        wealth_product_share: part('wealth'),
        fund_share: part('fund'),
        insurance_share: part('insurance'),
    }
}

/** Every month is taken as often as it weighs. */
function weightedMean(read: (at: Month) => number | null, months: readonly Month[]): number | null {
    const all: number[] = []
    for (const at of months) {
        const value = read(at)
        const times = 12 - monthsBetween({ from: at, to: month })
        for (let count = 0; count < times && value !== null; count++) all.push(value)
    }
    return meanOf(all)
}

function volatility(values: readonly number[], mean: number | null): number | null {
    if (mean === null) return null
    let sum = 0
    for (const value of values) sum += Math.abs(value - mean)
    return shareOf(sum, mean * values.length)
}

/** Changes of the assets at month-end; no account is nothing held where the data tells. */
function changes(bank: HeldBank, owned: readonly HeldAccount[]): Figures {
    const opened = Math.min(...owned.map((one) => monthOf(one.opened)))
    const told = monthsBack(bank, 60).filter((at) => bank.accounts.some((one) => isHeld(one, at)))
    const reach = Math.min(...told)
    const endOf = (at: Month): number | null => {
        const isThere = at >= bank.first && owned.some((one) => isHeld(one, at))
        if (isThere) return sumIn(owned, { products: assets, of: 'end', at }).whole
        return opened > at || reach <= at ? 0 : null
    }
    const less = (one: number | null, other: number | null): number | null =>
        one === null || other === null ? null : one - other
    const now = endOf(month)
    const december = endOf(202412)
    return {
        aum_end_change_month: less(now, endOf(202502)),
        aum_year_begin: december,
        aum_change_year: less(now, december),
    }
}

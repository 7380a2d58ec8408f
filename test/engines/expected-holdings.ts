import { addMonths, type Day, firstDayOf, monthOf } from '#domain/month.ts'
import { assets, ownedBy, shareOf, sumIn } from './expected-balances.ts'
import type { Figures } from './figures.ts'
import {
    type HeldAccount,
    type HeldBank,
    inBase,
    isOpen,
    isSince,
    month,
    monthEnd,
} from './held-bank.ts'
import { isHeld } from './small-bank.ts'

const order = ['deposit', 'wealth', 'fund', 'insurance', 'mortgage', 'loan', 'card']

/** `features.party_holdings` of a party by plain loops; null where it has no row. */
export function expectedHoldings(bank: HeldBank, party: number): Figures | null {
    const ever = ownedBy(bank, party).filter(({ opened }) => opened <= monthEnd)
    const [first] = ever.toSorted(
        (one, other) =>
            one.opened.localeCompare(other.opened) ||
            order.indexOf(one.product) - order.indexOf(other.product),
    )
    if (first === undefined) return null
    const open = ever.filter(isOpen)
    const count = (product: string): number => open.filter((one) => one.product === product).length
    const idle = idleOf(bank, open)
    const closed = ever.flatMap((one) => (one.closed === null ? [] : [one.closed]))
    return {
        deposit_accounts: count('deposit'),
        wealth_product_accounts: count('wealth'),
        fund_accounts: count('fund'),
        insurance_accounts: count('insurance'),
        mortgage_accounts: count('mortgage'),
        loan_accounts: count('loan'),
        card_accounts: count('card'),
        accounts_opened_month: ever.filter((one) => isSince(one.opened, 1)).length,
        accounts_closed_month: closed.filter((day) => isSince(day, 1)).length,
        accounts_opened_12m: ever.filter((one) => isSince(one.opened, 12)).length,
        accounts_closed_12m: closed.filter((day) => isSince(day, 12)).length,
        product_penetration: shareOf(new Set(open.map(({ product }) => product)).size, 7),
        idle_accounts: idle,
        effective_accounts: idle === null ? null : open.length - idle,
        ...balances(
            bank,
            ever.filter((one) => isHeld(one, month)),
        ),
        first_product: first.product,
        newest_account_date:
            ever
                .map(({ opened }) => opened)
                .toSorted()
                .at(-1) ?? null,
        tenure_days: (Date.parse(monthEnd) - Date.parse(first.opened)) / 86_400_000,
    }
}

/** How many accounts are idle; null where one may be. */
function idleOf(bank: HeldBank, open: readonly HeldAccount[]): number | null {
    const from = firstDayOf(addMonths(month, -5))
    const seen = bank.uses.filter(
        ({ day }) => day >= from && day <= monthEnd && monthOf(day) >= bank.first,
    )
    const isSeen = seen.some(({ day }) => monthOf(day) === addMonths(month, -5))
    let idle = 0
    for (const account of open) {
        const used = seen.some(
            (use) => use.account === account.id && use.kind !== 'interest' && use.kind !== 'fee',
        )
        const end = endOf(account)
        const isFull = end !== null && Math.abs(end) >= 100_000
        if (used || account.opened >= from || isFull) continue
        if (!isSeen || end === null) return null
        idle++
    }
    return idle
}

function endOf(account: HeldAccount): number | null {
    const told = account.balances[month]
    return told == null ? null : inBase(told.end, { currency: account.currency, month })
}

/** Balances at the end of the month of the accounts held in it, and what they make up. */
function balances(bank: HeldBank, held: readonly HeldAccount[]): Figures {
    const sum = (chosen: readonly HeldAccount[], products: readonly string[] = order) =>
        sumIn(chosen, { products, of: 'end', at: month }).whole
    const risks = new Map(bank.shelf.map(({ id, risk }) => [id, risk]))
    const riskOf = ({ shelf }: HeldAccount): string =>
        shelf
            .map((id) => risks.get(id) ?? '')
            .toSorted()
            .at(-1) ?? ''
    const owned = held.filter(({ product }) => assets.includes(product))
    const termed = owned.filter((one) => one.product === 'deposit' && isTerm(one.maturity))
    const rated = owned.filter((one) => rateOf(bank, one) !== null)
    const placed = owned.filter((one) => termed.includes(one) || rated.includes(one))
    const aum = sum(owned)
    const deposit = sum(held, ['deposit'])
    const term = sum(termed)
    const has = held.length > 0
    const share = (part: number | null, whole: number | null): number | null =>
        has && whole !== null ? shareOf(part, whole) : null
    const largest = aum === null ? null : Math.max(...owned.map((one) => endOf(one) ?? 0))
    return {
        deposit_balance: deposit,
        term_deposit_balance: term,
        demand_deposit_balance: deposit === null || term === null ? null : deposit - term,
        wealth_product_balance: sum(held, ['wealth']),
        fund_balance: sum(held, ['fund']),
        insurance_balance: sum(held, ['insurance']),
        term_deposit_share: share(term, deposit),
        foreign_currency_share: share(sum(owned.filter((one) => one.currency === 'USD')), aum),
        largest_account_share: share(largest, aum),
        risk_level_max: owned.filter(isOpen).map(riskOf).toSorted().at(-1) || null,
        risky_share: share(sum(owned.filter((one) => ['R4', 'R5'].includes(riskOf(one)))), aum),
        rate_expected_avg: rateAverage(bank, rated),
        rate_sensitive_share: share(sum(placed), aum),
        loan_to_deposit_share: share(
            sum(held.filter(({ product }) => !assets.includes(product))),
            deposit,
        ),
    }
}

function isTerm(maturity: Day | null): boolean {
    return maturity !== null && maturity > monthEnd
}

/** The lowest rate of the products on an account, in millionths; null where none states one. */
function rateOf(bank: HeldBank, { shelf }: HeldAccount): number | null {
    const rates = bank.shelf.flatMap(({ id, rate }) =>
        rate !== null && shelf.includes(id) ? [rate] : [],
    )
    return rates.length === 0 ? null : Math.min(...rates)
}

/** What the accounts bring in a year, each to the cent, over what lies on them. */
function rateAverage(bank: HeldBank, rated: readonly HeldAccount[]): number | null {
    let income = 0
    let whole = 0
    for (const account of rated) {
        const end = endOf(account)
        if (end === null) return null
        const product = Math.abs(end) * (rateOf(bank, account) ?? 0)
        income += Math.sign(end) * Math.floor((2 * product + 1_000_000) / 2_000_000)
        whole += end
    }
    return rated.length === 0 ? null : shareOf(income, whole)
}

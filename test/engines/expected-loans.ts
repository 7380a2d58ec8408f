import {
    type Day,
    firstDayOf,
    lastDayOf,
    type Month,
    monthOf,
    monthsBetween,
} from '#domain/month.ts'
import type { Figures } from './figures.ts'
import { cardGrades, type LoanBank, loanClasses, partyOf, systemOf } from './loan-bank.ts'
import { dollarRate, type SmallAccount } from './small-bank.ts'

/** What a loan, mortgage or card is on the last day; null: the figure is unknown. */
type Standing = {
    readonly account: SmallAccount
    readonly isLoan: boolean
    readonly isOpen: boolean
    readonly isCard: boolean
    readonly owed: number | null
    readonly principal: number | null
    readonly rate: number | null
    readonly endDay: Day | null
    readonly guarantee: string | null
    readonly loanClass: string | null
    readonly late: Lateness | null
    readonly paidDays: readonly Day[]
    readonly cardsInUse: LoanBank['cards']
    readonly limit: number | null
    readonly spent: number
}

/** How an account keeps to its instalments. */
type Lateness = {
    readonly dueMonth: number | null
    readonly due12: number
    readonly onTime12: number
    readonly prepaid12: number
    readonly overdue: number | null
    readonly overdueDays: number
    readonly worst12: number
    readonly worst24: number
    readonly times12: number
}

const month: Month = 202503
const end = lastDayOf(month)
const yearStart: Day = '2024-04-01'
const twoYearsStart: Day = '2023-04-01'

/** The features of `features.party_loans` in March 2025 by plain loops; null: no row. */
export function expectedLoans(lending: LoanBank, party: number): Figures | null {
    const accounts = lending.bank.accounts.filter(({ owner }) => partyOf(owner) === party)
    const all = accounts.flatMap((account) => standingOf(lending, account) ?? [])
    if (all.length === 0) return null
    return { ...loanFigures(all), ...paymentFigures(all), ...cardFigures(all) }
}

/** One account; null where it is no debt, or one that ended too long ago. */
function standingOf(lending: LoanBank, account: SmallAccount): Standing | null {
    if (account.opened > end) return null
    if (account.closed !== null && account.closed < twoYearsStart) return null
    const isOpen = account.closed === null || account.closed > end
    const isLoan = account.product === 'loan' || account.product === 'mortgage'
    const known = lending.cards.filter((card) => card.account === account.id && card.issued <= end)
    const cardsInUse = known.filter(({ cancelled }) => cancelled === null || cancelled > end)
    const isCard = isOpen && account.product === 'card'
    if (!isLoan && !isCard && !(isOpen && cardsInUse.length > 0)) return null
    const terms = lending.loans.find((loan) => loan.account === account.id)
    const limits = cardsInUse.flatMap(({ limit }) => limit ?? [])
    const limit = known.length > 0 && cardsInUse.length === 0 ? 0 : largest(limits)
    const balance = account.balances[month]?.end ?? null
    return {
        account,
        isLoan,
        isOpen,
        isCard,
        owed: isOpen && (isLoan || isCard) ? inBase(balance, account) : null,
        principal: inBase(terms?.principal ?? null, account),
        rate: terms?.rate ?? null,
        endDay: terms?.due ?? null,
        guarantee: terms?.guarantee ?? null,
        loanClass: terms?.loanClass ?? null,
        late: isLoan ? latenessOf(lending, account) : null,
        paidDays: lending.instalments.flatMap(({ account: id, due, paid }) =>
            id === account.id && paid !== null && paid <= end && (due ?? paid) <= end ? paid : [],
        ),
        cardsInUse,
        limit: inBase(limit, account),
        spent: isCard ? spentOf(lending, account) : 0,
    }
}

/** Null where nothing says which days were due. */
function latenessOf(lending: LoanBank, account: SmallAccount): Lateness | null {
    const closed = closedBy(account)
    const own = toldOf(lending, account)
    const scheduled = lending.bank.accounts.some(
        (other) =>
            systemOf(other.id) === systemOf(account.id) &&
            isRecentLoan(other) &&
            toldOf(lending, other).some(({ due }) => due !== null),
    )
    const dated = own.filter(({ due }) => due !== null)
    if (dated.length === 0 && (own.length > 0 || !scheduled)) return null
    const facts = dated.map((one) => {
        const due = one.due ?? ''
        const paid = one.paid !== null && one.paid <= end ? one.paid : null
        const settled = paid ?? closed ?? end
        const { principalDue, interestDue } = one
        return {
            due,
            settled,
            days: settled > due ? daysBetween(due, settled) : 0,
            amount:
                principalDue === null || interestDue === null ? null : principalDue + interestDue,
            isOverdue: closed === null && paid === null && due < end,
        }
    })
    const late12 = facts.filter(({ days, settled }) => days > 0 && settled >= yearStart)
    const late24 = facts.filter(({ days, settled }) => days > 0 && settled >= twoYearsStart)
    const overdue = facts.filter(({ isOverdue }) => isOverdue)
    const due12 = facts.filter(({ due }) => due >= yearStart)
    const dueNow = facts.filter(({ due }) => due >= firstDayOf(month))
    const beyond = own.flatMap(({ paid, principalDue, principalPaid }) =>
        paid !== null && paid >= yearStart && paid <= end
            ? Math.max((principalPaid ?? 0) - (principalDue ?? Number.POSITIVE_INFINITY), 0)
            : [],
    )
    return {
        dueMonth: inBase(total(dueNow.map(({ amount }) => amount)), account),
        due12: due12.length,
        onTime12: due12.filter(({ days }) => days === 0).length,
        prepaid12: inBase(total(beyond), account) ?? 0,
        overdue: inBase(total(overdue.map(({ amount }) => amount)), account),
        overdueDays: largest(overdue.map(({ days }) => days)) ?? 0,
        worst12: largest(late12.map(({ days }) => days)) ?? 0,
        worst24: largest(late24.map(({ days }) => days)) ?? 0,
        times12: late12.length,
    }
}

/** What is told of an account by the end of the month; after its closing only payments are. */
function toldOf({ instalments }: LoanBank, account: SmallAccount): LoanBank['instalments'] {
    const closed = closedBy(account)
    return instalments.filter(({ account: id, due, paid }) => {
        if (id !== account.id || (due ?? paid ?? '') > end) return false
        const isPaid = paid !== null && paid <= end
        return closed === null || isPaid || (due !== null && due <= closed)
    })
}

function closedBy({ closed }: SmallAccount): Day | null {
    return closed !== null && closed <= end ? closed : null
}

function isRecentLoan({ product, opened, closed }: SmallAccount): boolean {
    const isLoan = product === 'loan' || product === 'mortgage'
    return isLoan && opened <= end && (closed === null || closed >= twoYearsStart)
}

/** Whether it is neither closed nor, its term over and all paid, only left open. */
function isRunning({ isLoan, isOpen, owed, endDay, late }: Standing): boolean {
    const isOver = endDay !== null && endDay <= end
    return isLoan && isOpen && !(owed === 0 && isOver && (late?.overdue ?? 0) === 0)
}

function loanFigures(all: readonly Standing[]): Figures {
    const running = all.filter(isRunning)
    const principal = total(running.map((one) => one.principal))
    const owed = total(running.map((one) => one.owed))
    const owing = running.filter((one) => one.owed !== 0)
    const partOf = (fits: (one: Standing) => boolean): number | null =>
        share(total(running.filter(fits).map((one) => one.owed)), owed)
    const isSecured = ({ guarantee }: Standing): boolean =>
        guarantee === 'mortgage' || guarantee === 'pledge'
    const knowsAll = running.every(({ endDay }) => endDay !== null)
    const monthsLeft = running.map(({ endDay }) =>
        endDay === null ? 0 : Math.max(monthsBetween({ from: month, to: monthOf(endDay) }), 0),
    )
    const ends = running.flatMap(({ endDay }) => (endDay !== null && endDay > end ? endDay : []))
    const endsSoon = ends.some((day) => daysBetween(end, day) <= 90)
    const worst = largest(running.map(({ loanClass }) => loanClasses.indexOf(loanClass ?? '')))
    const weighted = running.reduce(
        (sum, one) => sum + BigInt(one.owed ?? 0) * BigInt(one.rate ?? 0),
        0n,
    )
    return {
        loans_running: running.length,
        loan_principal: principal,
        loan_owed: owed,
        loan_repaid_share: share(
            principal === null || owed === null ? null : principal - owed,
            principal,
        ),
        mortgage_share: partOf(({ account }) => account.product === 'mortgage'),
        secured_share: owing.every(({ guarantee }) => guarantee !== null)
            ? partOf(isSecured)
            : null,
        loan_rate_avg:
            owed === null || owed === 0 || owing.some(({ rate }) => rate === null)
                ? null
                : Number((2n * weighted + BigInt(owed)) / (2n * BigInt(owed))),
        loan_months_left: running.length > 0 && knowsAll ? largest(monthsLeft) : null,
        loan_end_date: ends.sort()[0] ?? null,
        loan_end_90d: endsSoon || (knowsAll ? false : null),
        loan_newest_date:
            running
                .map(({ account }) => account.opened)
                .sort()
                .at(-1) ?? null,
        loan_class_worst: worst === null ? null : (loanClasses[worst] ?? null),
    }
}

function paymentFigures(all: readonly Standing[]): Figures {
    const loans = all.filter(({ isLoan }) => isLoan)
    const running = all.filter(isRunning)
    const knowsAll = loans.every(({ late }) => late !== null)
    const knowsRunning = running.every(({ late }) => late !== null)
    const sumOf = (of: (late: Lateness) => number): number | null =>
        total(loans.map(({ late }) => (late === null ? null : of(late))))
    const worstOf = (of: (late: Lateness) => number): number | null =>
        knowsAll ? (largest(loans.map(({ late }) => (late === null ? 0 : of(late)))) ?? 0) : null
    const overdue = total(running.map(({ late }) => late?.overdue ?? null))
    const overdueDays = knowsRunning
        ? (largest(running.map(({ late }) => late?.overdueDays ?? 0)) ?? 0)
        : null
    const paidDays = loans.flatMap((one) => one.paidDays).sort()
    return {
        instalment_month: total(loans.map(({ late }) => late?.dueMonth ?? null)),
        instalments_12m: sumOf(({ due12 }) => due12),
        instalments_on_time_share_12m: share(
            sumOf(({ onTime12 }) => onTime12),
            sumOf(({ due12 }) => due12),
        ),
        prepaid_12m: sumOf(({ prepaid12 }) => prepaid12),
        instalment_paid_last_date: paidDays.at(-1) ?? null,
        overdue_amount: overdue,
        overdue_share: share(overdue, total(running.map((one) => one.owed))),
        overdue_loans: knowsRunning
            ? running.filter(({ late }) => (late?.overdueDays ?? 0) > 0).length
            : null,
        overdue_days: overdueDays,
        overdue_days_max_12m: worstOf(({ worst12 }) => worst12),
        overdue_days_max_24m: worstOf(({ worst24 }) => worst24),
        overdue_times_12m: sumOf(({ times12 }) => times12),
        overdue_class:
            running.length === 0 || overdueDays === null
                ? null
                : (loanClasses[[0, 90, 270, 360].filter((most) => overdueDays > most).length] ??
                  null),
    }
}

function cardFigures(all: readonly Standing[]): Figures {
    const cards = all.flatMap(({ cardsInUse }) => cardsInUse)
    const credit = all.filter(({ isCard }) => isCard)
    const limit = total(credit.map((one) => one.limit))
    const balance = total(credit.map(({ owed }) => owed))
    const running = all.filter(isRunning)
    const principal = total(running.map((one) => one.principal))
    const owed = total(running.map((one) => one.owed))
    const best = largest(cards.map(({ grade }) => cardGrades.indexOf(grade ?? '')))
    const oldest = cards.map(({ issued }) => issued).sort()[0]
    const spent = credit.reduce((sum, one) => sum + one.spent, 0)
    const granted = limit === null || principal === null ? null : limit + principal
    const drawn = balance === null ? null : Math.max(balance, 0)
    const used = drawn === null || owed === null ? null : drawn + owed
    return {
        cards_in_use: cards.length,
        card_grade_best: best === null ? null : (cardGrades[best] ?? null),
        card_tenure_months:
            oldest === undefined ? null : monthsBetween({ from: monthOf(oldest), to: month }),
        card_limit: limit,
        card_balance: balance,
        card_utilisation: share(drawn, limit),
        card_capacity_unused: limit === null || drawn === null ? null : Math.max(limit - drawn, 0),
        credit_card_spend_month: spent,
        card_spend_to_limit: share(spent, limit),
        credit_limit: granted,
        credit_used_share: share(used, granted),
    }
}

/** What went out by card in the month. */
function spentOf({ bank }: LoanBank, account: SmallAccount): number {
    return bank.bookings.reduce((sum, { account: id, day, amount, kind }) => {
        const isSpent = id === account.id && kind === 'card' && monthOf(day) === month
        return isSpent && amount !== null && amount < 0
            ? sum + (inBase(-amount, account) ?? 0)
            : sum
    }, 0)
}

/** Null where one is unknown. */
function total(amounts: readonly (number | null)[]): number | null {
    let sum = 0
    for (const amount of amounts) {
        if (amount === null) return null
        sum += amount
    }
    return sum
}

function largest(numbers: readonly number[]): number | null {
    return numbers.reduce<number | null>(
        (most, one) => (most === null || one > most ? one : most),
        null,
    )
}

/** Cents in the base currency, half away from zero. */
function inBase(cents: number | null, { currency }: SmallAccount): number | null {
    if (cents === null || currency === 'CNY') return cents
    const product = Math.abs(cents) * (dollarRate[month] ?? Number.NaN)
    return Math.sign(cents) * Math.floor((product + 50) / 100)
}

/** Millionths, half away from zero, of at most 999.999999; null unless the whole is above 0. */
function share(part: number | null, whole: number | null): number | null {
    if (part === null || whole === null || whole <= 0) return null
    const [above, below] = [BigInt(Math.abs(part)), BigInt(whole)]
    const millionths = Number((above * 2_000_000n + below) / (2n * below))
    return Math.sign(part) * Math.min(millionths, 999_999_999) + 0
}

function daysBetween(from: Day, to: Day): number {
    return (Date.parse(to) - Date.parse(from)) / 86_400_000
}

import { type Arrears, isBehind, loanClass, paydays } from './arrears.ts'
import {
    chineseDay,
    type Day,
    dayOfStep,
    isoDay,
    lastDay,
    months,
    monthsCount,
    never,
} from './calendar.ts'
import type { Desk } from './chunk.ts'
import { closedDayOf, maturityOf, openDateOf } from './core-customers.ts'
import type { AccountMonth } from './core-months.ts'
import { type CustomerMonth, interestDue } from './customer-month.ts'
import { chance, pick, quotient } from './draw.ts'
import { owedAsAgreed } from './money.ts'
import { customerNo, loanNo, slots } from './products.ts'
import { houseMonths, loanMonths } from './rolls.ts'
import type { Traits } from './traits.ts'

const draws = {
    guarantee: chance('guarantee'),
    isLate: chance('paid_late'),
    lateDays: chance('days_late'),
} as const

const kinds = ['mortgage', 'loan'] as const
const terms = { mortgage: houseMonths, loan: loanMonths } as const

/** The loans of a customer. */
export function writeLoans(desk: Desk, traits: Traits): void {
    const { i, key, from, wishes, isPerson } = traits
    for (const name of kinds) {
        if (from[name] === never) continue
        const isHouse = name === 'mortgage'
        const closed = closedDayOf(traits, name)
        const due = maturityOf(traits, name) ?? dayOfStep(from[name] + terms[name], 18)
        const ofFirms = ['G', 'G', 'P', 'C']
        desk.files['sample_credit/loans.tsv'].row([
            loanNo(i, slots[name]),
            String(customerNo(i)),
            isHouse ? 'M' : 'L',
            inTenThousands(wishes[name]),
            isHouse ? '3.6%' : '4.8%',
            'P',
            isHouse ? 'H' : isPerson ? 'C' : pick(ofFirms, draws.guarantee(key, 4)),
            closed === null ? loanClass(name, { key, arrears: traits.arrears[name] }) : '1',
            chineseDay(openDateOf(traits, name)),
            chineseDay(due),
            closed === null ? '' : chineseDay(closed),
        ])
        desk.ended('sample_credit/loans.tsv')
    }
}

/** What was due of a loan in a month, and when it was paid: a few pay late, or not at all. */
export function writeRepayments(desk: Desk, month: CustomerMonth): void {
    const { traits, step, key, priors } = month
    for (const name of kinds) {
        const prior = priors[slots[name]] ?? 0
        if (prior === 0) continue
        const payday = paydays[name]
        const arrears = traits.arrears[name]
        const isUnpaid = isBehind(arrears, step)
        const days = draws.isLate(key, 100) < 3 ? 1 + draws.lateDays(key, payday - 1) : 0
        const due = dayOfStep(step, isUnpaid ? payday : payday - days)
        const paid = paidDay(arrears, { step, payday })
        const principal = plain(
            owedAsAgreed(traits, { name, step: step - 1 }) - owedAsAgreed(traits, { name, step }),
        )
        const interest = plain(interestDue(name, prior))
        desk.files['sample_credit/repayments.tsv.gz'].row([
            loanNo(traits.i, slots[name]),
            ...[isoDay(due), principal, interest],
            ...(paid === null ? ['', '0.00', '0.00'] : [isoDay(paid), principal, interest]),
            String((paid ?? lastDay) - due),
        ])
        desk.ended('sample_credit/repayments.tsv.gz')
    }
}

/** The day on which what is due in a step is paid; null where it is not by the last day. */
function paidDay(
    arrears: Arrears | null,
    { step, payday }: { readonly step: number; readonly payday: number },
): Day | null {
    if (!isBehind(arrears, step)) return dayOfStep(step, payday)
    const until = arrears?.until ?? never
    return until === never ? null : dayOfStep(until, payday)
}

/** The row of a loan's month; whether a fault has made it unreadable. */
export function writeLoanMonth(
    desk: Desk,
    { traits, step }: CustomerMonth,
    { slot, average, end, hasAverage }: AccountMonth,
): boolean {
    const file = desk.files['sample_credit/loan_months.tsv.gz']
    file.ascii('L')
    file.padded(traits.i * 10 + slot, 10)
    file.next()
    file.whole(months[step] ?? 0)
    file.next()
    if (hasAverage) file.cents(average)
    file.next()
    if (end > 0 && end % 1_000_000 === 0) file.text(inTenThousands(end))
    else file.cents(end)
    file.end()
    return desk.ended('sample_credit/loan_months.tsv.gz')
}

/** Cents in 万 where that takes no more than two decimals, plainly otherwise. */
export function inTenThousands(cents: number): string {
    if (cents % 10_000 !== 0 || Math.abs(cents) < 1_000_000) return plain(cents)
    const hundredths = Math.abs(cents / 10_000)
    const rest = hundredths % 100
    const whole = quotient(hundredths, 100)
    const decimals = rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`
    return `${cents < 0 ? '-' : ''}${whole}${decimals}万`
}

/** Cents as yuan with two decimals. */
export function plain(cents: number): string {
    const size = Math.abs(cents)
    const rest = String(size % 100).padStart(2, '0')
    return `${cents < 0 ? '-' : ''}${quotient(size, 100)}.${rest}`
}

/** Whether a customer owes something at the end of the sample's time. */
export function borrows({ from }: Traits): boolean {
    return from.loan < monthsCount
}

import { dayOfStep, lastDay, monthsCount, never } from './calendar.ts'
import { chance, quotient } from './draw.ts'

/** The steps in which a loan is not paid: from the first to the one before it is made up for. */
export type Arrears = {
    readonly from: number
    /** The step in which all that is due is paid at once; `never` where it is not. */
    readonly until: number
}

/** The loans that somebody may be behind with, and the day of the month on which each is due. */
export const paydays = { mortgage: 18, loan: 19 } as const

/** A product that is paid back by instalments. */
export type LoanName = keyof typeof paydays

const draws = {
    mortgage: chance('arrears:mortgage'),
    loan: chance('arrears:loan'),
    since: chance('arrears_since'),
    length: chance('arrears_length'),
    isWatched: chance('is_watched'),
} as const

/** A person who means to hold this much, in cents, pays in the end. */
const levelOfPayers = 20_000_000

/** Who has a loan, and when. */
export type Borrower = {
    readonly key: number
    readonly isPerson: boolean
    readonly level: number
    readonly leftStep: number
    /** The step in which the loan is paid out. */
    readonly drawn: number
}

/**
 * Whether a borrower falls behind: three loans in a hundred stop being paid for good, most of them
 * of late, and five skip one to three months and then make up for all of it. Who leaves the bank
 * pays everything back.
 */
export function arrearsOf(name: LoanName, borrower: Borrower): Arrears | null {
    const { key, isPerson, level, leftStep, drawn } = borrower
    const chosen = draws[name](key, 1000)
    if (drawn === never || chosen >= 80) return null
    if (chosen >= 30) {
        const length = draws.length(key, 10)
        const from = 1 + draws.since(key, monthsCount - 4)
        const until = from + (length < 6 ? 1 : length < 9 ? 2 : 3)
        return drawn < from && until < leftStep ? { from, until } : null
    }
    const low = draws.since(key, 1000)
    const from = monthsCount - 1 - quotient(low * low * 18, 1_000_000)
    const isPayer = (isPerson && level >= levelOfPayers) || leftStep !== never
    return drawn < from && !isPayer ? { from, until: never } : null
}

/** The step up to which a loan has been paid at the end of a step. */
export function paidStep(arrears: Arrears | null, step: number): number {
    return isBehind(arrears, step) ? (arrears?.from ?? step) - 1 : step
}

/** Whether what falls due in a step is not paid in it. */
export function isBehind(arrears: Arrears | null, step: number): boolean {
    return arrears !== null && step >= arrears.from && step < arrears.until
}

/** How many instalments are paid in a step. */
export function instalmentsPaid(arrears: Arrears | null, step: number): number {
    if (arrears === null || step < arrears.from || step > arrears.until) return 1
    return step === arrears.until ? arrears.until - arrears.from + 1 : 0
}

/** The days at the end of the sample's time since the first instalment that is not paid. */
export function overdueDays(name: LoanName, arrears: Arrears | null): number {
    if (arrears === null || arrears.until !== never) return 0
    return lastDay - dayOfStep(arrears.from, paydays[name])
}

/**
 * The class of a loan by the days overdue, as the regulator's rules of 2023 have it (商业银行金融资产
 * 风险分类办法: 90, 270, 360 days); of those paid on time one in a hundred is watched all the same.
 */
export function loanClass(name: LoanName, { key, arrears }: ClassedLoan): string {
    const days = overdueDays(name, arrears)
    if (days > 360) return '5'
    if (days > 270) return '4'
    if (days > 90) return '3'
    return days > 0 || draws.isWatched(key, 100) < 1 ? '2' : '1'
}

/** What a loan is classed by. */
export type ClassedLoan = { readonly key: number; readonly arrears: Arrears | null }

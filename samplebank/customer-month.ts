import { instalmentsPaid, type LoanName } from './arrears.ts'
import { daysOfStep, partsOf } from './calendar.ts'
import { chance, type Keying, keying, quotient } from './draw.ts'
import { endsAt, interestAt, isSettled, rolls, spendingAt } from './money.ts'
import { products, slots } from './products.ts'
import { rollMonths } from './rolls.ts'
import type { Traits } from './traits.ts'

/**
 * What a customer has and does in a month at the bank; sums are cents. The current account ties:
 * its end of the month before, plus all that is booked, is its end. The `transfer` to or from
 * other banks is what is left over. No day ends below zero: money comes in by the 15th and goes
 * out from the 16th on, unless there was enough from the first day.
 */
export type CustomerMonth = {
    readonly traits: Traits
    readonly step: number
    /** The key of customer and step. */
    readonly key: number
    readonly days: number
    readonly leaves: boolean
    /** Balances by slot at the end of the month before and of this one. */
    readonly priors: readonly number[]
    readonly ends: readonly number[]
    /** What goes into each product by slot, out of it where below zero; debts drawn are so, too. */
    readonly flows: readonly number[]
    readonly hasFlows: boolean
    readonly salary: number
    readonly fixed: number
    readonly interest: number
    readonly spending: number
    /** In so many parts. */
    readonly parts: number
    readonly spentFrom: number
    readonly isByCard: boolean
    readonly transfer: number
    readonly transferDay: number
    /** Paid back of a debt, and with its interest; nothing in months that are not paid. */
    readonly mortgageRepaid: number
    readonly mortgagePaid: number
    readonly loanRepaid: number
    readonly loanPaid: number
    readonly cardRepaid: number
}

const draws = {
    flowDay: chance('flow_day'),
    transferDay: chance('transfer_day'),
} as const
const openDays = products.map(({ slot }) => chance(`open_day:${slot}`))

/** The day of the month on which an account begins: late, when the salary has come in. */
export function openDayOf({ key, openDay }: Traits, slot: number): number {
    return slot === slots.current ? partsOf(openDay).day : 16 + (openDays[slot]?.(key, 10) ?? 0)
}

/** The keys of customers' months. */
export function monthKeying(seed: number): (i: number, step: number) => number {
    const keys: Keying = keying('month', seed)
    return (i, step) => keys(customerStep(i, step))
}

/** A number for customer and step; steps begin at −1. */
export function customerStep(i: number, step: number): number {
    return i * 32 + step + 1
}

/** The months of a customer at the bank, in their order. */
export function* monthsOf(
    traits: Traits,
    options: { readonly keyOf: (i: number, step: number) => number },
): Generator<CustomerMonth> {
    const { i, openStep, leftStep } = traits
    const { keyOf } = options
    const first = Math.max(openStep, 0)
    const last = Math.min(leftStep, daysOfStep.length - 1)
    let priors = endsAt(traits, { step: first - 1, key: keyOf(i, first - 1) })
    for (let step = first; step <= last; step++) {
        const key = keyOf(i, step)
        const ends = endsAt(traits, { step, key })
        yield monthOf(traits, { step, key, priors, ends })
        priors = ends
    }
}

type MonthEnds = Pick<CustomerMonth, 'step' | 'key' | 'priors' | 'ends'>

function monthOf(traits: Traits, { step, key, priors, ends }: MonthEnds): CustomerMonth {
    const leaves = step === traits.leftStep
    const flows = flowsOf(traits, { step, key, priors, ends })
    const mortgagePrior = at(priors, slots.mortgage)
    const mortgageRepaid =
        step > traits.from.mortgage ? mortgagePrior - at(ends, slots.mortgage) : 0
    const mortgageTimes = instalmentsPaid(traits.arrears.mortgage, step)
    const mortgagePaid = mortgageRepaid + mortgageTimes * interestDue('mortgage', mortgagePrior)
    const loanPrior = at(priors, slots.loan)
    const loanRepaid = step > traits.from.loan ? loanPrior - at(ends, slots.loan) : 0
    const loanTimes = instalmentsPaid(traits.arrears.loan, step)
    const loanPaid = loanRepaid + loanTimes * interestDue('loan', loanPrior)
    const cardRepaid = step > traits.from.card ? at(priors, slots.card) : 0
    const isByCard = at(ends, slots.card) > 0
    const spending = spendingAt(traits, { step, key })
    const fixed = isSettled(traits, step) ? traits.fixed : 0
    const salary = salaryOf(traits, step)
    const interest = interestAt(traits, step)
    let paid = fixed + (isByCard ? 0 : spending) + cardRepaid + mortgagePaid + loanPaid
    let received = salary + interest
    let hasFlows =
        at(flows, slots.mortgage) !== 0 ||
        at(flows, slots.loan) !== 0 ||
        at(flows, slots.foreign) !== 0
    for (let slot: number = slots.term; slot <= slots.insurance; slot++) {
        const flow = at(flows, slot)
        if (flow > 0) paid += flow
        else received -= flow
        hasFlows ||= flow !== 0
    }
    const prior = at(priors, slots.current)
    const transfer = at(ends, slots.current) - prior - received + paid
    const isEnough = prior >= paid - transfer
    return {
        traits,
        step,
        key,
        days: daysOfStep[step] ?? 0,
        leaves,
        priors,
        ends,
        flows,
        hasFlows,
        salary,
        fixed,
        interest,
        spending,
        parts: traits.parts + (step === 1 || step === 10 || step === 12 || step === 22 ? 1 : 0),
        spentFrom: spentFrom(traits, { step, isByCard, isEnough: prior >= paid }),
        isByCard,
        transfer,
        transferDay: transferDay(traits, { step, key, leaves, transfer, isEnough }),
        mortgageRepaid,
        mortgagePaid,
        loanRepaid,
        loanPaid,
        cardRepaid,
    }
}

const monthlyRates = { mortgage: 3, loan: 4 } as const

/** A month's interest on what is owed before it, in cents. */
export function interestDue(name: LoanName, prior: number): number {
    return quotient(prior * monthlyRates[name], 1000)
}

function salaryOf(traits: Traits, step: number): number {
    const { event, eventStep, isPerson, age, income } = traits
    if (!isSettled(traits, step)) return 0
    if (event === 'moving_away' && step >= eventStep) return 0
    return isPerson && age < 60 && (step === 0 || step === 12) ? income * 2 : income
}

function spentFrom(
    traits: Traits,
    month: { readonly step: number; readonly isByCard: boolean; readonly isEnough: boolean },
): number {
    if (!month.isByCard) return month.isEnough ? 1 : 16
    return month.step === traits.from.card ? openDayOf(traits, slots.card) : 1
}

function transferDay(
    traits: Traits,
    month: {
        readonly step: number
        readonly key: number
        readonly leaves: boolean
        readonly transfer: number
        readonly isEnough: boolean
    },
): number {
    const { step, key, leaves, transfer, isEnough } = month
    const days = daysOfStep[step] ?? 0
    if (step === traits.openStep) return openDayOf(traits, slots.current)
    if (transfer > 0) return 1 + draws.transferDay(key, 4)
    if (leaves) return traits.leftDay
    return isEnough ? 1 + draws.transferDay(key, days) : 16 + draws.transferDay(key, days - 15)
}

/** What goes into each product; between its dates a fund moves with its price alone. */
function flowsOf(traits: Traits, { step, priors, ends }: MonthEnds): readonly number[] {
    const { from } = traits
    const fundIsSet = step === traits.leftStep || rolls(rollMonths.fund, step - from.fund)
    return [
        0,
        at(ends, slots.term) - at(priors, slots.term),
        at(ends, slots.wealth) - at(priors, slots.wealth),
        fundIsSet ? at(ends, slots.fund) - at(priors, slots.fund) : 0,
        at(ends, slots.insurance) - at(priors, slots.insurance),
        step === from.mortgage ? -at(ends, slots.mortgage) : 0,
        step === from.loan ? -at(ends, slots.loan) : 0,
        0,
        at(ends, slots.foreign) - at(priors, slots.foreign),
    ]
}

/** The day on which a product takes or gives money in a month. */
export function flowDay({ traits, step, key, leaves, flows }: CustomerMonth, slot: number): number {
    if (leaves) return traits.leftDay
    const { from, termUntil } = traits
    switch (slot) {
        case slots.mortgage:
        case slots.loan:
            return openDayOf(traits, slot)
        case slots.foreign:
            return step === from.foreign ? openDayOf(traits, slot) : 10
        case slots.term:
            if (step === termUntil) return traits.termUntilDay
    }
    const isNew = step === from[products[slot]?.name ?? 'current']
    return isNew || at(flows, slot) > 0 ? openDayOf(traits, slot) : 2 + draws.flowDay(key, 8)
}

function at(balances: readonly number[], slot: number): number {
    return balances[slot] ?? 0
}

import { type LoanName, paidStep } from './arrears.ts'
import { never } from './calendar.ts'
import { chance, quotient } from './draw.ts'
import { houseMonths, loanMonths, rollMonths } from './rolls.ts'
import type { Traits } from './traits.ts'

/**
 * How much lies where at the end of a step. Every balance is a closed formula of customer and
 * step, so any month can be written without the months before it; what must have flowed is the
 * difference of two ends. Steps run from −1 (the end of 2023) to 23; all sums are cents.
 */
export type At = {
    readonly step: number
    /** The key of customer and step, from which the noise is drawn. */
    readonly key: number
}

/** Fund prices at the end of each step from −3 on, in thousandths. */
const fundPrices = [
    986, 975, 981, 952, 1004, 1012, 1019, 1025, 1001, 995, 978, 1079, 1066, 1072, 1068, 1059, 1071,
    1064, 1033, 1052, 1070, 1094, 1141, 1165, 1158, 1149, 1172,
]

/** Spring Festival (February 2024, January 2025) and the November sales, in hundredths. */
const spendingSeason = [
    115, 140, 85, 92, 100, 108, 96, 97, 102, 104, 130, 110, 142, 100, 86, 93, 101, 109, 96, 98, 103,
    104, 131, 111,
]

/** Deposits swell before Spring Festival and at the ends of quarters; from step −1 on. */
const depositSeason = [
    1015, 1030, 1035, 1010, 990, 992, 1008, 985, 988, 1006, 990, 985, 1016, 1040, 1022, 1008, 990,
    992, 1010, 986, 988, 1006, 990, 984, 1018,
]

const noise = chance('noise')
const foreignNoise = chance('foreign_noise')
const spendingMonth = chance('spending_month')

/** The cents in every product at the end of a step, by slot; 0 before opening, after closing. */
export function endsAt(traits: Traits, at: At): readonly number[] {
    const { from, wishes, leftStep, arrears } = traits
    const { step } = at
    const isOpen = (since: number): boolean => step >= since && step < leftStep
    return [
        isOpen(from.current) ? current(traits, at) : 0,
        isOpen(from.term) && step < traits.termUntil
            ? held(traits, { step, from: from.term, share: wishes.term, every: rollMonths.term })
            : 0,
        isOpen(from.wealth) ? held(traits, { step, ...holding(traits, 'wealth') }) : 0,
        isOpen(from.fund) ? fund(traits, step) : 0,
        isOpen(from.insurance) ? wishes.premium * (step - from.insurance + 1) : 0,
        owedAsAgreed(traits, { name: 'mortgage', step: paidStep(arrears.mortgage, step) }),
        owedAsAgreed(traits, { name: 'loan', step: paidStep(arrears.loan, step) }),
        isOpen(from.card) ? cardDebt(traits, at) : 0,
        isOpen(from.foreign)
            ? quotient(wishes.foreignBase * (900 + foreignNoise(at.key, 201)), 1000)
            : 0,
    ]
}

/** Whether a product takes or gives money in a step because it is set anew. */
export function rolls(every: number, since: number): boolean {
    return since % every === 0
}

/** Interest on the current account: a quarter's worth on the level, when it is due. */
export function interestAt(traits: Traits, step: number): number {
    return isSettled(traits, step) && step % 3 === 2 ? quarterInterest(traits) : 0
}

/** Whether a customer's life at the bank runs as usual in a step. */
export function isSettled(traits: Traits, step: number): boolean {
    return step > traits.openStep && step < traits.leftStep
}

/** The cents that a customer spends in a step from 0 on. */
export function spendingAt(traits: Traits, { step, key }: At): number {
    if (!isSettled(traits, step)) return 0
    const season = spendingSeason[step] ?? 100
    const left = traits.event === 'moving_away' && step >= traits.eventStep ? 30 : 100
    const inSeason = quotient(traits.spending * season, 100)
    return quotient(quotient(inSeason * (800 + spendingMonth(key, 401)), 1000) * left, 100)
}

function quarterInterest({ level }: Traits): number {
    return quotient(level * 125, 1_000_000)
}

/** What was spent in the month is owed at its end; December 2023 was like January. */
function cardDebt(traits: Traits, { step, key }: At): number {
    return spendingAt(traits, { step: Math.max(step, 0), key })
}

/** What is not held elsewhere lies here. A dormant customer's grows by its interest alone. */
function current(traits: Traits, { step, key }: At): number {
    const { from, wishes, isDormant, openStep } = traits
    const shares =
        (step >= from.term ? wishes.term : 0) +
        (step >= from.wealth ? wishes.wealth : 0) +
        (step >= from.fund ? wishes.fund : 0)
    const base = quotient(wealthAt(traits, step) * (1000 - shares), 1000)
    if (isDormant) {
        const before = quotient(Math.max(openStep + 1, 0), 3)
        return base + quarterInterest(traits) * (quotient(step + 1, 3) - before)
    }
    const season = depositSeason[step + 1] ?? 1000
    return quotient(quotient(base * (920 + noise(key, 161)), 1000) * season, 1000)
}

type Holding = { readonly from: number; readonly share: number; readonly every: number }

function holding({ from, wishes }: Traits, product: 'wealth' | 'fund'): Holding {
    return { from: from[product], share: wishes[product], every: rollMonths[product] }
}

/** A holding stands as it was last set. */
function held(traits: Traits, one: Holding & { readonly step: number }): number {
    return quotient(wealthAt(traits, rolledAt(one)) * one.share, 1000)
}

/** A fund moves with the market between two dates on which it is set. */
function fund(traits: Traits, step: number): number {
    const one = { step, ...holding(traits, 'fund') }
    const price = fundPrices[step + 3] ?? 1000
    return quotient(held(traits, one) * price, fundPrices[rolledAt(one) + 3] ?? 1000)
}

function rolledAt({ step, from, every }: Holding & { readonly step: number }): number {
    return step - ((step - from) % every)
}

const terms = { mortgage: houseMonths, loan: loanMonths } as const

/** What is owed of a loan at the end of a step when every instalment is paid; cents. */
export function owedAsAgreed(
    { from, wishes, leftStep }: Traits,
    { name, step }: { readonly name: LoanName; readonly step: number },
): number {
    const drawn = from[name]
    if (step < drawn || step >= leftStep) return 0
    const principal = wishes[name]
    return Math.max(principal - quotient(principal, terms[name]) * (step - drawn), 0)
}

/** All that a customer means to hold at a step, before noise: level, trend and turn of life. */
function wealthAt(traits: Traits, step: number): number {
    const trend = quotient(traits.level * (1000 + traits.growth * step), 1000)
    return quotient(trend * turnFactor(traits, step), 1000)
}

function turnFactor({ event, eventStep, eventSteps, eventSize }: Traits, step: number): number {
    if (eventStep === never || step < eventStep) return 1000
    const since = step - eventStep + 1
    switch (event) {
        case 'dip':
            return since <= eventSteps ? eventSize : 1000
        case 'moving_away':
            return 1000 - quotient(950 * Math.min(since, eventSteps), eventSteps)
        case 'rise':
            return 1000 + 100 * Math.min(since, 10)
        default:
            return eventSize
    }
}

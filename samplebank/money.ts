import { perStep } from './calendar.ts'
import { draw } from './draw.ts'
import type { ProductName } from './products.ts'

/**
 * How much lies where at the end of a step, as SQL over the traits. Every balance is a closed
 * formula of customer and step, so any month can be written without the months before it; what
 * must have flowed is the difference of two ends. Steps run from −1 (the end of 2023) to 23.
 */
export type At = {
    /** SQL of the step. */
    readonly step: string
    /** SQL of the key of customer and step, from which the noise is drawn. */
    readonly key: string
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

/** Months between two dates on which a holding is set anew. */
export const rollMonths = { term: 12, wealth: 3, fund: 3 } as const

/** Months in which a mortgage is paid back. */
export const houseMonths = 240
/** Months in which a loan is paid back. */
export const loanMonths = 60

/** SQL of the cents in a product at the end of a step; 0 before opening and after closing. */
export function balanceAt(product: ProductName, at: At): string {
    return (
        `case when ${at.step} >= ${product}_from and ${at.step} < coalesce(left_step, 99) ` +
        `then ${open(product, at)} else 0 end`
    )
}

/** SQL of whether a product takes or gives money in a step because it is set anew. */
export function rolls(product: 'term' | 'wealth' | 'fund', step: string): string {
    return `((${step}) - ${product}_from) % ${rollMonths[product]} = 0`
}

/** SQL of the interest on the current account: a quarter's worth on the level, when it is due. */
export function interest(step: string): string {
    return `case when ${settled(step)} and (${step}) % 3 = 2 then ${quarterInterest} else 0 end`
}

/** SQL of whether a customer's life at the bank runs as usual in a step. */
export function settled(step: string): string {
    return `((${step}) > open_step and (${step}) < coalesce(left_step, 99))`
}

const quarterInterest = '(level * 125 // 1000000)'

function open(product: ProductName, at: At): string {
    switch (product) {
        case 'current':
            return current(at)
        case 'term':
        case 'wealth':
            return held(product, at.step)
        case 'fund':
            return fund(at.step)
        case 'insurance':
            return `premium * (${at.step} - insurance_from + 1)`
        case 'mortgage':
            return owed('mortgage', { step: at.step, term: houseMonths })
        case 'loan':
            return owed('loan', { step: at.step, term: loanMonths })
        case 'card':
            return cardDebt(at)
        case 'foreign':
            return `foreign_base * (900 + ${draw(at.key, 'foreign_noise', 201)}) // 1000`
    }
}

/** What was spent in the month is owed at its end; December 2023 was like January. */
function cardDebt(at: At): string {
    const january = spending({ ...at, step: '0' })
    return `case when ${at.step} < 0 then ${january} else ${spending(at)} end`
}

/** What is not held elsewhere lies here. A dormant customer's grows by its interest alone. */
function current({ step, key }: At): string {
    const shares = (['term', 'wealth', 'fund'] as const).map(
        (product) => `case when ${step} >= ${product}_from then ${product}_share else 0 end`,
    )
    const base = `${wealthAt(step)} * (1000 - ${shares.join(' - ')}) // 1000`
    const noise = `(920 + ${draw(key, 'noise', 161)})`
    const season = perStep(`(${step}) + 1`, depositSeason)
    const quarters = `((${step} + 1) // 3 - greatest(open_step + 1, 0) // 3)`
    return (
        `case when is_dormant then ${base} + ${quarterInterest} * ${quarters} ` +
        `else ${base} * ${noise} // 1000 * ${season} // 1000 end`
    )
}

function held(product: 'term' | 'wealth' | 'fund', step: string): string {
    return `${wealthAt(rolledAt(product, step))} * ${product}_share // 1000`
}

function fund(step: string): string {
    const price = (at: string): string => perStep(`(${at}) + 3`, fundPrices)
    return `${held('fund', step)} * ${price(step)} // ${price(rolledAt('fund', step))}`
}

/** The step at which a holding was last set; thereafter it stands, or moves with the market. */
function rolledAt(product: 'term' | 'wealth' | 'fund', step: string): string {
    return `((${step}) - ((${step}) - ${product}_from) % ${rollMonths[product]})`
}

function owed(
    product: 'mortgage' | 'loan',
    { step, term }: { readonly step: string; readonly term: number },
): string {
    return `greatest(${product} - ${product} // ${term} * (${step} - ${product}_from), 0)`
}

/** SQL of the cents that a customer spends in a step from 0 on. */
export function spending({ step, key }: At): string {
    const season = perStep(step, spendingSeason)
    const noise = `(800 + ${draw(key, 'spending_month', 401)})`
    const left = `(case when event = 'moving_away' and ${step} >= event_step then 30 else 100 end)`
    return (
        `case when ${settled(step)} ` +
        `then spending * ${season} // 100 * ${noise} // 1000 * ${left} // 100 else 0 end`
    )
}

/** All that a customer means to hold at a step, before noise: level, trend and turn of life. */
function wealthAt(step: string): string {
    const since = `((${step}) - event_step + 1)`
    return (
        `(level * (1000 + growth * (${step})) // 1000 * case ` +
        `when (${step}) < coalesce(event_step, 99) then 1000 ` +
        `when event = 'dip' then case when ${since} <= event_steps then event_size else 1000 end ` +
        `when event = 'moving_away' ` +
        `then 1000 - 950 * least(${since}, event_steps) // event_steps ` +
        `when event = 'rise' then 1000 + 100 * least(${since}, 10) ` +
        `else event_size end // 1000)`
    )
}

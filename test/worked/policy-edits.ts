import { parseDecimal } from '#domain/decimal.ts'

// Edits of the shipped wealth policy, each one rule: the text replaced, and what stands there then.

/** Diamond also asks for a loyalty score of 40. */
export const loyaltyForDiamond = {
    '2000000 CNY': '2000000 CNY, requires: { feature: loyalty_score, op: ">=", value: 40 }',
}

/** Platinum is also reached by a mortgage of two million. */
export const mortgageRoute = {
    '500000 CNY':
        '500000 CNY, also_by: [{ feature: mortgage_balance, op: ">=", value: 2000000 CNY }]',
}

/** Private counts only with a signed agreement. */
export const enrolment = { 'wait: 6': 'wait: 6, enrolment: private_banking_agreement' }

/** An upgrade takes two reviews in a row. */
export const afterTwo = { 'after: 1': 'after: 2' }

/** A fall ends at the best level since it began. */
export const bestOfWait = { 'to: current': 'to: best_of_wait' }

/** Downgrade reviews by quarters, two of them to a fall. */
export const quarterlyFalls = {
    'downgrade: { review: monthly, wait: 3': 'downgrade: { review: quarterly, wait: 2',
}

/** Upgrade reviews by quarters. */
export const quarterlyRises = { 'upgrade: { review: monthly': 'upgrade: { review: quarterly' }

/** Without an account protection ends. */
export const dropWithoutAccounts = {
    'effective:': 'drop_at_once: { feature: accounts_open, op: "=", value: 0 }\neffective:',
}

/** Newcomers do not fall in their first closes. */
export const graceOf = (closesOfGrace: number) => ({
    'effective:': `new: { grace: ${closesOfGrace} }\neffective:`,
})

/** Facts of a month without the loyalty score. */
export const poor = { loyalty_score: null }

/** Facts of a month with a mortgage of two and a half million. */
export const mortgage = { mortgage_balance: parseDecimal('2500000.00') }

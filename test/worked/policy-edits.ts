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

const why = 'reason: { zh-CN: 因, zh-TW: 因, en: why }'

/** A floor or a cap as the file has it; the limit is `at_least: gold`, `at_most: mass`, …. */
export const rule = (id: string, when: string, limit: string): string =>
    `    - { id: ${id}, when: { ${when} }, ${limit}, ${why} }`

/** Floors of the ladder. */
export const floors = (...rules: readonly string[]): Readonly<Record<string, string>> => ({
    'near:': `floors:\n${rules.join('\n')}\nnear:`,
})

/** Caps of the ladder. */
export const caps = (...rules: readonly string[]): Readonly<Record<string, string>> => ({
    'version:': `caps:\n${rules.join('\n')}\nversion:`,
})

/** Whoever holds so many accounts. */
export const withAccounts = (count: number): string =>
    `feature: accounts_open, op: "=", value: ${count}`

/** Holders of nine accounts, who are the bank's staff, are gold at least. */
export const goldForStaff = floors(rule('staff', withAccounts(9), 'at_least: gold'))

const onBlackList = 'feature: importance, op: "=", value: black'

/** Parties of the black list are mass at most; only compliance may know why. */
export const blackList = caps(
    rule('black_list', onBlackList, 'at_most: mass, hard: true, confidential: true'),
)

/** The version from February 2025 on, which has no gold tier. */
export const goldDropped = {
    'version: 2025-01': 'version: 2025-02',
    'effective_from: 2024-01':
        'effective_from: 2025-02\non_change: { replaces: { gold: platinum } }',
    '    - { id: gold, name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }, at_least: 50000 CNY }\n': '',
}

/** The version from a month of 2025 on, with what it does to the state before it. */
export const versionFrom = (month: string, onChange: string) => ({
    'version: 2025-01': `version: 2025-${month}`,
    'effective_from: 2024-01': `effective_from: 2025-${month}\non_change: { ${onChange} }`,
})

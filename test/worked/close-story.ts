import { readFileSync } from 'node:fs'
import { type Decimal, parseDecimal } from '#domain/decimal.ts'
import { addMonths } from '#domain/month.ts'
import { valueOrThrow } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Feature } from '#features/feature.ts'
import { assignTier, type Closing } from '#tiers/assign-tier.ts'
import type { Assignment } from '#tiers/assignment.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'

const shipped = readFileSync(new URL('../../policies/wealth/2025-01.yaml', import.meta.url), 'utf8')

const loyalty: Feature = {
    id: 'loyalty_score',
    table: 'features.party_months',
    type: 'number',
    unit: null,
    grain: 'month',
    window: 'month',
    source: 'A score that stands only in these tests.',
    absent: 'null',
    partial: 'null',
    sensitive: false,
    hidden: false,
    values: null,
    day: null,
}

/** The shipped ladder with some of its text replaced; what is not found would be a silent pass. */
export function policyWith(edits: StoryCase[1] = {}): Policy {
    let text = shipped
    for (const [from, to] of Object.entries(edits)) {
        if (!text.includes(from)) throw new Error(`the shipped policy has no "${from}"`)
        text = text.replace(from, to)
    }
    const extended = new Map([...catalogue, [loyalty.id, loyalty]])
    return valueOrThrow(
        parsePolicy(text, { file: 'wealth.yaml', baseCurrency: 'CNY', catalogue: extended }),
    )
}

/** A close: a measure such as `600k`, with other facts behind it; `gone` without facts. */
export type Close =
    | string
    | null
    | (Partial<Omit<Closing, 'facts' | 'policy' | 'month'>> & {
          readonly measure: string | null
          readonly facts?: Partial<Facts>
          /** The version in force from this close on. */
          readonly under?: Policy
      })
export const gone: Close = { measure: 'gone' }

const usual: Facts = {
    party_kind: 'person',
    wealth_product_avg_month: parseDecimal('0.00'),
    fund_avg_month: parseDecimal('0.00'),
    mortgage_balance: parseDecimal('0.00'),
    accounts_open: 3,
    importance: 'ordinary',
    private_banking_agreement: null,
    loyalty_score: 80,
}

function amount(text: string | null): Decimal | null {
    if (text === null) return null
    const factor = text.endsWith('k') ? 1_000n : text.endsWith('m') ? 1_000_000n : 1n
    const number = parseDecimal(text.replace(/[km]$/, ''))
    if (number === null) throw new Error(`${text} is no amount`)
    return { units: number.units * factor, scale: number.scale }
}

/** The facts of a month with a measure such as `600k`, and others behind it. */
export function factsWith(measure: string | null, facts: Partial<Facts> = {}): Facts {
    return { ...usual, deposit_avg_month: amount(measure), ...facts } as Facts
}

/** Closes a party month by month; a row is null where there is none. */
export function closes(
    policy: Policy,
    months: readonly Close[],
    first = 202501,
): readonly (Assignment | null)[] {
    const rows: (Assignment | null)[] = []
    let inForce = policy
    months.forEach((close, index) => {
        const told = close === null || typeof close === 'string' ? { measure: close } : close
        const { measure, facts, under = inForce, ...rest } = told
        inForce = under
        const closing = {
            before: rows.at(-1) ?? null,
            ...rest,
            policy: inForce,
            facts: close === gone ? null : factsWith(measure, facts),
            month: addMonths(first, index),
        }
        rows.push(assignTier(closing))
    })
    return rows
}

/** Edits of the shipped policy, the closes of one party, and the story that they have to tell. */
export type StoryCase = readonly [
    name: string,
    edits: Readonly<Record<string, string>>,
    months: readonly Close[],
    story: string,
]

/** The tier and cause of each close: `platinum upgraded`, `- untiered`; a dot where no row is. */
export function story(policy: Policy, months: readonly Close[], first = 202501): string {
    const rows = closes(policy, months, first)
    return rows
        .map((row) => (row === null ? '.' : `${row.earnedTier ?? '-'} ${row.earnedCause}`))
        .join(', ')
}

/** The tier given at each close and what made it: `gold floored staff`, `mass earned`. */
export function givenStory(policy: Policy, months: readonly Close[]): string {
    return closes(policy, months)
        .map((row) => {
            if (row === null) return '.'
            const rule = row.rule === null ? '' : ` ${row.rule}`
            return `${row.tier ?? '-'} ${row.cause}${rule}`
        })
        .join(', ')
}

/** The same close several times. */
export const repeat = <T>(value: T, times: number): readonly T[] =>
    Array.from({ length: times }, () => value)

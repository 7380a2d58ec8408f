import { type Decimal, parseDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import { type Policy, policyCountMax } from './policy.ts'

/** A tier of an old system with what was found out about it. */
export type InferredTier = {
    /** The id that stands for it in the replay: `t0`, `t1` …, lowest first. */
    readonly id: string
    /** What the old system calls it. */
    readonly word: string
    readonly threshold: InferredThreshold | null
    readonly wait: InferredWait | null
}

/** The threshold of a tier; amounts as plain decimals of whole cents. */
export type InferredThreshold = {
    readonly atLeast: string
    /** The largest measure below it that did not reach it; null: none was seen. */
    readonly above: string | null
    /** The smallest measure that reached it. */
    readonly upTo: string | null
    /** Rises over it that were seen. */
    readonly cases: number
    /** Rows around it that it does not explain. */
    readonly errors: number
    readonly doubts: readonly Doubt[]
}

/** How long a tier is kept below its threshold. */
export type InferredWait = {
    readonly reviews: number
    /** Runs below that lasted so long. */
    readonly cases: number
    readonly errors: number
    readonly doubts: readonly Doubt[]
}

/**
 * Why a finding is less sure than it looks: few cases; nobody rose over the threshold or fell
 * from the tier; the data leaves a wide range; a large part of the cases says otherwise.
 */
export type Doubt = 'few_cases' | 'not_seen' | 'wide_range' | 'contradicted'

/** The rule of an old system, as far as a table of months tells it. */
export type InferredRule = {
    /** Lowest first, at least two. */
    readonly tiers: readonly InferredTier[]
    readonly review: 'monthly' | 'quarterly'
    /** Reviews above the tier, in a row, at which it rises. */
    readonly after: number
    readonly fallTo: 'current' | 'best_of_wait'
    /** Whether falls tell `current` and `best_of_wait` apart. */
    readonly isFallToSeen: boolean
    /** Months from the average that decides to the tier that it decides: 0 or 1. */
    readonly shift: number
}

/** The feature that a replay reads: the month average of the table. */
export const givenAverage = 'given_average'

/** Cases below which a finding is called thin. */
export const fewCases = 5

/**
 * The rule as a policy that the closes read like any other. A month without an average keeps the
 * tier: what an old system did then cannot be seen.
 */
export function policyOfRule(
    rule: InferredRule,
    { currency, firstClose }: { readonly currency: string; readonly firstClose: Month },
): Policy {
    return {
        ...barePolicy,
        ladder: 'given',
        version: 'inferred',
        effectiveFrom: firstClose,
        name: sameName('given'),
        currency,
        tiers: rule.tiers.map(({ id, word, threshold, wait }) => ({
            id,
            name: sameName(word),
            atLeast: threshold === null ? null : decimalOf(threshold.atLeast),
            requires: null,
            routes: [],
            wait: wait?.reviews ?? 1,
            enrolment: null,
        })),
        upgrade: { review: rule.review, after: rule.after, maxSteps: null },
        downgrade: { review: rule.review, to: rule.fallTo },
        effective: rule.shift === 0 ? 'same_month' : 'next_month',
    }
}

/**
 * What is left of a policy where only a measure is known: thresholds, waits, reviews and grace.
 * `dropped` names the keys that were left out, as a policy file spells them.
 */
export function policyByMeasure(policy: Policy): {
    readonly policy: Policy
    readonly dropped: readonly string[]
} {
    const { tiers } = policy
    const kept: Policy = {
        ...policy,
        ...barePolicy,
        grace: policy.grace,
        near: policy.near,
        tiers: tiers.map((tier) => ({ ...tier, requires: null, routes: [], enrolment: null })),
    }
    const dropped = Object.entries({
        population: policy.population !== null,
        requires: tiers.some(({ requires }) => requires !== null),
        also_by: tiers.some(({ routes }) => routes.length > 0),
        enrolment: tiers.some(({ enrolment }) => enrolment !== null),
        drop_at_once: policy.dropAtOnce !== null,
        pool: policy.pool !== null,
        express: policy.express.length > 0,
        floors: policy.floors.length > 0,
        caps: policy.caps.length > 0,
    })
    return { policy: kept, dropped: dropped.filter(([, is]) => is).map(([key]) => key) }
}

const barePolicy = {
    population: null,
    measure: {
        parts: [{ feature: givenAverage, weight: { units: 1n, scale: 0 } }],
        nullParts: 'missing',
    },
    dropAtOnce: null,
    grace: 0,
    missingKeep: policyCountMax,
    near: { up: { units: 2n, scale: 1 }, down: { units: 1n, scale: 1 } },
    pool: null,
    express: [],
    floors: [],
    caps: [],
    onChange: { replaces: {}, below: 'keep', grandfather: 0 },
    isPublic: false,
} as const satisfies Partial<Policy>

function sameName(word: string): Policy['name'] {
    return { 'zh-CN': word, 'zh-TW': word, en: word }
}

function decimalOf(text: string): Decimal {
    const value = parseDecimal(text)
    if (value === null) throw new Error(`${text} is no amount`)
    return value
}

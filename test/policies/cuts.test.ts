import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSay, languages, type Say, type Texts } from '#domain/say.ts'
import { catalogue } from '#features/catalogue.ts'
import { testsOf } from '#features/condition.ts'
import {
    type ConditionCut,
    type Cut,
    type CutWay,
    cutFeatures,
    cutSecrets,
    cutWays,
    isCutWithheld,
} from '#features/cut.ts'
import { describeCondition } from '#features/describe-condition.ts'
import { cutsOfMonth } from '#pipeline/cuts/load-cuts.ts'

const root = join(import.meta.dirname, '../..')
const policyRoots = [join(root, 'policies')]
const folders = { policies: join(root, 'none') }
const settings = { baseCurrency: 'CNY', ladders: [], firstClose: 202501 }

let cuts: readonly Cut[]
beforeAll(async () => {
    cuts = (await cutsOfMonth({ policyRoots, folders, settings }, 202501)).cuts
})

/**
 * The ways of cutting that were asked for, each with cuts that have to be there and one feature at
 * least that each of these has to rest on.
 */
const asked: Readonly<Record<CutWay, Readonly<Record<string, string>>>> = {
    value: { value_high: 'value_band', value_middle: 'value_band', value_ordinary: 'value_band' },
    behaviour: { frequent_and_large: 'frequency_score', large_but_quiet: 'recency_score' },
    risk: { overdue_now: 'overdue_amount', cautious_investors: 'risk_capacity' },
    contribution: { pays_fees: 'fee_12m', pays_loan_interest: 'loan_owed' },
    wealth: { assets_under_50k: 'aum_avg_month', assets_over_6m: 'aum_avg_month' },
    lifecycle: {
        stage_new: 'lifecycle_stage',
        stage_growing: 'lifecycle_stage',
        stage_stable: 'lifecycle_stage',
        stage_declining: 'lifecycle_stage',
        stage_lost: 'lifecycle_stage',
        stage_won_back: 'lifecycle_stage',
    },
    party_kind: { persons: 'party_kind', companies: 'party_kind' },
    age: { age_under_35: 'age_years', age_35_to_59: 'age_years', age_from_60: 'age_years' },
    sex: { sexes: 'sex' },
    income: { incomes: 'income_level' },
    occupation: { occupations: 'occupation' },
    education: { educations: 'education' },
    spending_level: {
        spending_high: 'spending_level',
        spending_middle: 'spending_level',
        spending_low: 'spending_level',
    },
    region: { regions: 'region' },
    industry: { industries: 'industry' },
    usage_habits: { mobile_first: 'main_channel_12m', cash_users: 'cash_share_12m' },
    usage_cycle: { use_weekly: 'usage_cycle_days', use_rarely: 'usage_cycle_days' },
    price_sensitivity: { rate_sensitive: 'rate_sensitive_share' },
    interests: { culture_lovers: 'has_interest_art', families: 'has_interest_children' },
    need: { ask_questions: 'enquiries_12m', complain: 'complaints_12m' },
    importance: { red_list: 'importance', ordinary_list: 'importance', black_list: 'importance' },
    company_size: {
        sales_large: 'company_size_by_sales',
        sales_medium: 'company_size_by_sales',
        sales_small: 'company_size_by_sales',
        sales_micro: 'company_size_by_sales',
    },
    organisation: { group_members: 'is_group_member', independent: 'is_group_member' },
    credit_grade: {
        credit_good: 'debt_ratio',
        credit_ordinary: 'debt_ratio',
        credit_poor: 'debt_ratio',
    },
    behaviour_kind: {
        steady: 'behaviour_kind',
        fast_growing: 'behaviour_kind',
        consuming: 'behaviour_kind',
    },
    potential: {
        potential_without_performance: 'held_elsewhere',
        wallet_elsewhere: 'wallet_share',
        card_capacity_unused: 'card_capacity_unused',
    },
    activity: { effective: 'effective_accounts', idle: 'effective_accounts' },
    near_threshold: {},
    maturing: { maturing_month: 'maturing_30d', maturing_quarter: 'maturing_90d' },
    large_flows: { large_inflow: 'inflow_max_month', large_outflow: 'outflow_max_month' },
    dormant: { dormant: 'lifecycle_stage' },
    escaping: { escaping: 'aum_trend_3m' },
    newly_rich: { newly_rich: 'aum_trend_3m' },
}

function conditionCut(id: string): ConditionCut {
    const cut = cuts.find((one) => one.id === id)
    if (cut === undefined || 'list' in cut) throw new Error(`no condition is named ${id}`)
    return cut
}

function sayIn(language: (typeof languages)[number]): Say {
    const texts = ['cli', 'features'].map((room) => {
        const path = join(root, 'locales', language, `${room}.json`)
        return JSON.parse(readFileSync(path, 'utf8')) as Texts
    })
    return createSay(language, Object.assign({}, ...texts))
}

describe('the ready-made cuts', () => {
    it.each(cutWays)('tell customers apart by %s', (way) => {
        expect(cuts.filter((cut) => cut.way === way)).not.toEqual([])
        for (const [id, feature] of Object.entries(asked[way])) {
            const cut = conditionCut(id)
            expect(cut.way).toBe(way)
            expect(cutFeatures(cut)).toContain(feature)
        }
    })

    it('leave those near a threshold to the closes', () => {
        const near = cuts.filter(({ way }) => way === 'near_threshold')
        expect(near).toMatchObject([{ list: 'near' }])
    })

    it('name features of the month that exist', () => {
        for (const cut of cuts) {
            const features = 'list' in cut ? [] : cutFeatures(cut)
            const kinds = features.map((id) => catalogue.get(id)?.grain)
            expect(new Set([...kinds, 'month'])).toEqual(new Set(['month']))
        }
    })

    it.each(languages)('are described in %s, all differently', (language) => {
        const say = sayIn(language)
        const told = cuts.map((cut) => {
            const condition = 'list' in cut ? cut.list : describeCondition(cut.when, say)
            expect(condition).not.toBe('')
            return [cut.name[language], say(`cli.cuts.way.${cut.way}`), cut.purpose[language]]
        })
        expect(told.flat().filter((text) => text.trim() === '')).toEqual([])
        expect(new Set(told.map(([name]) => name)).size).toBe(cuts.length)
        if (language === 'en') return
        // Chinese pages speak Chinese: abbreviations and numbers apart, no Latin word.
        expect(told.flat().filter((text) => /[a-z]{2,}/.test(text))).toEqual([])
    })
})

describe('what a cut would give away', () => {
    it('is a sensitive trait in the cuts by age and sex, and in no other', () => {
        const sensitive = cuts.filter((cut) => cutSecrets(cut, catalogue).traits.length > 0)
        expect(new Set(sensitive.map(({ way }) => way))).toEqual(new Set(['age', 'sex']))
        for (const cut of cuts.filter(({ way }) => way === 'age' || way === 'sex')) {
            expect(cutSecrets(cut, catalogue).traits).toEqual([cut.way])
        }
    })

    it('is hidden from customers in the cuts by importance, and in no other', () => {
        const hidden = cuts.filter((cut) => cutSecrets(cut, catalogue).isHidden)
        expect(new Set(hidden.map(({ way }) => way))).toEqual(new Set(['importance']))
    })

    it('keeps exactly these to compliance', () => {
        const withheld = cuts.filter((cut) => isCutWithheld(cut, catalogue)).map(({ id }) => id)
        expect(withheld.sort()).toEqual(
            [
                ...['age_under_35', 'age_35_to_59', 'age_from_60', 'sexes'],
                ...['red_list', 'ordinary_list', 'black_list'],
            ].sort(),
        )
    })
})

describe('a bank that counts in another currency', () => {
    it('has the cuts without amounts only', async () => {
        const czech = { ...settings, baseCurrency: 'CZK' }
        const left = (await cutsOfMonth({ policyRoots, folders, settings: czech }, 202501)).cuts
        const ids = new Set(left.map(({ id }) => id))
        expect(ids.has('value_high')).toBe(true)
        expect(ids.has('overdue_now')).toBe(true)
        expect(ids.has('large_inflow')).toBe(false)
        const amounts = left.flatMap((cut) => ('list' in cut ? [] : testsOf(cut.when)))
        const units = amounts
            .filter(({ type }) => type === 'money')
            .flatMap(({ values }) => values)
            .map((value) => (typeof value === 'object' ? value.units : null))
        expect(new Set(units)).toEqual(new Set([0n]))
    })
})

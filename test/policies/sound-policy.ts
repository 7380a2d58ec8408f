import { expect } from 'vitest'
import { type Failure, type Result, valueOrThrow } from '#domain/result.ts'
import { createSay, type Language } from '#domain/say.ts'
import english from '#locales/en/features.json' with { type: 'json' }
import englishTiers from '#locales/en/tiers.json' with { type: 'json' }
import simplified from '#locales/zh-CN/features.json' with { type: 'json' }
import simplifiedTiers from '#locales/zh-CN/tiers.json' with { type: 'json' }
import traditional from '#locales/zh-TW/features.json' with { type: 'json' }
import traditionalTiers from '#locales/zh-TW/tiers.json' with { type: 'json' }
import { checkPolicyFile, type PlacedWarning } from '#tiers/check-policy-file.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'

/** A policy with every key, without fault and without a warning. */
export const sound = `ladder: wealth
version: 2026-01
name: { zh-CN: 财富等级, zh-TW: 財富等級, en: Wealth }
effective_from: 2026-01
population: { all: [{ feature: party_kind, op: "=", value: person }] }
measure:
    sum:
        - { feature: deposit_avg_month, weight: 1 }
        - { feature: wealth_product_avg_month, weight: 1.2 }
    null_parts: missing
tiers:
    - { id: mass, name: { zh-CN: 大众, zh-TW: 大眾, en: Mass } }
    - { id: gold, name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }, at_least: 50000 CNY }
    - id: platinum
      name: { zh-CN: 白金, zh-TW: 白金, en: Platinum }
      at_least: 500000 CNY
      requires: { feature: tenure_months, op: between, value: [18, 120] }
      also_by: [{ all: [{ feature: mortgage_balance, op: ">=", value: 2000000 CNY }] }]
      wait: 6
      enrolment: private_banking_agreement
upgrade: { review: monthly, after: 1, max_steps: 2 }
downgrade: { review: monthly, wait: 3, to: current }
drop_at_once: { not: { feature: accounts_open, op: ">", value: 0 } }
new: { grace: 3 }
missing: { keep: 2 }
effective: next_month
near: { up: 20%, down: 7.5% }
pool: { by: household }
express: [{ tier: gold, days: 5 }]
floors:
    - id: red_list
      when: { feature: importance, op: "=", value: red }
      at_least: gold
      reason: { zh-CN: 重要客户, zh-TW: 重要客戶, en: Important }
caps:
    - id: black_list
      when: { feature: importance, op: "=", value: black }
      at_most: mass
      hard: true
      confidential: true
      reason: { zh-CN: 黑名单, zh-TW: 黑名單, en: Black list }
    - id: dormant
      when: { feature: transactions_month, op: "=", value: 0 }
      at_most: gold
      reason: { zh-CN: 睡眠, zh-TW: 靜止, en: Dormant }
on_change: { replaces: { silver: gold }, below: reset, grandfather: 3 }
public: false
`

export const file = 'policies/wealth/2026-01.yaml'

/** Text to be replaced, and what stands there then; each has to be there. */
export type Edits = Readonly<Record<string, string>>

/** The sound policy with some of its text replaced. */
export function textWith(edits: Edits): string {
    let text = sound
    for (const [from, to] of Object.entries(edits)) {
        if (!text.includes(from)) throw new Error(`the policy has no "${from}"`)
        text = text.replace(from, () => to)
    }
    return text
}

/** Reads the edited policy. */
export function parse(edits: Edits): Result<Policy> {
    return parsePolicy(textWith(edits), { file, baseCurrency: 'CNY' })
}

/** The edited policy, which has to be without fault. */
export function soundPolicy(edits: Edits = {}): Policy {
    return valueOrThrow(parse(edits))
}

/** The texts that policies are spoken of with. */
export const says = {
    en: createSay('en', { ...english, ...englishTiers }),
    'zh-CN': createSay('zh-CN', { ...simplified, ...simplifiedTiers }),
    'zh-TW': createSay('zh-TW', { ...traditional, ...traditionalTiers }),
} as const satisfies Record<Language, unknown>

/** The faults of an edited policy: the code, and ten letters from the place that it names. */
export function faults(edits: Edits): readonly string[] {
    const result = parse(edits)
    return result.ok ? [] : placed(result.failures, textWith(edits))
}

/** Failures with the ten letters that stand at the place of each. */
export function placed(failures: readonly Failure[], text: string): readonly string[] {
    const lines = text.split('\n')
    return failures.map(({ code, params, at }) => {
        const [room, what] = code.split('.')
        // Every fault can be said: a missing text or parameter throws.
        for (const say of Object.values(says)) {
            if (room !== 'domain') say(`${room}.failure.${what}`, params)
        }
        expect(at?.file).toBe(file)
        const line = lines[(at?.line ?? 0) - 1] ?? ''
        return `${code} @ ${line.slice((at?.column ?? 0) - 1).slice(0, 10)}`
    })
}

/** The warnings of an edited policy, in the file's order, each said in every language. */
export function warningsOf(edits: Edits): readonly PlacedWarning[] {
    const { failures, warnings } = checkPolicyFile(textWith(edits), { file, baseCurrency: 'CNY' })
    expect(failures).toEqual([])
    for (const { key, params } of warnings) {
        for (const say of Object.values(says)) say(key, params)
    }
    return warnings
}

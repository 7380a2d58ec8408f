import { writeClose } from '#tiers/write-close.ts'
import type { LadderRules } from './bank-inputs.ts'
import type { LoadedPolicy } from './load-policies.ts'

/** Gives the rules of a close as template text, from its policy and that of the close before. */
export type CloseWriter = (rules: LoadedPolicy, rulesBefore: LoadedPolicy | null) => LadderRules

/** A writer that writes each policy once, however many months it closes. */
export function closeWriter(): CloseWriter {
    const written = new Map<string, LadderRules>()
    return ({ policy, policyKey }, rulesBefore) => {
        const name = `${policyKey} ${rulesBefore?.policyKey}`
        const known = written.get(name)
        if (known !== undefined) return known
        const rules = { policyKey, ...writeClose(policy, rulesBefore?.policy ?? null) }
        written.set(name, rules)
        return rules
    }
}

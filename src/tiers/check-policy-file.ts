import { comparePlaces, type Failure, type Place } from '#domain/result.ts'
import { checkSuccession } from './check-succession.ts'
import { type PolicyRules, parsePolicyFile } from './parse-policy.ts'
import type { Policy } from './policy.ts'
import type { PolicyWarning } from './policy-warning.ts'
import { policyWarnings } from './policy-warnings.ts'

/** What a policy's text is checked against. */
export type PolicyCheckRules = PolicyRules & {
    /** The version before it; null: it is the first; left out: not asked. */
    readonly before?: Policy | null
}

/** A warning with its place in the file. */
export type PlacedWarning = PolicyWarning & { readonly at: Place }

/** All that there is to say of a policy's text before anybody submits it. */
export type PolicyCheck = {
    /** The policy where it could be read, whatever its succession. */
    readonly policy: Policy | null
    /** Each with line and column, in the order of the file; none: it may be submitted. */
    readonly failures: readonly Failure[]
    /** In the order of the file; none where there are faults of the text itself. */
    readonly warnings: readonly PlacedWarning[]
}

/** Checks a policy's text by itself and against the version before it. */
export function checkPolicyFile(text: string, { before, ...rules }: PolicyCheckRules): PolicyCheck {
    const file = parsePolicyFile(text, rules)
    if (!file.ok) return { policy: null, failures: file.failures, warnings: [] }
    const { policy, placeOf } = file.value
    const failures = before === undefined ? [] : checkSuccession({ before, after: policy, placeOf })
    const warnings = policyWarnings(policy, rules.catalogue)
        .map((warning) => ({ ...warning, at: placeOf(warning.path) }))
        .toSorted((left, right) => comparePlaces(left.at, right.at))
    return { policy, failures, warnings }
}

import { addMonths, formatMonth, type Month } from '#domain/month.ts'
import { type Failure, failure, type Place } from '#domain/result.ts'
import type { LoadedPolicy } from '#serving/loaded-policy.ts'
import { checkPolicyFile, type PlacedWarning } from '#tiers/check-policy-file.ts'
import { checkSuccession } from '#tiers/check-succession.ts'
import { parsePolicyFile } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'

/** A policy's file as a person hands it in; `file` is named in faults. */
export type PolicyFile = { readonly file: string; readonly text: string }

/** What a version is checked against. */
export type VersionRules = {
    readonly baseCurrency: string
    /** Versions in force by now or later, of any ladder. */
    readonly others: readonly LoadedPolicy[]
    /** The last month of a ladder that is closed; null: none. */
    readonly lastClosedOf: (ladder: string) => Month | null
}

/** All that there is to say of a version; it may come into force where nothing failed. */
export type VersionCheck = {
    readonly policy: Policy | null
    readonly failures: readonly Failure[]
    readonly warnings: readonly PlacedWarning[]
}

/**
 * Checks a version by itself and against its neighbours in time: its first month must not be
 * closed, nor another version's, and it follows from the version before as the one after it
 * follows from it.
 */
export function checkVersion({ file, text }: PolicyFile, rules: VersionRules): VersionCheck {
    const { baseCurrency, others, lastClosedOf } = rules
    const alone = checkPolicyFile(text, { file, baseCurrency })
    const { policy } = alone
    if (policy === null) return alone
    const { before, same, after } = neighboursOf(policy, others)
    const parsed = parsePolicyFile(text, { file, baseCurrency })
    const at = parsed.ok ? parsed.value.placeOf(['effective_from']) : { file }
    const faults = monthFaults(policy, { lastClosed: lastClosedOf(policy.ladder), same, at })
    const checked = checkPolicyFile(text, { file, baseCurrency, before })
    const leads = after === null ? [] : checkSuccession({ before: policy, after })
    const beyond = leads.map((fault) => ({ ...fault, at: fault.at ?? { file } }))
    return { ...checked, failures: [...checked.failures, ...faults, ...beyond] }
}

function monthFaults(
    { ladder, version, effectiveFrom }: Policy,
    {
        lastClosed,
        same,
        at,
    }: {
        readonly lastClosed: Month | null
        readonly same: Policy | null
        readonly at: Place
    },
): readonly Failure[] {
    const faults: Failure[] = []
    const month = formatMonth(effectiveFrom)
    if (lastClosed !== null && effectiveFrom <= lastClosed) {
        const open = formatMonth(addMonths(lastClosed, 1))
        const params = { ladder, month, closed: formatMonth(lastClosed), open }
        faults.push(failure('workbench.policy_month_closed', params, at))
    }
    if (same !== null) {
        const params = { version, month, other: same.version }
        faults.push(failure('workbench.policy_month_taken', params, at))
    }
    return faults
}

/** The versions that come right before and after, and one that begins in the same month. */
function neighboursOf(
    { ladder, version, effectiveFrom }: Policy,
    others: readonly LoadedPolicy[],
): { readonly [Name in 'before' | 'same' | 'after']: Policy | null } {
    const policies = others
        .map(({ policy }) => policy)
        .filter((policy) => policy.ladder === ladder && policy.version !== version)
        .toSorted((left, right) => left.effectiveFrom - right.effectiveFrom)
    return {
        before: policies.findLast((policy) => policy.effectiveFrom < effectiveFrom) ?? null,
        same: policies.find((policy) => policy.effectiveFrom === effectiveFrom) ?? null,
        after: policies.find((policy) => policy.effectiveFrom > effectiveFrom) ?? null,
    }
}

import type { Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { versionInMonth } from '#domain/version-in-month.ts'
import type { LifecyclePolicy } from '#scores/lifecycle-policy.ts'
import { parseLifecycle } from '#scores/parse-lifecycle.ts'
import { writeLifecycle } from '#scores/write-lifecycle.ts'
import { policyKey } from '#serving/loaded-policy.ts'
import type { RulesContext } from './bank-context.ts'
import { loadRules } from './policy-files.ts'

/** A version of the lifecycle's rules; its key is `lifecycle@2025-01#<first 12 hex of sha256>`. */
export type LoadedLifecycle = { readonly policy: LifecyclePolicy; readonly lifecycleKey: string }

/**
 * All versions of the lifecycle's rules. Of two that take effect in the same month the later
 * counts: a bank's own stands in place of a shipped one. Throws Refusal with every fault of every
 * file.
 */
export async function loadLifecycles(context: RulesContext): Promise<readonly LoadedLifecycle[]> {
    const read = await loadRules(context, { head: 'lifecycle', parse: parseLifecycle })
    return read.map(({ rules: policy, text }) => {
        const { version } = policy
        return { policy, lifecycleKey: policyKey({ name: 'lifecycle', version, text }) }
    })
}

/**
 * The version that a month follows. Refuses with `pipeline.lifecycle_missing` where there is none.
 */
export function lifecycleOfMonth(
    loaded: readonly LoadedLifecycle[],
    month: Month,
): LoadedLifecycle {
    const from = ({ policy }: LoadedLifecycle): Month => policy.effectiveFrom
    return versionInMonth(loaded, { month, from }) ?? refuse('pipeline.lifecycle_missing')
}

/** Writes the texts of the lifecycle's models by month; the same rules are written once. */
export function lifecycleWriter(
    loaded: readonly LoadedLifecycle[],
): (month: Month) => Readonly<Record<string, string>> {
    const written = new Map<string, Readonly<Record<string, string>>>()
    return (month) => {
        const { policy, lifecycleKey } = lifecycleOfMonth(loaded, month)
        const texts = written.get(lifecycleKey) ?? writeLifecycle(policy)
        written.set(lifecycleKey, texts)
        return texts
    }
}

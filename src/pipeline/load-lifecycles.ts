import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Month } from '#domain/month.ts'
import { type Failure, Refusal, refuse } from '#domain/result.ts'
import { type LifecyclePolicy, lifecycleInForce } from '#scores/lifecycle-policy.ts'
import { parseLifecycle } from '#scores/parse-lifecycle.ts'
import { writeLifecycle } from '#scores/write-lifecycle.ts'
import type { BankContext } from './bank-context.ts'

/** A version of the lifecycle's rules; its key is `lifecycle@2025-01#<first 12 hex of sha256>`. */
export type LoadedLifecycle = { readonly policy: LifecyclePolicy; readonly lifecycleKey: string }

/**
 * All versions of the lifecycle's rules below the policy roots. Of two that take effect in the
 * same month the one of the later root counts: a bank's own stands in place of a shipped one.
 * Throws Refusal with every fault of every file.
 */
export async function loadLifecycles({
    policyRoots,
}: Pick<BankContext, 'policyRoots'>): Promise<readonly LoadedLifecycle[]> {
    const loaded = new Map<Month, LoadedLifecycle>()
    const failures: Failure[] = []
    for (const root of policyRoots) {
        const files = await Array.fromAsync(glob('lifecycle/*.yaml', { cwd: root }))
        for (const file of files.sort()) {
            const text = await readFile(join(root, file), 'utf8')
            const parsed = parseLifecycle(text, { file: `policies/${file}` })
            if (!parsed.ok) failures.push(...parsed.failures)
            else loaded.set(parsed.value.effectiveFrom, loadedLifecycle(parsed.value, text))
        }
    }
    if (failures.length > 0) throw new Refusal(failures)
    return [...loaded.values()]
}

function loadedLifecycle(policy: LifecyclePolicy, text: string): LoadedLifecycle {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
    return { policy, lifecycleKey: `lifecycle@${policy.version}#${hash}` }
}

/**
 * The version that a month follows. Refuses with `pipeline.lifecycle_missing` where there is none.
 */
export function lifecycleOfMonth(
    loaded: readonly LoadedLifecycle[],
    month: Month,
): LoadedLifecycle {
    return lifecycleInForce(loaded, month) ?? refuse('pipeline.lifecycle_missing')
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

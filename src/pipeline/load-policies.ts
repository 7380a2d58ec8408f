import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatMonth } from '#domain/month.ts'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import { checkSuccession } from '#tiers/check-succession.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import type { BankSettings } from './bank-context.ts'
import type { Close } from './bank-inputs.ts'

/** A version of a ladder's rules; its key is `wealth@2025-01#<first 12 hex of sha256>`. */
export type LoadedPolicy = {
    readonly policy: Policy
    readonly policyKey: string
    /** The file as it is. */
    readonly text: string
}

/**
 * All versions of the bank's ladders. Throws Refusal with every fault of every file, or where a
 * ladder has no policy at all.
 */
export async function loadPolicies(
    roots: readonly string[],
    { ladders, baseCurrency }: BankSettings,
): Promise<readonly LoadedPolicy[]> {
    const policies: LoadedPolicy[] = []
    const failures: Failure[] = []
    for (const ladder of ladders) {
        for (const root of roots) {
            const files = await Array.fromAsync(glob(`${ladder}/*.yaml`, { cwd: root }))
            for (const file of files.sort()) {
                const text = await readFile(join(root, file), 'utf8')
                const parsed = parsePolicy(text, { file: `policies/${file}`, baseCurrency })
                if (parsed.ok) {
                    const policyKey = keyOf(parsed.value, text)
                    policies.push({ policy: parsed.value, policyKey, text })
                } else failures.push(...parsed.failures)
            }
        }
    }
    if (failures.length === 0) {
        for (const ladder of ladders) failures.push(...ladderFaults(policies, ladder))
    }
    if (failures.length > 0) throw new Refusal(failures)
    return policies
}

function ladderFaults(policies: readonly LoadedPolicy[], ladder: string): readonly Failure[] {
    const versions = policies
        .map(({ policy }) => policy)
        .filter((policy) => policy.ladder === ladder)
        .sort((left, right) => left.effectiveFrom - right.effectiveFrom)
    if (versions.length === 0) return [failure('pipeline.ladder_unknown', { ladder })]
    return versions.slice(1).flatMap((after, index) => {
        const before = versions[index]
        return before === undefined ? [] : checkSuccession({ before, after })
    })
}

/** The version in force at a close: the latest that has come into effect by then. */
export function policyInForce(
    policies: readonly LoadedPolicy[],
    { ladder, month }: Close,
): LoadedPolicy {
    const [last] = policies
        .filter(({ policy }) => policy.ladder === ladder && policy.effectiveFrom <= month)
        .sort((left, right) => right.policy.effectiveFrom - left.policy.effectiveFrom)
    return last ?? refuse('pipeline.policy_missing', { ladder, month: formatMonth(month) })
}

function keyOf({ ladder, version }: Policy, text: string): string {
    const sha256 = createHash('sha256').update(text).digest('hex')
    return `${ladder}@${version}#${sha256.slice(0, 12)}`
}

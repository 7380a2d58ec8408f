import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import { type Failure, Refusal } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'

/** A version of a ladder's rules; its key is `wealth@2025-01#<first 12 hex of sha256>`. */
export type LoadedPolicy = {
    readonly policy: Policy
    readonly policyKey: string
    /** The file as it is. */
    readonly text: string
}

/** A policy with its text, and the key that follows from both. */
export function loadedPolicy(policy: Policy, text: string): LoadedPolicy {
    const { ladder, version } = policy
    return { policy, policyKey: policyKey({ name: ladder, version, text }), text }
}

/** What names a version of rules and changes with every letter of its text. */
export function policyKey({ name, version, text }: NamedVersion): string {
    return `${name}@${version}#${policySha256(text).slice(0, 12)}`
}

type NamedVersion = { readonly name: string; readonly version: string; readonly text: string }

/** The hash of a policy's text, 64 hex digits. */
export function policySha256(text: string): string {
    return createHash('sha256').update(text).digest('hex')
}

/** The version in force at a ladder's close: the latest that has come into effect by then. */
export function versionInForce(
    policies: readonly LoadedPolicy[],
    { ladder, month }: { readonly ladder: string; readonly month: Month },
): LoadedPolicy | null {
    const [last] = policies
        .filter(({ policy }) => policy.ladder === ladder && policy.effectiveFrom <= month)
        .sort((left, right) => right.policy.effectiveFrom - left.policy.effectiveFrom)
    return last ?? null
}

/**
 * The bank's own versions that are published, by ladder and first close. Throws Refusal with
 * every fault where a text can no longer be read: a later Tong may know better what it lacks.
 */
export async function readPublishedPolicies(
    db: Kysely<Tables>,
    {
        ladders,
        baseCurrency,
    }: { readonly ladders: readonly string[]; readonly baseCurrency: string },
): Promise<readonly LoadedPolicy[]> {
    if (ladders.length === 0) return []
    const rows = await db
        .selectFrom('workbench.policy_versions')
        .select(['ladder', 'version', 'text'])
        .where('status', '=', 'published')
        .where('ladder', 'in', ladders)
        .orderBy('ladder')
        .orderBy('effective_from')
        .execute()
    const failures: Failure[] = []
    const policies = rows.flatMap(({ ladder, version, text }) => {
        const parsed = parsePolicy(text, { file: `${ladder}@${version}`, baseCurrency })
        if (parsed.ok) return [loadedPolicy(parsed.value, text)]
        failures.push(...parsed.failures)
        return []
    })
    if (failures.length > 0) throw new Refusal(failures)
    return policies
}

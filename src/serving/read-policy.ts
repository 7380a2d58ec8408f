import type { Kysely } from 'kysely'
import { valueOrThrow } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import type { LoadedPolicy } from './loaded-policy.ts'

/** Which rules, and the currency that their amounts are in. */
export type StoredPolicyQuestion = { readonly policyKey: string; readonly baseCurrency: string }

/** The rules that a close was made under, word for word as they were then. */
export async function readPolicy(
    db: Kysely<Tables>,
    question: StoredPolicyQuestion,
): Promise<Policy> {
    return (await readStoredPolicy(db, question)).policy
}

/** The same with their text. */
export async function readStoredPolicy(
    db: Kysely<Tables>,
    { policyKey, baseCurrency }: StoredPolicyQuestion,
): Promise<LoadedPolicy> {
    const { text } = await db
        .selectFrom('serving.policies')
        .select('text')
        .where('policy_key', '=', policyKey)
        .executeTakeFirstOrThrow()
    const policy = valueOrThrow(parsePolicy(text, { file: policyKey, baseCurrency }))
    return { policy, policyKey, text }
}

import type { Kysely } from 'kysely'
import { valueOrThrow } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'

/** The rules that a close was made under, word for word as they were then. */
export async function readPolicy(
    db: Kysely<Tables>,
    { policyKey, baseCurrency }: { readonly policyKey: string; readonly baseCurrency: string },
): Promise<Policy> {
    const { text } = await db
        .selectFrom('serving.policies')
        .select('text')
        .where('policy_key', '=', policyKey)
        .executeTakeFirstOrThrow()
    return valueOrThrow(parsePolicy(text, { file: policyKey, baseCurrency }))
}

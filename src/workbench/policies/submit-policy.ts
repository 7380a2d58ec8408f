import type { Kysely } from 'kysely'
import { Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import { policySha256, readPublishedPolicies } from '#serving/loaded-policy.ts'
import type { PolicyVersionsTable, Tables } from '#store/tables.ts'
import type { PlacedWarning } from '#tiers/check-policy-file.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import { change } from '../change.ts'
import { lastClosedMonth } from '../ladder-rules.ts'
import type { Workbench } from '../workbench.ts'
import { checkVersion, type PolicyFile } from './check-version.ts'
import { formatPolicyRef } from './policy-ref.ts'

/** What became of a submission. */
export type Submission = {
    readonly policy: Policy
    readonly status: PolicyVersionsTable['status']
    /** False: the same text was there already. */
    readonly isNew: boolean
    readonly warnings: readonly PlacedWarning[]
}

/** No policy is larger, in letters. */
const policyLettersMax = 262_144

/**
 * Takes a version of a ladder's rules into the store, for another person to approve. Throws
 * Refusal with every fault of the file, `workbench.policy_shipped`, `policy_version_taken` where
 * the version is there with another text, and what keeps it from following its neighbours.
 */
export async function submitPolicy(workbench: Workbench, given: PolicyFile): Promise<Submission> {
    const { settings, actor } = workbench
    const { file, text } = given
    const at = { file }
    if (text.length > policyLettersMax) {
        refuse('workbench.policy_large', { max: policyLettersMax / 1024 }, at)
    }
    const { baseCurrency } = settings
    const parsed = valueOrThrow(parsePolicy(text, { file, baseCurrency }))
    const { ladder, version, effectiveFrom } = parsed
    return await change<Submission>(workbench, 'policy_versions', async (db) => {
        const sha256 = policySha256(text)
        const there = await db
            .selectFrom('workbench.policy_versions')
            .select(['sha256', 'status'])
            .where('ladder', '=', ladder)
            .where('version', '=', version)
            .where('status', '<>', 'withdrawn')
            .executeTakeFirst()
        if (there !== undefined && there.sha256 === sha256) {
            const { status } = there
            return { result: { policy: parsed, status, isNew: false, warnings: [] }, events: [] }
        }
        if (there !== undefined) {
            const { status } = there
            refuse('workbench.policy_version_taken', { ladder, version, status }, at)
        }
        const { policy, warnings } = await assertFits(workbench, { db, given })
        await db
            .insertInto('workbench.policy_versions')
            .values({
                ...{ ladder, version, effective_from: effectiveFrom, text, sha256 },
                ...{ status: 'submitted', submitted_by: actor.name },
            })
            .execute()
        const details = { effectiveFrom, sha256 }
        const subject = formatPolicyRef(policy)
        return {
            result: { policy, status: 'submitted', isNew: true, warnings },
            events: [{ action: 'policies.submit', subject, details }],
        }
    })
}

/**
 * The policy of a file, and what is probably not meant in it. Throws Refusal with all that keeps
 * it from coming into force as things stand.
 */
export async function assertFits(
    { settings, shipped }: Workbench,
    { db, given }: { readonly db: Kysely<Tables>; readonly given: PolicyFile },
): Promise<{ readonly policy: Policy; readonly warnings: readonly PlacedWarning[] }> {
    const { baseCurrency } = settings
    const { file, text } = given
    const { ladder, version } = valueOrThrow(parsePolicy(text, { file, baseCurrency }))
    const ofLadder = shipped.filter((one) => one.policy.ladder === ladder)
    if (ofLadder.some((one) => one.policy.version === version)) {
        refuse('workbench.policy_shipped', { ladder, version }, { file })
    }
    const published = await readPublishedPolicies(db, { ladders: [ladder], baseCurrency })
    const lastClosed = await lastClosedMonth(db, ladder)
    const { policy, failures, warnings } = checkVersion(given, {
        baseCurrency,
        others: [...ofLadder, ...published],
        lastClosedOf: () => lastClosed,
    })
    if (policy === null || failures.length > 0) throw new Refusal(failures)
    return { policy, warnings }
}

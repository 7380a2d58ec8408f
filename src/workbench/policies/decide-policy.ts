import { type Kysely, type Selectable, sql } from 'kysely'
import { refuse } from '#domain/result.ts'
import type { PolicyVersionsTable, Tables } from '#store/tables.ts'
import type { Policy } from '#tiers/policy.ts'
import { mayApprovePolicies } from '../authority.ts'
import { change } from '../change.ts'
import type { Workbench } from '../workbench.ts'
import { formatPolicyRef, type PolicyRef } from './policy-ref.ts'
import { assertFits } from './submit-policy.ts'

type Version = Selectable<PolicyVersionsTable>

/**
 * Approves a submitted version. Refuses with `workbench.policy_unknown`, `policy_status` where
 * it is not waiting for this, `own_request` and `may_not_approve_policies`.
 */
export async function approvePolicy(workbench: Workbench, ref: PolicyRef): Promise<PolicyRef> {
    const { actor, people } = workbench
    return await decide(workbench, {
        ref,
        action: 'approve',
        work: async (db, row) => {
            assertStatus(row, 'submitted')
            const subject = formatPolicyRef(ref)
            if (row.submitted_by === actor.name) {
                refuse('workbench.own_request', { name: actor.name, subject })
            }
            if (!mayApprovePolicies(people, actor.name)) {
                refuse('workbench.may_not_approve_policies', { name: actor.name })
            }
            await update(db, row)
                .set({ status: 'approved', approved_by: actor.name, approved_at: sql`now()` })
                .execute()
            return ref
        },
    })
}

/**
 * Brings an approved version into force: the closes from its first month on follow it, and from
 * now on nobody can change it. Refuses with `workbench.policy_status`, also for one that is
 * published already, and with all that keeps it from following its neighbours by now.
 */
export async function publishPolicy(workbench: Workbench, ref: PolicyRef): Promise<Policy> {
    const { actor } = workbench
    const file = formatPolicyRef(ref)
    return await decide(workbench, {
        ref,
        action: 'publish',
        work: async (db, row) => {
            assertStatus(row, 'approved')
            const given = { file, text: row.text }
            const { policy } = await assertFits(workbench, { db, given })
            await update(db, row)
                .set({ status: 'published', published_by: actor.name, published_at: sql`now()` })
                .execute()
            return policy
        },
    })
}

/**
 * Takes a version back that is not published: the one who submitted it, or who may approve
 * policies. Its name may be used again then.
 */
export async function withdrawPolicy(workbench: Workbench, ref: PolicyRef): Promise<PolicyRef> {
    const { actor, people } = workbench
    return await decide(workbench, {
        ref,
        action: 'withdraw',
        work: async (db, row) => {
            if (row.status === 'published') assertStatus(row, 'submitted')
            const isOwn = row.submitted_by === actor.name
            if (!isOwn && !mayApprovePolicies(people, actor.name)) {
                refuse('workbench.may_not_approve_policies', { name: actor.name })
            }
            await update(db, row).set({ status: 'withdrawn' }).execute()
            return ref
        },
    })
}

type Decision<T> = {
    readonly ref: PolicyRef
    readonly action: 'approve' | 'publish' | 'withdraw'
    readonly work: (db: Kysely<Tables>, row: Version) => Promise<T>
}

async function decide<T>(workbench: Workbench, { ref, action, work }: Decision<T>): Promise<T> {
    return await change(workbench, 'policy_versions', async (db) => {
        const row = await findVersion(workbench, { db, ref })
        const result = await work(db, row)
        const details = { sha256: row.sha256 }
        const subject = formatPolicyRef(ref)
        return { result, events: [{ action: `policies.${action}`, subject, details }] }
    })
}

async function findVersion(
    { shipped }: Workbench,
    { db, ref }: { readonly db: Kysely<Tables>; readonly ref: PolicyRef },
): Promise<Version> {
    const { ladder, version } = ref
    const row = await db
        .selectFrom('workbench.policy_versions')
        .selectAll()
        .where('ladder', '=', ladder)
        .where('version', '=', version)
        .where('status', '<>', 'withdrawn')
        .executeTakeFirst()
    if (row !== undefined) return row
    const isShipped = shipped.some(
        ({ policy }) => policy.ladder === ladder && policy.version === version,
    )
    if (isShipped) refuse('workbench.policy_shipped', { ladder, version })
    const others = await db
        .selectFrom('workbench.policy_versions')
        .select(['ladder', 'version'])
        .where('status', '<>', 'withdrawn')
        .orderBy('version_id', 'desc')
        .limit(10)
        .execute()
    const known = others.map(formatPolicyRef).join(', ')
    return refuse('workbench.policy_unknown', { ladder, version, known: known || 'none' })
}

function assertStatus({ ladder, version, status }: Version, needed: 'submitted' | 'approved') {
    if (status === needed) return
    refuse('workbench.policy_status', { ladder, version, status })
}

function update(db: Kysely<Tables>, { version_id: versionId }: Version) {
    return db.updateTable('workbench.policy_versions').where('version_id', '=', versionId)
}

import { type Kysely, type Selectable, sql } from 'kysely'
import { formatMonth, type Month } from '#domain/month.ts'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import type { OverridesTable, Tables } from '#store/tables.ts'
import { levelOf, type Policy } from '#tiers/policy.ts'
import { approvableTier, isCompliance, mayApprove } from '../authority.ts'
import { change } from '../change.ts'
import { type LadderRules, readLadderRules, versionServing } from '../ladder-rules.ts'
import { requestFault } from '../requests.ts'
import type { Workbench } from '../workbench.ts'
import { ruleFaults } from './check-override.ts'

type Override = Selectable<OverridesTable>

/**
 * Approves overrides, all of them or none. Each must still wait, come from another person, fit
 * the rules as they are now, and stay within the tiers that this person may approve; where it
 * lifts a cap, the tier that results without the cap counts. Throws Refusal with every fault.
 */
export async function approveOverrides(
    workbench: Workbench,
    ids: readonly number[],
): Promise<readonly number[]> {
    return await decide(workbench, {
        ids,
        status: 'approved',
        faultsOf: async (db, row, rules) => {
            const { tier, lifts, from_month: from, until_month: until } = row
            const asked = { tier, lifts, from, until, placeOf: () => undefined }
            const faults = ruleFaults(asked, rules)
            if (faults.length > 0) return faults
            return await authorityFaults(workbench, { db, row, rules })
        },
    })
}

/** Refuses overrides that wait: whoever could have approved them may. All of them or none. */
export async function refuseOverrides(
    workbench: Workbench,
    ids: readonly number[],
): Promise<readonly number[]> {
    return await decide(workbench, {
        ids,
        status: 'refused',
        faultsOf: (db, row, rules) => authorityFaults(workbench, { db, row, rules }),
    })
}

type Decision = {
    readonly ids: readonly number[]
    readonly status: 'approved' | 'refused'
    readonly faultsOf: (
        db: Kysely<Tables>,
        row: Override,
        rules: LadderRules,
    ) => Promise<readonly Failure[]>
}

async function decide(
    workbench: Workbench,
    { ids, status, faultsOf }: Decision,
): Promise<readonly number[]> {
    const { actor } = workbench
    return await change(workbench, 'overrides', async (db) => {
        const rows = await db
            .selectFrom('workbench.overrides')
            .selectAll()
            .where('override_id', 'in', ids)
            .execute()
        const faults: Failure[] = []
        const rulesOf = new Map<string, LadderRules>()
        for (const id of ids) {
            const row = rows.find((one) => one.override_id === id)
            const wrong = requestFault(row, { kind: 'override', id, name: actor.name })
            if (wrong !== null) faults.push(wrong)
            if (row === undefined || wrong !== null) continue
            const { ladder } = row
            const rules = rulesOf.get(ladder) ?? (await readLadderRules(workbench, db, ladder))
            rulesOf.set(ladder, rules)
            faults.push(...(await faultsOf(db, row, rules)))
        }
        if (faults.length > 0) throw new Refusal(faults)
        await db
            .updateTable('workbench.overrides')
            .set({ status, decided_by: actor.name, decided_at: sql`now()` })
            .where('override_id', 'in', ids)
            .execute()
        if (status === 'refused') await freeMonths(db, { ids, after: 0 })
        const action = status === 'approved' ? 'overrides.approve' : 'overrides.refuse'
        const events = ids.map((id) => ({ action, subject: `override ${id}`, details: {} }))
        return { result: ids, events }
    })
}

type Authority = {
    readonly db: Kysely<Tables>
    readonly row: Override
    readonly rules: LadderRules
}

async function authorityFaults(
    { people, actor }: Workbench,
    { db, row, rules }: Authority,
): Promise<readonly Failure[]> {
    const { ladder } = row
    const { name } = actor
    const { policy } = versionServing(rules, row.from_month)
    const cap = policy.caps.find(({ id }) => id === row.lifts)
    if (cap?.isConfidential === true && !isCompliance(people, name)) {
        return [failure('workbench.may_not_lift', { name, cap: cap.id })]
    }
    const tier = await resultingTier(db, { row, policy })
    if (mayApprove({ people, name, policy, tier })) return []
    const highest = approvableTier({ people, name, ladder }) ?? 'none'
    return [failure('workbench.may_not_approve_tier', { name, ladder, tier, highest })]
}

/** The tier that an override leads to: without the cap it lifts, what is earned may be higher. */
async function resultingTier(
    db: Kysely<Tables>,
    { row, policy }: { readonly row: Override; readonly policy: Policy },
): Promise<string> {
    if (row.lifts === null || row.mode === 'exactly') return row.tier
    const last = await db
        .selectFrom('serving.assignments')
        .select('earned_tier')
        .where('ladder', '=', row.ladder)
        .where('party_id', '=', row.party_id)
        .orderBy('month', 'desc')
        .orderBy('edition', 'desc')
        .limit(1)
        .executeTakeFirst()
    const earned = last?.earned_tier ?? null
    const isHigher = (levelOf(policy, earned) ?? -1) > (levelOf(policy, row.tier) ?? -1)
    return earned !== null && isHigher ? earned : row.tier
}

/**
 * Ends an override after a service month, or takes it back where that lies before its first. Its
 * requester may, and whoever may approve it. Months that have been served cannot be taken away.
 */
export async function endOverride(
    workbench: Workbench,
    { id, last }: { readonly id: number; readonly last: Month },
): Promise<'ended' | 'withdrawn'> {
    const { actor } = workbench
    return await change(workbench, 'overrides', async (db) => {
        const row = await db
            .selectFrom('workbench.overrides')
            .selectAll()
            .where('override_id', '=', id)
            .executeTakeFirst()
        const request = { kind: 'override', id: String(id) }
        if (row === undefined) return refuse('workbench.request_unknown', request)
        const { status, from_month: from, until_month: until } = row
        if (status !== 'requested' && status !== 'approved') {
            refuse('workbench.request_decided', { ...request, status })
        }
        const rules = await readLadderRules(workbench, db, row.ladder)
        if (row.requested_by !== actor.name) {
            const faults = await authorityFaults(workbench, { db, row, rules })
            if (faults.length > 0) throw new Refusal(faults)
        }
        if (last >= until) {
            refuse('workbench.override_ends_earlier', { id: String(id), until: formatMonth(until) })
        }
        const { lastClosed, firstOpen } = rules
        const isServed = status === 'approved' && lastClosed !== null && from <= firstOpen
        if (isServed && last < firstOpen) {
            refuse('workbench.override_served', { id: String(id), month: formatMonth(firstOpen) })
        }
        const result = last < from ? 'withdrawn' : 'ended'
        const ended =
            result === 'ended'
                ? { until_month: last }
                : {
                      status: 'withdrawn' as const,
                      decided_by: actor.name,
                      decided_at: sql<Date>`now()`,
                  }
        await db
            .updateTable('workbench.overrides')
            .set(ended)
            .where('override_id', '=', id)
            .execute()
        await freeMonths(db, { ids: [id], after: result === 'ended' ? last : 0 })
        const details = { last: formatMonth(last), until: formatMonth(until) }
        const event = { action: 'overrides.end', subject: `override ${id}`, details }
        return { result, events: [event] }
    })
}

/** Lets other overrides serve the months after one: all of them where it is 0. */
async function freeMonths(
    db: Kysely<Tables>,
    { ids, after }: { readonly ids: readonly number[]; readonly after: Month },
): Promise<void> {
    await db
        .deleteFrom('workbench.override_months')
        .where('override_id', 'in', ids)
        .where('month', '>', after)
        .execute()
}

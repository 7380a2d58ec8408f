import { type Selectable, sql } from 'kysely'
import { monthOf } from '#domain/month.ts'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { GrantsTable } from '#store/tables.ts'
import { approvableTier, mayApprove } from '../authority.ts'
import { change } from '../change.ts'
import { type LadderRules, readLadderRules, versionServing } from '../ladder-rules.ts'
import { requestFault } from '../requests.ts'
import type { Workbench } from '../workbench.ts'
import { wishFaults } from './add-grant.ts'

/** What is decided on a grant that waits. */
export type GrantDecision = { readonly id: number; readonly status: 'approved' | 'refused' }

/**
 * Approves or refuses a grant that another person asked for, up to the tier that this person may
 * approve. One that is approved must still fit the rules. Throws Refusal with every fault.
 */
export async function decideGrant(
    workbench: Workbench,
    { id, status }: GrantDecision,
): Promise<number> {
    const { actor } = workbench
    return await change(workbench, 'grants', async (db) => {
        const row = await db
            .selectFrom('workbench.grants')
            .selectAll()
            .where('grant_id', '=', id)
            .executeTakeFirst()
        const wrong = requestFault(row, { kind: 'grant', id, name: actor.name })
        if (row === undefined || wrong !== null) throw new Refusal(wrong === null ? [] : [wrong])
        const rules = await readLadderRules(workbench, db, row.ladder)
        const { from_day: from, until_day: until } = row
        const unfit = status === 'approved' ? wishFaults({ ...row, from, until }, rules) : []
        const faults = unfit.length > 0 ? unfit : authorityFaults(workbench, { row, rules })
        if (faults.length > 0) throw new Refusal(faults)
        await db
            .updateTable('workbench.grants')
            .set({ status, decided_by: actor.name, decided_at: sql`now()` })
            .where('grant_id', '=', id)
            .execute()
        const action = status === 'approved' ? 'grants.approve' : 'grants.refuse'
        return { result: id, events: [{ action, subject: `grant ${id}`, details: {} }] }
    })
}

function authorityFaults(
    { people, actor }: Workbench,
    { row, rules }: { readonly row: Selectable<GrantsTable>; readonly rules: LadderRules },
): readonly Failure[] {
    const { ladder, tier, from_day: from } = row
    const { name } = actor
    const { policy } = versionServing(rules, monthOf(from))
    if (mayApprove({ people, name, policy, tier })) return []
    const highest = approvableTier({ people, name, ladder }) ?? 'none'
    return [failure('workbench.may_not_approve_tier', { name, ladder, tier, highest })]
}

import { sql } from 'kysely'
import { refuse } from '#domain/result.ts'
import type { DecisionKind } from '#identity/decisions/decision.ts'
import { change } from '../change.ts'
import type { Workbench } from '../workbench.ts'

/** What somebody decides about records: which are one, or never one. */
export type RecordWish = {
    readonly kind: DecisionKind
    readonly left: readonly bigint[]
    readonly right: readonly bigint[]
    readonly reason: string
}

const recordsMax = 100
const reasonMax = 500

/**
 * Records a decision about records; from now on every run follows it. Returns its number. Throws
 * Refusal: `workbench.identity_reason`, `workbench.identity_same`, `workbench.identity_many`.
 */
export async function decideRecords(workbench: Workbench, wish: RecordWish): Promise<number> {
    const { kind, left, right } = wish
    const reason = givenReason(wish.reason)
    const both = left.filter((record) => right.includes(record))
    if (both.length > 0) refuse('workbench.identity_same', { records: both.map(String).join(', ') })
    if (left.length > recordsMax || right.length > recordsMax) {
        refuse('workbench.identity_many', { max: recordsMax })
    }
    return await change(workbench, 'identity_decisions', async (db) => {
        const { decision_no: no } = await db
            .insertInto('workbench.identity_decisions')
            .values({
                ...{ actor: workbench.actor.name, reason, kind },
                left_records: sql`${left.map(String)}::bigint[]`,
                right_records: sql`${right.map(String)}::bigint[]`,
            })
            .returning('decision_no')
            .executeTakeFirstOrThrow()
        const details = { reason, left: left.map(String), right: right.map(String) }
        const done = { action: `identity.${kind}`, subject: `identity decision ${no}`, details }
        return { result: no, events: [done] }
    })
}

/** What is taken back: a decision about records, or a whole matching. */
export type UndoWish = {
    readonly of: 'decision' | 'matching'
    readonly no: number
    readonly reason: string
}

/**
 * Takes a decision or a matching back: runs go on as if it had never been. Throws Refusal:
 * `workbench.identity_reason`, `workbench.identity_unknown`, `workbench.identity_undone`.
 */
export async function undoRecords(workbench: Workbench, wish: UndoWish): Promise<void> {
    const { of, no } = wish
    const reason = givenReason(wish.reason)
    const [decision, matching] = of === 'decision' ? [no, null] : [null, no]
    await change(workbench, 'identity_decisions', async (db) => {
        const known =
            of === 'decision'
                ? await db
                      .selectFrom('workbench.identity_decisions')
                      .select('decision_no')
                      .where('decision_no', '=', no)
                      .executeTakeFirst()
                : await db
                      .selectFrom('workbench.matchings')
                      .select('matching_no')
                      .where('matching_no', '=', no)
                      .executeTakeFirst()
        if (known === undefined) refuse('workbench.identity_unknown', { what: of, number: no })
        const before = await db
            .selectFrom('workbench.identity_undos')
            .select(['actor', 'reason'])
            .where((undo) =>
                of === 'decision' ? undo('decision_no', '=', no) : undo('matching_no', '=', no),
            )
            .executeTakeFirst()
        if (before !== undefined) {
            refuse('workbench.identity_undone', { what: of, number: no, by: before.actor })
        }
        await db
            .insertInto('workbench.identity_undos')
            .values({
                ...{ actor: workbench.actor.name, reason },
                ...{ decision_no: decision, matching_no: matching },
            })
            .execute()
        const subject = `identity ${of} ${no}`
        return {
            result: undefined,
            events: [{ action: 'identity.undo', subject, details: { reason } }],
        }
    })
}

/** A matching that has been written below the identity folder. */
export type FoundMatching = {
    readonly policyKey: string
    readonly policyText: string
    readonly seed: number
    readonly path: string
    readonly digest: string
    readonly figures: Readonly<Record<string, unknown>>
    readonly reason: string | null
}

/** Records a matching; from now on every run follows it. Returns its number. */
export async function recordMatching(workbench: Workbench, found: FoundMatching): Promise<number> {
    return await change(workbench, 'matchings', async (db) => {
        const { policyKey, policyText, seed, path, digest, figures, reason } = found
        const { matching_no: no } = await db
            .insertInto('workbench.matchings')
            .values({
                ...{ actor: workbench.actor.name, reason, policy_key: policyKey },
                ...{ policy_text: policyText, seed: String(seed), path, digest },
                figures: JSON.stringify(figures),
            })
            .returning('matching_no')
            .executeTakeFirstOrThrow()
        const details = { policy: policyKey, digest }
        const done = { action: 'identity.match', subject: `identity matching ${no}`, details }
        return { result: no, events: [done] }
    })
}

function givenReason(text: string): string {
    const reason = text.trim()
    if (reason === '' || reason.length > reasonMax) {
        refuse('workbench.identity_reason', { max: reasonMax })
    }
    return reason
}

import { type Kysely, sql } from 'kysely'
import type { Decision, DecisionKind } from '#identity/decisions/decision.ts'
import type { Tables } from '#store/tables.ts'

/** A decision with who made it, when and why, and who took it back. */
export type ToldDecision = Decision & {
    readonly at: Date
    readonly actor: string
    readonly reason: string
    readonly undo: { readonly at: Date; readonly actor: string; readonly reason: string } | null
}

/** All decisions about records, the first one first. */
export async function readDecisions(db: Kysely<Tables>): Promise<readonly ToldDecision[]> {
    const rows = await db
        .selectFrom('workbench.identity_decisions as decision')
        .leftJoin('workbench.identity_undos as undo', 'undo.decision_no', 'decision.decision_no')
        .select(['decision.decision_no', 'decision.at', 'decision.actor', 'decision.reason'])
        .select(['decision.kind', 'undo.undo_no', 'undo.at as undone_at'])
        .select(['undo.actor as undone_actor', 'undo.reason as undone_reason'])
        .select(sql<readonly string[]>`decision.left_records::text[]`.as('left'))
        .select(sql<readonly string[]>`decision.right_records::text[]`.as('right'))
        .orderBy('decision.decision_no')
        .execute()
    return rows.map((row) => ({
        no: row.decision_no,
        kind: row.kind satisfies DecisionKind,
        left: row.left.map(BigInt),
        right: row.right.map(BigInt),
        undoneBy: row.undo_no,
        at: row.at,
        actor: row.actor,
        reason: row.reason,
        undo:
            row.undone_at === null
                ? null
                : {
                      at: row.undone_at,
                      actor: row.undone_actor ?? '',
                      reason: row.undone_reason ?? '',
                  },
    }))
}

/** A matching that counts: the last one that nobody took back. */
export type StandingMatching = {
    readonly no: number
    readonly at: Date
    readonly actor: string
    readonly policyKey: string
    readonly policyText: string
    /** Where it lies below the identity folder. */
    readonly path: string
    readonly digest: string
}

/** The last matching that nobody took back; null: there is none. */
export async function readMatching(db: Kysely<Tables>): Promise<StandingMatching | null> {
    const row = await db
        .selectFrom('workbench.matchings as matching')
        .leftJoin('workbench.identity_undos as undo', 'undo.matching_no', 'matching.matching_no')
        .select(['matching.matching_no', 'matching.at', 'matching.actor', 'matching.policy_key'])
        .select(['matching.policy_text', 'matching.path', 'matching.digest'])
        .where('undo.undo_no', 'is', null)
        .orderBy('matching.matching_no', 'desc')
        .limit(1)
        .executeTakeFirst()
    if (row === undefined) return null
    return {
        no: row.matching_no,
        at: row.at,
        actor: row.actor,
        policyKey: row.policy_key,
        policyText: row.policy_text,
        path: row.path,
        digest: row.digest,
    }
}

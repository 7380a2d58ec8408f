import type { Kysely } from 'kysely'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Tables } from '#store/tables.ts'
import type { Assignment, Grant, Override } from '#tiers/assignment.ts'
import { type ExplainedGiven, nothingGiven, type ToldGrant } from '#tiers/explain-given.ts'
import { type GivenStep, giveTier } from '#tiers/give-tier.ts'
import { judgeExpress } from '#tiers/judge-express.ts'
import type { Policy } from '#tiers/policy.ts'
import { type FactsQuestion, readDayFacts } from './close-facts.ts'

/** A party at a close, with the rules and facts that it followed. */
export type GivenQuestion = FactsQuestion & {
    readonly assignment: Assignment
    readonly facts: Facts | null
    readonly policy: Policy
}

/**
 * What the close gave beside the tier earned: its steps, from the very decisions of people that
 * it read, and what is known of those decisions. Throws where the steps do not lead to the tier
 * that the close has stored: then one of the two is wrong, and neither may be told.
 */
export async function explainGiven(
    db: Kysely<Tables>,
    question: GivenQuestion,
): Promise<ExplainedGiven> {
    const { assignment, facts, policy } = question
    if (facts === null || assignment.earnedCause === 'left') return nothingGiven
    const override = await readOverride(question)
    const grants = await readGrants(question)
    const earned = assignment.earnedTier
    const given = giveTier({ policy, facts, earned, grants, override })
    if (given.tier !== assignment.tier || given.cause !== assignment.cause) {
        const { ladder, month } = assignment
        throw new Error(`${ladder} ${month}: ${question.partyId} was given another tier`)
    }
    const asked = override?.overrideId ?? null
    return {
        steps: given.steps,
        override: asked === null ? null : await tellOverride(db, asked),
        grants: await tellGrants(db, grantsOf(given.steps)),
    }
}

/** The override as the close read it: one that serves, or one that had just ended. */
async function readOverride(question: GivenQuestion): Promise<Override | null> {
    const { relations, warehouse, assignment, partyId } = question
    const relation = relations.decided('overrides', assignment)
    if (relation === null) return null
    const sql = `select * from ${relation} where party_id = $1`
    const [row] = await warehouse.rows(sql, [BigInt(partyId)])
    if (row === undefined) return null
    return {
        overrideId: Number(row.override_id),
        mode: row.mode === 'exactly' ? 'exactly' : 'at_least',
        tier: String(row.tier),
        lifts: row.lifts === null ? null : String(row.lifts),
        serves: row.serves === true,
    }
}

async function readGrants(question: GivenQuestion): Promise<readonly Grant[]> {
    const { relations, warehouse, assignment, partyId, policy, month } = question
    const relation = relations.decided('grants', assignment)
    const sql = `select grant_id, tier from ${relation} where party_id = $1 order by grant_id`
    const rows = relation === null ? [] : await warehouse.rows(sql, [BigInt(partyId)])
    const grants = rows.map((row) => ({ grantId: Number(row.grant_id), tier: String(row.tier) }))
    if (policy.express.length === 0) return grants
    const tier = judgeExpress(policy, { month, days: await readDayFacts(question) })
    return tier === null ? grants : [...grants, { grantId: null, tier }]
}

function grantsOf(steps: readonly GivenStep[]): readonly number[] {
    return steps
        .filter(({ step, rule }) => step === 'granted' && rule !== 'express')
        .map(({ rule }) => Number(rule))
}

async function tellOverride(
    db: Kysely<Tables>,
    overrideId: number,
): Promise<ExplainedGiven['override']> {
    const row = await db
        .selectFrom('workbench.overrides')
        .selectAll()
        .where('override_id', '=', overrideId)
        .executeTakeFirst()
    if (row === undefined) return null
    return {
        overrideId: row.override_id,
        mode: row.mode,
        tier: row.tier,
        lifts: row.lifts,
        fromMonth: row.from_month,
        untilMonth: row.until_month,
        reason: row.reason,
        requestedBy: row.requested_by,
        approvedBy: row.decided_by,
    }
}

async function tellGrants(
    db: Kysely<Tables>,
    ids: readonly number[],
): Promise<readonly ToldGrant[]> {
    if (ids.length === 0) return []
    const rows = await db
        .selectFrom('workbench.grants')
        .selectAll()
        .where('grant_id', 'in', ids)
        .orderBy('grant_id')
        .execute()
    return rows.map((row) => ({
        grantId: row.grant_id,
        tier: row.tier,
        campaign: row.campaign,
        fromDay: row.from_day,
        untilDay: row.until_day,
        reason: row.reason,
        approvedBy: row.decided_by,
    }))
}

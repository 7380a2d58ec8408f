import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Decimal } from '#domain/decimal.ts'
import { addMonths, formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Tables } from '#store/tables.ts'
import {
    type Assignment,
    type EarnedCause,
    earnedCauses,
    type TierState,
} from '#tiers/assignment.ts'
import { type Explanation, explainAssignment } from '#tiers/explain-assignment.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type AssignmentView, type StoredAssignment, viewAssignment } from './assignment-row.ts'
import { findParty, type PartyCard } from './find-party.ts'
import { type PublishedClose, readClose } from './read-closes.ts'
import { readPolicy } from './read-policy.ts'

/** Whose tier to explain, in which close. */
export type ExplainQuestion = {
    /** An id or a record key. */
    readonly party: string
    readonly ladder: string
    /** Null for the last close. */
    readonly month: Month | null
}

/** Where an explanation finds its rows. */
export type ExplainSources = {
    readonly db: Kysely<Tables>
    readonly warehouse: Warehouse
    readonly snapshots: string
    readonly baseCurrency: string
}

/** A party's tier with its reasons, and what they can be traced to. */
export type ExplainedParty = {
    readonly party: PartyCard
    readonly assignment: AssignmentView
    readonly policy: Policy
    readonly policyKey: string
    readonly runId: string
    /** The features of the month closed, as that close read them. */
    readonly facts: Facts | null
    readonly explanation: Explanation
}

/** Explains the tier that a close gave, from the very snapshot and policy that it used. */
export async function explainParty(
    question: ExplainQuestion,
    sources: ExplainSources,
): Promise<ExplainedParty> {
    const { db, baseCurrency } = sources
    const close = await readClose(db, question)
    const party = await findParty(db, question.party)
    const { policyKey, runId } = close
    const policy = await readPolicy(db, { policyKey, baseCurrency })
    const row = await readRow(db, { close, partyId: party.partyId })
    if (row === undefined) {
        const month = formatMonth(close.month)
        return refuse('serving.not_in_close', { party: party.recordKey, month })
    }
    const before = await readBefore(db, { close, partyId: party.partyId })
    const facts = await readFacts(sources, { close, partyId: party.partyId })
    const assignment = assignmentOf(row)
    const explanation = explainAssignment({ assignment, before, facts, policy })
    const view = viewAssignment(row)
    return { party, assignment: view, policy, policyKey, runId, facts, explanation }
}

type RowOf = { readonly close: PublishedClose; readonly partyId: string }

async function readRow(
    db: Kysely<Tables>,
    { close, partyId }: RowOf,
): Promise<StoredAssignment | undefined> {
    return await db
        .selectFrom('serving.assignments')
        .selectAll()
        .where('ladder', '=', close.ladder)
        .where('month', '=', close.month)
        .where('edition', '=', close.edition)
        .where('party_id', '=', BigInt(partyId))
        .executeTakeFirst()
}

/** The state that the close read: the row of the month before, in the edition in force. */
async function readBefore(
    db: Kysely<Tables>,
    { close, partyId }: RowOf,
): Promise<TierState | null> {
    const row = await db
        .selectFrom('serving.assignments')
        .selectAll()
        .where('ladder', '=', close.ladder)
        .where('month', '=', addMonths(close.month, -1))
        .where('party_id', '=', BigInt(partyId))
        .orderBy('edition', 'desc')
        .executeTakeFirst()
    return row === undefined || row.earned_cause === 'left' ? null : stateOf(row)
}

async function readFacts(
    { warehouse, snapshots }: ExplainSources,
    { close, partyId }: RowOf,
): Promise<Facts | null> {
    const relation = warehouse.parquet([join(snapshots, close.factsPath)])
    const sql = `select * from ${relation} where party_id = $1`
    const [row] = await warehouse.rows(sql, [BigInt(partyId)])
    return row ?? null
}

function stateOf(row: StoredAssignment): TierState {
    return {
        earnedTier: row.earned_tier,
        earnedCause: causeOf(row.earned_cause),
        belowCount: row.below_count,
        belowTierMax: row.below_tier_max,
        upCount: row.up_count,
        upTierMin: row.up_tier_min,
        staleCount: row.stale_count,
        closesSinceEntry: row.closes_since_entry,
    }
}

function assignmentOf(row: StoredAssignment): Assignment {
    return {
        ...stateOf(row),
        ladder: row.ladder,
        month: row.month,
        measure: measureOf(row.measure),
        rawTier: row.raw_tier,
        route: row.route,
        tier: row.tier,
        cause: 'earned',
        reviewsLeft: row.reviews_left,
        nextTier: row.next_tier,
        nextGap: measureOf(row.next_gap),
        keepGap: measureOf(row.keep_gap),
        near: row.near,
        qualifiedFor: row.qualified_for,
    }
}

function measureOf(units: bigint | null): Decimal | null {
    return units === null ? null : { units, scale: 6 }
}

function causeOf(text: string): EarnedCause {
    const cause = earnedCauses.find((one) => one === text)
    if (cause === undefined) throw new Error(`${text} is no cause`)
    return cause
}

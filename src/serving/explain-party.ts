import type { Kysely } from 'kysely'
import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Tables } from '#store/tables.ts'
import type { Household, TierState } from '#tiers/assignment.ts'
import { type Explanation, explainAssignment } from '#tiers/explain-assignment.ts'
import type { ExplainedChange } from '#tiers/explain-cause.ts'
import { nothingGiven } from '#tiers/explain-given.ts'
import { mergeStates } from '#tiers/merge-states.ts'
import type { Policy } from '#tiers/policy.ts'
import { sumHousehold } from '#tiers/sum-household.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import {
    assignmentOfRow,
    outlookOfRow,
    type StoredAssignment,
    stateOfRow,
    viewAssignment,
} from './assignment-row.ts'
import type { AssignmentView } from './assignment-view.ts'
import { type CloseBefore, readCloseBefore } from './close-before.ts'
import { readChanges, readHouseholdFacts, readPartyFacts } from './close-facts.ts'
import { explainGiven } from './explain-given-tier.ts'
import { findParty, type PartyCard } from './find-party.ts'
import { type PublishedClose, readEditions } from './read-closes.ts'
import { readEdition } from './read-edition.ts'
import { readPolicy } from './read-policy.ts'
import type { RunRelations } from './run-relations.ts'
import { isWithheld, openFacts, type Viewer } from './withhold.ts'

/** Whose tier to explain, in which close, to whom. */
export type ExplainQuestion = {
    /** An id or a record key. */
    readonly party: string
    readonly ladder: string
    /** Null for the last close. */
    readonly month: Month | null
    /** Null for the one in force. */
    readonly edition: number | null
    readonly viewer: Viewer
}

/** Where an explanation finds its rows. */
export type ExplainSources = {
    readonly db: Kysely<Tables>
    readonly warehouse: Warehouse
    readonly baseCurrency: string
    /** What a run has read and made, as relations. */
    readonly relationsOf: (runId: string) => Promise<RunRelations>
}

/** A party's tier with its reasons, and what they can be traced to. */
export type ExplainedParty = {
    readonly party: PartyCard
    readonly assignment: AssignmentView
    readonly policy: Policy
    readonly policyKey: string
    readonly runId: string
    /** Why the close was restated, or made with a batch missing; null: neither. */
    readonly reason: string | null
    /** Whether a later edition of the month has taken its place. */
    readonly isReplaced: boolean
    /** Whether no later month is closed: its tier goes on provisionally after its month. */
    readonly isLast: boolean
    /** The features of the month closed, as that close read them; null where withheld. */
    readonly facts: Facts | null
    /** Sensitive traits among the features that the viewer is not shown. */
    readonly withheldTraits: readonly string[]
    readonly explanation: Explanation
}

/** Explains the tier that a close gave, from the very snapshots and policy that it used. */
export async function explainParty(
    question: ExplainQuestion,
    sources: ExplainSources,
): Promise<ExplainedParty> {
    const { db, baseCurrency } = sources
    const { viewer } = question
    const close = await readEdition(db, question)
    const party = await findParty(db, question.party)
    const { policyKey, runId } = close
    const policy = await readPolicy(db, { policyKey, baseCurrency })
    const { partyId } = party
    const row = await readRow(db, { close, partyId })
    if (row === undefined) {
        const month = formatMonth(close.month)
        return refuse('serving.not_in_close', { party: party.recordKey, month })
    }
    const assignment = viewAssignment(row, viewer)
    const place = await readPlace(db, close)
    const shown = { party, assignment, policy, policyKey, runId, ...place }
    if (isWithheld(assignment, viewer)) {
        return { ...shown, facts: null, withheldTraits: [], explanation: withheldExplanation }
    }
    const told = await explainRow(sources, { row, close, partyId, policy, viewer })
    return { ...shown, ...told }
}

/** All that may be said of a restricted tier. */
const withheldExplanation: Explanation = {
    parts: [],
    own: null,
    household: null,
    unknown: [],
    tests: [],
    given: nothingGiven,
    changes: [],
    ahead: [],
    sentences: [{ key: 'restricted', terms: {} }],
}

type RowOf = { readonly close: PublishedClose | CloseBefore; readonly partyId: string }

async function explainRow(
    sources: ExplainSources,
    question: {
        readonly row: StoredAssignment
        readonly close: PublishedClose
        readonly partyId: string
        readonly policy: Policy
        readonly viewer: Viewer
    },
): Promise<Pick<ExplainedParty, 'facts' | 'withheldTraits' | 'explanation'>> {
    const { row, close, partyId, policy, viewer } = question
    const { db, warehouse } = sources
    const relations = await sources.relationsOf(close.runId)
    const at = { relations, warehouse, month: close.month, partyId }
    const facts = await readPartyFacts(at)
    const changes = await readChanges(db, { ...at, ladder: close.ladder })
    const assignment = assignmentOfRow(row)
    const household = policy.pool === null ? null : await householdOf(policy, at)
    const given = await explainGiven(db, { ...at, assignment, facts, policy })
    const explanation = explainAssignment({
        assignment,
        outlook: outlookOfRow(row),
        before: await readBefore(db, { close, partyId, policy, changes, viewer }),
        facts,
        policy,
        household,
        given,
        changes,
    })
    if (facts === null) return { facts, withheldTraits: [], explanation }
    return { ...openFacts(facts, viewer), explanation }
}

async function householdOf(
    policy: Policy,
    at: Parameters<typeof readHouseholdFacts>[0],
): Promise<Household | null> {
    const adults = await readHouseholdFacts(at)
    return adults.length === 0 ? null : sumHousehold(policy, adults)
}

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

/**
 * The state that the close read, identity's changes included. What was restricted then stays so
 * afterwards: for other viewers it is as if the party had been seen with the tier given.
 */
async function readBefore(
    db: Kysely<Tables>,
    {
        close,
        partyId,
        policy,
        changes,
        viewer,
    }: {
        readonly close: PublishedClose
        readonly partyId: string
        readonly policy: Policy
        readonly changes: readonly ExplainedChange[]
        readonly viewer: Viewer
    },
): Promise<TierState | null> {
    const before = await readCloseBefore(db, close)
    if (before === null) return null
    const own = { partyId, by: null }
    const others = changes.map((change) => ({ partyId: change.partyId, by: change.kind }))
    const candidates = []
    for (const { partyId: id, by } of [own, ...others]) {
        const row = await readRow(db, { close: before, partyId: id })
        if (row === undefined) continue
        const state = stateOfRow(row)
        const shown = isWithheld(row, viewer) ? { ...state, earnedTier: row.tier } : state
        candidates.push({ partyId: id, by, state: shown })
    }
    return mergeStates(candidates, { policy, partyId })?.before ?? null
}

/** Where a close stands among the others of its ladder. */
async function readPlace(
    db: Kysely<Tables>,
    { ladder, month, edition, reason }: PublishedClose,
): Promise<Pick<ExplainedParty, 'reason' | 'isReplaced' | 'isLast'>> {
    const closes = (await readEditions(db)).filter((one) => one.ladder === ladder)
    return {
        reason,
        isReplaced: closes.some((one) => one.month === month && one.edition > edition),
        isLast: closes.every((one) => one.month <= month),
    }
}

import type { Kysely } from 'kysely'
import { addMonths, type Day, firstDayOf, formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import type { Grant, Override } from '#tiers/assignment.ts'
import { type Given, giveTier } from '#tiers/give-tier.ts'
import { judgeExpress } from '#tiers/judge-express.ts'
import { monthServedOf } from '#tiers/month-served.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { readDayFacts, readPartyFacts } from './close-facts.ts'
import { findParty, type PartyCard } from './find-party.ts'
import { type PublishedClose, readEditions } from './read-closes.ts'
import { readPolicy } from './read-policy.ts'
import type { RunRelations } from './run-relations.ts'
import { isWithheld, type Viewer } from './withhold.ts'

/** Whose tier in service is asked for, on which day, and by whom. */
export type ServedQuestion = {
    /** An id or a record key. */
    readonly party: string
    readonly ladder: string
    readonly day: Day
    /** Null: the edition that was in force on the day. */
    readonly edition: number | null
    readonly viewer: Viewer
}

/** Where the answer finds its rows. */
export type ServedSources = {
    readonly db: Kysely<Tables>
    readonly warehouse: Warehouse
    readonly baseCurrency: string
    /** What a run has read and made, as relations. */
    readonly relationsOf: (runId: string) => Promise<RunRelations>
}

/** The tier that served a party on a day, and what it can be traced to. */
export type ServedTier = {
    readonly party: PartyCard
    readonly ladder: string
    readonly day: Day
    readonly tier: string | null
    /** Whether a confidential rule holds; others than compliance then see the tier alone. */
    readonly isRestricted: boolean
    /** What led to the tier; null where it is withheld. */
    readonly reasons: ServedReasons | null
    readonly close: Pick<PublishedClose, 'month' | 'edition' | 'runId' | 'policyKey' | 'closedOn'>
    /** The first month that the close serves. */
    readonly since: Month
    /** Whether the close that will serve the day is still to come; the last one shows. */
    readonly isProvisional: boolean
    /** All editions of that close, from 1. */
    readonly editions: readonly number[]
    readonly policy: Policy
}

/** The tier earned at the close, and the steps from it to the one given. */
export type ServedReasons = {
    readonly earnedTier: string | null
    readonly earnedCause: string
    readonly cause: Given['cause']
    readonly rule: string | null
    readonly steps: Given['steps']
}

/**
 * The tier in service on a day: what was earned at the close that serves its month, in the
 * edition in force on that day, with the grants of the day and the override of the month. Refuses
 * with `serving.day_before_service` before the first, `serving.edition_unknown`, and
 * `serving.no_tier_on_day` for a party that the close did not know.
 */
export async function readServedTier(
    question: ServedQuestion,
    sources: ServedSources,
): Promise<ServedTier> {
    const { db } = sources
    const { ladder, day, viewer } = question
    const party = await findParty(db, question.party)
    const served = await findServedClose(question, sources)
    const { close, policy } = served
    const row = await db
        .selectFrom('serving.assignments')
        .select(['earned_tier', 'earned_cause'])
        .where('ladder', '=', ladder)
        .where('month', '=', close.month)
        .where('edition', '=', close.edition)
        .where('party_id', '=', BigInt(party.partyId))
        .executeTakeFirst()
    if (row === undefined) {
        const params = { party: party.recordKey, ladder, day }
        refuse('serving.no_tier_on_day', { ...params, month: formatMonth(close.month) })
    }
    const { month, edition, runId, policyKey, closedOn } = close
    const traced = { month, edition, runId, policyKey, closedOn }
    const answer = { party, ladder, day, ...served, close: traced }
    const { earned_tier: earnedTier, earned_cause: earnedCause } = row
    if (earnedCause === 'left') {
        const reasons = { earnedTier, earnedCause, cause: 'earned', rule: null, steps: [] } as const
        return { ...answer, tier: null, isRestricted: false, reasons }
    }
    const given = await giveOnDay(sources, {
        ...{ ladder, day, close, policy, earned: earnedTier },
        partyId: party.partyId,
    })
    const { tier, isRestricted, cause, rule, steps } = given
    const reasons = { earnedTier, earnedCause, cause, rule, steps }
    const isHidden = isWithheld({ restricted: isRestricted }, viewer)
    return { ...answer, tier, isRestricted, reasons: isHidden ? null : reasons }
}

type ServedClose = Pick<ServedTier, 'since' | 'isProvisional' | 'editions' | 'policy'> & {
    readonly close: PublishedClose
}

/** The last close that serves the day's month or one before it, in the edition asked for. */
async function findServedClose(
    { ladder, day, edition }: ServedQuestion,
    { db, baseCurrency }: ServedSources,
): Promise<ServedClose> {
    const all = (await readEditions(db)).filter((close) => close.ladder === ladder)
    if (all.length === 0) refuse('serving.nothing_closed', { ladder })
    const months = [...new Set(all.map(({ month }) => month))]
    const policies = new Map<string, Policy>()
    const services: { readonly close: Month; readonly since: Month; readonly policy: Policy }[] = []
    for (const close of months) {
        const policyKey = all.find(({ month }) => month === close)?.policyKey ?? ''
        const known = policies.get(policyKey)
        const policy = known ?? (await readPolicy(db, { policyKey, baseCurrency }))
        policies.set(policyKey, policy)
        services.push({ close, since: monthServedOf(policy, close), policy })
    }
    const found = services.findLast(({ since }) => since <= monthOf(day))
    if (found === undefined) {
        const first = firstDayOf(Math.min(...services.map(({ since }) => since)))
        return refuse('serving.day_before_service', { day, ladder, first })
    }
    const editions = all.filter(({ month }) => month === found.close)
    return {
        close: editionOf(editions, { day, edition }),
        policy: found.policy,
        since: found.since,
        isProvisional: found === services.at(-1) && found.since < monthOf(day),
        editions: editions.map((one) => one.edition),
    }
}

/** The edition named, else the highest that was published by the day, else the first there is. */
function editionOf(
    editions: readonly PublishedClose[],
    { day, edition }: Pick<ServedQuestion, 'day' | 'edition'>,
): PublishedClose {
    const [first] = editions
    if (first === undefined) throw new Error('a month that is closed has an edition')
    if (edition === null) return editions.findLast(({ closedOn }) => closedOn <= day) ?? first
    const named = editions.find((one) => one.edition === edition)
    const last = editions.at(-1)?.edition ?? 1
    const month = formatMonth(first.month)
    return named ?? refuse('serving.edition_unknown', { month, edition, last })
}

type PartyOnDay = {
    readonly ladder: string
    readonly partyId: string
    readonly day: Day
    readonly close: PublishedClose
    readonly policy: Policy
    readonly earned: string | null
}

async function giveOnDay(sources: ServedSources, asked: PartyOnDay): Promise<Given> {
    const { db, warehouse } = sources
    const { policy, earned, close, partyId, day } = asked
    const { month } = close
    const relations = await sources.relationsOf(close.runId)
    const question = { relations, warehouse, month, partyId }
    const facts = (await readPartyFacts(question)) ?? {}
    const grants = [...(await readGrantsOfDay(db, asked))]
    // The express rule lends a tier for the one month that the close serves.
    if (policy.express.length > 0 && monthServedOf(policy, month) === monthOf(day)) {
        const tier = judgeExpress(policy, { month, days: await readDayFacts(question) })
        if (tier !== null) grants.push({ grantId: null, tier })
    }
    const override = await readOverrideOfDay(db, asked)
    return giveTier({ policy, facts, earned, grants, override })
}

/** The approved grants of a party that hold on a day. */
async function readGrantsOfDay(
    db: Kysely<Tables>,
    { ladder, partyId, day }: Pick<PartyOnDay, 'ladder' | 'partyId' | 'day'>,
): Promise<readonly Grant[]> {
    const rows = await db
        .selectFrom('workbench.grants as granted')
        .innerJoin('workbench.grant_parties as party', (join) =>
            join.onRef('party.grant_id', '=', 'granted.grant_id'),
        )
        .where('granted.ladder', '=', ladder)
        .where('granted.status', '=', 'approved')
        .where('party.party_id', '=', BigInt(partyId))
        .where('granted.from_day', '<=', day)
        .where('granted.until_day', '>=', day)
        .select(['granted.grant_id as grantId', 'granted.tier'])
        .orderBy('granted.grant_id')
        .execute()
    return rows
}

/** The approved override that serves a day's month, or that served the month before and ended. */
async function readOverrideOfDay(
    db: Kysely<Tables>,
    { ladder, partyId, day }: Pick<PartyOnDay, 'ladder' | 'partyId' | 'day'>,
): Promise<Override | null> {
    const month = monthOf(day)
    const row = await db
        .selectFrom('workbench.override_months as serves')
        .innerJoin('workbench.overrides as override', (join) =>
            join.onRef('override.override_id', '=', 'serves.override_id'),
        )
        .where('serves.ladder', '=', ladder)
        .where('serves.party_id', '=', BigInt(partyId))
        .where('serves.month', 'in', [addMonths(month, -1), month])
        .where('override.status', '=', 'approved')
        .select([
            'serves.month',
            'override.override_id as overrideId',
            'override.mode',
            'override.tier',
            'override.lifts',
        ])
        .orderBy('serves.month', 'desc')
        .executeTakeFirst()
    if (row === undefined) return null
    const { month: served, ...override } = row
    return { ...override, serves: served === month }
}

import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import { writeCondition } from '#features/write-condition.ts'
import { writeFeatureRelation } from '#features/write-feature-relation.ts'
import { cardFeatures, rankedFeatures } from '#scores/card-features.ts'
import { unitsOf } from '#scores/feature-units.ts'
import { behaviourOf, gradeParty, type RfmGrades } from '#scores/grade-party.ts'
import type { Rank } from '#scores/rank.ts'
import { type RankOf, scoreParty, type ValueScore } from '#scores/score-party.ts'
import type { BehaviourKind, RankedFeature, RfmCard, ValueCard } from '#scores/scorecard.ts'
import { rankedAs } from '#scores/write-break-points.ts'
import type { CardsOfMonth } from '#scores/write-scores.ts'
import type { BuiltContext, RuledContext } from '../bank-context.ts'
import { findPartyId } from '../find-party-id.ts'
import { cardsOfMonth, loadScorecards } from '../load-scorecards.ts'
import { relationOf } from '../run-relations.ts'
import { lastScored, type ScoredMonth } from './last-scored.ts'

/** The scores of one party, each worked out for it alone from the stored break points. */
export type ExplainedScores = {
    readonly partyId: string
    readonly month: Month
    readonly runId: string
    readonly cards: CardsOfMonth
    /** What conditions of the behaviour card read. */
    readonly facts: Facts
    /** Null where the party is none of the score's population. */
    readonly value: ValueScore | null
    readonly rfm: RfmGrades | null
    readonly behaviour: BehaviourKind | null
}

/** Whose scores, by id or record key; null for the month of the last run. */
export type ScoresQuestion = { readonly party: string; readonly month: Month | null }

/**
 * Explains the scores of a party by their parts. Refuses with `pipeline.scores_not_built` where no
 * run has scored the month, `pipeline.scorecard_changed` where the files have changed since,
 * `pipeline.party_not_scored` where the party did not exist by then.
 */
export async function explainScores(
    context: RuledContext,
    { party, month: asked }: ScoresQuestion,
): Promise<ExplainedScores> {
    const scored = await lastScored(context, asked)
    const { month, runId } = scored
    const cards = await cardsAsScored(context, scored)
    const partyId = await findPartyId(context, { built: scored, party })
    const facts = await readFacts(context, { scored, cards, partyId })
    if (facts === null) refuse('pipeline.party_not_scored', { party, month: formatMonth(month) })
    const ranks = { scored, cards, facts, partyId }
    const value = scoreParty(cards.value, facts, await ranksOf(context, cards.value, ranks))
    const rfm = gradeParty(cards.rfm, facts, await ranksOf(context, cards.rfm, ranks))
    const behaviour = behaviourOf(cards.behaviour, facts)
    return { partyId: String(partyId), month, runId, cards, facts, value, rfm, behaviour }
}

/** The scorecards of a month as the run that scored it has read them. */
export async function cardsAsScored(
    context: RuledContext,
    { month, scorecards }: ScoredMonth,
): Promise<CardsOfMonth> {
    const loaded = await loadScorecards(context)
    const same = loaded.filter(({ cardKey }) => scorecards.includes(cardKey))
    if (new Set(same.map(({ card }) => card.scorecard)).size < 3) {
        refuse('pipeline.scorecard_changed', { month: formatMonth(month) })
    }
    return cardsOfMonth(same, month)
}

type PartyFacts = {
    readonly scored: ScoredMonth
    readonly cards: CardsOfMonth
    readonly partyId: bigint
}

function featuresOfAll(scored: ScoredMonth, { value, rfm, behaviour }: CardsOfMonth): string {
    const features = [value, rfm, behaviour].flatMap(cardFeatures)
    const read = (table: string): string => relationOf(scored, table)
    return writeFeatureRelation([...new Set(features)], { catalogue, read })
}

async function readFacts(
    { warehouse }: BuiltContext,
    { scored, cards, partyId }: PartyFacts,
): Promise<Facts | null> {
    const sql = `select * from ${featuresOfAll(scored, cards)} facts where party_id = $1`
    const [row] = await warehouse.rows(sql, [partyId])
    return row ?? null
}

/** Looks up where the party's values stand; nothing but its own values is read. */
async function ranksOf(
    context: RuledContext,
    card: ValueCard | RfmCard,
    party: PartyFacts & { readonly facts: Facts },
): Promise<RankOf> {
    const { facts, cards } = party
    const { population } = card
    if (population !== null && evaluateCondition(population, facts) !== true) return () => null
    const ranks = new Map<string, Rank | null>()
    for (const feature of rankedFeatures(card)) {
        const units = unitsOf(facts[feature.feature] ?? null, feature)
        if (units === null) continue
        const name = rankedAs(card, cards)
        const found = await readRank(context, party.scored, { name, feature, units })
        const place =
            card.scorecard === 'rfm' && card.ties === 'first'
                ? await placeAmongEquals(context, { card, feature, party })
                : 1
        ranks.set(feature.feature, found === null ? null : { ...found, place })
    }
    return (feature) => ranks.get(feature) ?? null
}

type RankQuestion = {
    readonly name: string
    readonly feature: RankedFeature
    readonly units: bigint
}

async function readRank(
    { warehouse }: BuiltContext,
    scored: ScoredMonth,
    { name, feature, units }: RankQuestion,
): Promise<Omit<Rank, 'place'> | null> {
    const [row] = await warehouse.rows(
        `select parties_below, parties_equal, parties
        from ${relationOf(scored, 'scores.break_points')} points
        where population = $1 and feature = $2 and value = $3`,
        [name, feature.feature, units],
    )
    if (row === undefined) return null
    return {
        below: Number(row.parties_below),
        equal: Number(row.parties_equal),
        parties: Number(row.parties),
    }
}

/** The party's place by id among those of the population with the same value, from 1. */
async function placeAmongEquals(
    { warehouse }: BuiltContext,
    {
        card,
        feature: { feature },
        party: { scored, cards, partyId },
    }: { readonly card: RfmCard; readonly feature: RankedFeature; readonly party: PartyFacts },
): Promise<number> {
    const where = card.population === null ? 'true' : writeCondition(card.population)
    const relation = featuresOfAll(scored, cards)
    const [row] = await warehouse.rows(
        `with facts as (select * from ${relation} one where ${where})
        select count(*) as n from facts
        where party_id <= $1 and ${feature} = (select ${feature} from facts where party_id = $1)`,
        [partyId],
    )
    return Number(row?.n ?? 1)
}

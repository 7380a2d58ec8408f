import type { BehaviourCard, RfmCard, ValueCard } from './scorecard.ts'
import { writeBehaviours } from './write-behaviours.ts'
import { writeBreakPoints } from './write-break-points.ts'
import { writeRfm } from './write-rfm.ts'
import { writeValueScores } from './write-value-scores.ts'

/** The scorecards of one month, one of a kind. */
export type CardsOfMonth = {
    readonly value: ValueCard
    readonly rfm: RfmCard
    readonly behaviour: BehaviourCard
}

/**
 * Template text of the models in `models/scores`, by the name that `param()` asks for in each:
 * everything there that differs from scorecard to scorecard.
 */
export function writeScores(cards: CardsOfMonth): Readonly<Record<string, string>> {
    return {
        break_points: writeBreakPoints(cards),
        value_scores: writeValueScores(cards.value, cards),
        rfm: writeRfm(cards.rfm, cards),
        behaviours: writeBehaviours(cards.behaviour),
    }
}

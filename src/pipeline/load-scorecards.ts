import type { Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { versionInMonth } from '#domain/version-in-month.ts'
import { parseScorecard } from '#scores/parse-scorecard.ts'
import type { Scorecard, ScorecardKind } from '#scores/scorecard.ts'
import { type CardsOfMonth, writeScores } from '#scores/write-scores.ts'
import { policyKey } from '#serving/loaded-policy.ts'
import type { RulesContext } from './bank-context.ts'
import { loadRules } from './policy-files.ts'

/** A version of a scorecard; its key is `value_score@2025-01#<first 12 hex of sha256>`. */
export type LoadedScorecard = { readonly card: Scorecard; readonly cardKey: string }

/**
 * All versions of all scorecards below the policy roots. Of two that take effect in the same month
 * the one of the later root counts: a bank's own stands in place of a shipped one. Throws Refusal
 * with every fault of every file.
 */
export async function loadScorecards(context: RulesContext): Promise<readonly LoadedScorecard[]> {
    const { baseCurrency } = context.settings
    const read = await loadRules(context, {
        head: 'scorecard',
        parse: (text, { file }) => parseScorecard(text, { file, baseCurrency }),
    })
    return read.map(({ rules: card, text }) => {
        const { scorecard: name, version } = card
        return { card, cardKey: policyKey({ name, version, text }) }
    })
}

/** The scorecards that a month is scored by, one of a kind. Refuses where one has no version. */
export function scorecardsOfMonth(
    loaded: readonly LoadedScorecard[],
    month: Month,
): Readonly<Record<ScorecardKind, LoadedScorecard>> {
    const from = ({ card }: LoadedScorecard): Month => card.effectiveFrom
    const find = (scorecard: ScorecardKind): LoadedScorecard => {
        const versions = loaded.filter(({ card }) => card.scorecard === scorecard)
        const found = versionInMonth(versions, { month, from })
        return found ?? refuse('pipeline.scorecard_missing', { scorecard })
    }
    return { value_score: find('value_score'), rfm: find('rfm'), behaviour: find('behaviour') }
}

/** The same as trees, by what each is for. */
export function cardsOfMonth(loaded: readonly LoadedScorecard[], month: Month): CardsOfMonth {
    const { value_score, rfm, behaviour } = scorecardsOfMonth(loaded, month)
    return {
        value: cardAs(value_score.card, 'value_score'),
        rfm: cardAs(rfm.card, 'rfm'),
        behaviour: cardAs(behaviour.card, 'behaviour'),
    }
}

function cardAs<Kind extends ScorecardKind>(
    card: Scorecard,
    kind: Kind,
): Extract<Scorecard, { readonly scorecard: Kind }> {
    if (card.scorecard !== kind) throw new Error(`${card.scorecard} is no ${kind}`)
    return card as Extract<Scorecard, { readonly scorecard: Kind }>
}

/** Writes the texts of the score models by month; the same cards are written once. */
export function scoreWriter(
    loaded: readonly LoadedScorecard[],
): (month: Month) => Readonly<Record<string, string>> {
    const written = new Map<string, Readonly<Record<string, string>>>()
    return (month) => {
        const keys = Object.values(scorecardsOfMonth(loaded, month)).map(({ cardKey }) => cardKey)
        const name = keys.join(' ')
        const texts = written.get(name) ?? writeScores(cardsOfMonth(loaded, month))
        written.set(name, texts)
        return texts
    }
}

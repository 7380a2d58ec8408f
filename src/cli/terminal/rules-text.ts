import { countText, thresholdText, withCurrency } from '#exports/number-text.ts'
import type { CutFile } from '#features/cut.ts'
import { describeCondition } from '#features/describe-condition.ts'
import type { LifecyclePolicy, TrendRule } from '#scores/lifecycle-policy.ts'
import type { Rules } from '#scores/parse-rules.ts'
import type { RankedFeature, RfmCard, Scorecard, ValueCard } from '#scores/scorecard.ts'
import type { Frame } from '../run-command.ts'

/** What a sentence is said with. */
type Saying = Pick<Frame, 'say' | 'language'>

/** What a file of rules says, in a sentence or two: who is meant, and by what. */
export function rulesText(
    frame: Saying,
    { rules, currency }: { readonly rules: Rules; readonly currency: string },
): string {
    switch (rules.head) {
        case 'scorecard':
            return cardText(frame, rules.card)
        case 'lifecycle':
            return lifecycleText(frame, { policy: rules.policy, currency })
        case 'cuts':
            return cutsText(frame, rules.cuts)
    }
}

function cardText(frame: Saying, card: Scorecard): string {
    const { say } = frame
    const { population } = card
    const who =
        population === null ? say('cli.scores.check.all') : describeCondition(population, say)
    switch (card.scorecard) {
        case 'value_score':
            return valueText(frame, { card, who })
        case 'rfm':
            return rfmText(frame, { card, who })
        case 'behaviour': {
            const kinds = card.kinds.map(({ kind }) => say(`features.value.${kind}`))
            return say('cli.scores.check.behaviour', {
                who,
                count: kinds.length,
                kinds: kinds.join(say('features.condition.comma')),
                other: say('features.value.other'),
            })
        }
    }
}

/** A share as the file says it: `60%`. */
function percentText(hundredths: number): string {
    return `${hundredths}%`
}

function valueText(
    { say }: Saying,
    { card, who }: { readonly card: ValueCard; readonly who: string },
): string {
    const parts = card.parts.map(({ id, weight }) =>
        say('cli.scores.check.part', { part: say(`features.${id}_score.name`), weight }),
    )
    const points = (units: number): string => String(units / 10_000)
    return say('cli.scores.check.value_score', {
        who,
        parts: parts.join(say('features.condition.comma')),
        features: card.parts.reduce((sum, { features }) => sum + features.length, 0),
        high: points(card.bands.high),
        middle: points(card.bands.middle),
        share: percentText(card.presentMin / 10_000),
    })
}

function rfmText(
    { say }: Saying,
    { card, who }: { readonly card: RfmCard; readonly who: string },
): string {
    const { recency, frequency, monetary, ties } = card
    const name = ({ feature }: RankedFeature): string => say(`features.${feature}.name`)
    return say('cli.scores.check.rfm', {
        ...{ who, ties, recency: name(recency), frequency: name(frequency) },
        monetary: name(monetary),
    })
}

function lifecycleText(
    { say, language }: Saying,
    { policy, currency }: { readonly policy: LifecyclePolicy; readonly currency: string },
): string {
    const { lostMonths, dormantDays, dormantAumBelow, wonBackMonths, newDays } = policy
    const trend = ({ by, months }: TrendRule): string =>
        say('cli.scores.check.trend', { share: percentText(by / 100), months })
    return say('cli.scores.check.lifecycle', {
        ...{ lost: lostMonths, days: dormantDays, back: wonBackMonths, fresh: newDays },
        amount: withCurrency(thresholdText(`${dormantAumBelow}`, language), { language, currency }),
        declining: trend(policy.declining),
        growing: trend(policy.growing),
    })
}

function cutsText({ say, language }: Saying, { cuts, currency }: CutFile): string {
    const ways = new Set(cuts.map(({ way }) => way))
    const first = cuts.slice(0, namesTold).map(({ name }) => name[language])
    return say('cli.scores.check.cuts', {
        count: countText(cuts.length, language),
        ways: ways.size,
        names: first.join(say('features.condition.comma')),
        more: cuts.length - first.length,
        currency,
    })
}

/** Names of cuts that are told; `tong cuts list` has all. */
const namesTold = 3

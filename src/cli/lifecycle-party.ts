import { formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { exactText, withCurrency } from '#exports/number-text.ts'
import {
    explainStages,
    type PartyStages,
    type StageOfMonth,
    type StagesQuestion,
} from '#pipeline/lifecycle/explain-stages.ts'
import { sayStageReason } from '#scores/explain-stage.ts'
import type { LifecyclePolicy } from '#scores/lifecycle-policy.ts'
import { assertOpenParty } from './assert-open-party.ts'
import { withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'

/** `tong lifecycle PARTY`: in which stage a customer is, why, and how to deal with it. */
export async function lifecycleOfParty(frame: Frame, question: StagesQuestion): Promise<void> {
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const { party } = question
        const found = await explainStages(context, question)
        const { partyId, month } = found
        await assertOpenParty(session, { party, partyId, month })
        const shown = { found, party, currency: context.settings.baseCurrency }
        frame.answer({
            json: partyJson(frame, shown),
            text: () => partyText(frame, shown),
        })
    })
}

type Shown = {
    readonly found: PartyStages
    readonly party: string
    readonly currency: string
}

/** A stage that a party has had, with the rules that it follows. */
export type StageTold = {
    readonly one: StageOfMonth
    readonly policy: LifecyclePolicy
    /** The bank's base currency. */
    readonly currency: string
}

/** Why a party is in a stage, in one sentence. */
export function stageReason(frame: Frame, { one, policy, currency }: StageTold): string {
    const { language, say } = frame
    const money = (units: bigint): string =>
        withCurrency(exactText(formatDecimal({ units, scale: 2 }) as `${number}`, language), {
            language,
            currency,
        })
    return sayStageReason({ reason: one.reason, figures: one, policy, money }, say)
}

function reasonOf(frame: Frame, { found, currency }: Shown, one: StageOfMonth): string {
    return stageReason(frame, { one, policy: found.lifecycle.policy, currency })
}

function partyJson(frame: Frame, shown: Shown): unknown {
    const { partyId, month, runId, lifecycle, months } = shown.found
    return {
        ...{ partyId, month: formatMonth(month), runId, rules: lifecycle.lifecycleKey },
        months: months.map((one) => {
            const mode = one.stage === null ? null : lifecycle.policy.modes[one.stage]
            return {
                month: formatMonth(one.month),
                stage: one.stage,
                since: one.sinceMonth === null ? null : formatMonth(one.sinceMonth),
                reason: one.reason,
                sentence: reasonOf(frame, shown, one),
                mode: mode?.mode ?? null,
                advice: mode?.text[frame.language] ?? null,
            }
        }),
    }
}

function partyText(frame: Frame, shown: Shown): string {
    const { say, paint, width, language } = frame
    const { months, lifecycle, runId } = shown.found
    const [now] = months
    if (now === undefined) throw new Error('a party that is told of has a month')
    const stageText = (one: StageOfMonth): string =>
        one.stage === null ? say('cli.lifecycle.unknown') : say(`features.value.${one.stage}`)
    const title = say('cli.lifecycle.party_title', {
        party: plainText(shown.party),
        month: formatMonth(now.month),
        stage: stageText(now),
    })
    const since =
        now.sinceMonth === null
            ? []
            : [say('cli.lifecycle.since', { month: formatMonth(now.sinceMonth) })]
    const advice = now.stage === null ? [] : [`${lifecycle.policy.modes[now.stage].text[language]}`]
    const sentences = [reasonOf(frame, shown, now), ...since, ...advice]
    const table = renderTable({
        columns: [
            { title: say('cli.lifecycle.column.month') },
            { title: say('features.lifecycle_stage.name') },
            { title: say('features.lifecycle_reason.name'), isFlexible: true },
        ],
        rows: months.map((one): readonly Cell[] => [
            formatMonth(one.month),
            stageText(one),
            say(`features.value.${one.reason}`),
        ]),
        width,
        paint,
    })
    const trace = say('cli.lifecycle.trace', { run: runId, rules: lifecycle.lifecycleKey })
    return [
        paint('strong', title),
        sentences.flatMap((line) => wrapText(line, width)).join('\n'),
        table,
        wrapText(trace, width)
            .map((line) => paint('soft', line))
            .join('\n'),
    ].join('\n\n')
}

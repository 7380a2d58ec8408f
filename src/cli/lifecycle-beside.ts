import { formatMonth, type Month } from '#domain/month.ts'
import { type Failure, Refusal } from '#domain/result.ts'
import { explainStages, type PartyStages } from '#pipeline/lifecycle/explain-stages.ts'
import type { Session } from './bank-session.ts'
import { stageReason } from './lifecycle-party.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'
import { wrapText } from './terminal/text-fit.ts'

/** A customer's stage in a month, to be told beside other figures, or why there is none. */
export type StageBeside =
    | { readonly stages: PartyStages; readonly currency: string; readonly missing: null }
    | { readonly stages: null; readonly missing: Failure }

/**
 * Reads a customer's stage where a run has told it. What the command was called for does not fail
 * for want of it.
 */
export async function stageBeside(
    { context }: Session,
    question: { readonly party: string; readonly month: Month },
): Promise<StageBeside> {
    try {
        const stages = await explainStages(context, question)
        return { stages, currency: context.settings.baseCurrency, missing: null }
    } catch (cause) {
        const [missing] = cause instanceof Refusal ? cause.failures : []
        if (missing === undefined) throw cause
        return { stages: null, missing }
    }
}

/** The stage with its reason and how to deal with it, as lines; none where it is not known. */
export function stageLines(frame: Frame, beside: StageBeside): readonly string[] {
    const [now] = beside.stages?.months ?? []
    if (beside.stages === null || now === undefined) return []
    const { say, language } = frame
    const { policy } = beside.stages.lifecycle
    const stage =
        now.stage === null ? say('cli.lifecycle.unknown') : say(`features.value.${now.stage}`)
    const title = say('cli.lifecycle.beside', {
        stage,
        since: now.sinceMonth === null ? 'none' : formatMonth(now.sinceMonth),
        reason: stageReason(frame, { one: now, policy, currency: beside.currency }),
    })
    const advice = now.stage === null ? [] : [policy.modes[now.stage].text[language]]
    return [title, ...advice].flatMap((line) => wrapText(line, frame.width))
}

/** One sentence that says which command tells the stage; none where it is told. */
export function stageHint({ say }: Frame, { missing }: StageBeside): readonly string[] {
    return missing === null ? [] : [say('cli.lifecycle.missing', { why: sentenceOf(missing, say) })]
}

/** The same as data: the stage or null, and then what is missing. */
export function stageJson(frame: Frame, beside: StageBeside): object {
    const [now] = beside.stages?.months ?? []
    if (beside.stages === null || now === undefined) {
        return { lifecycle: null, lifecycleMissing: beside.missing }
    }
    const { lifecycle, runId } = beside.stages
    const { policy, lifecycleKey } = lifecycle
    const mode = now.stage === null ? null : policy.modes[now.stage].mode
    return {
        lifecycle: {
            month: formatMonth(now.month),
            stage: now.stage,
            since: now.sinceMonth === null ? null : formatMonth(now.sinceMonth),
            reason: now.reason,
            sentence: stageReason(frame, { one: now, policy, currency: beside.currency }),
            mode,
            rules: lifecycleKey,
            runId,
        },
        lifecycleMissing: null,
    }
}

import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type CloseReport, closeBank, monthOfLastRun } from '#pipeline/close-bank.ts'
import { planClose } from '#pipeline/run-bank.ts'
import { withBank } from './bank-session.ts'
import { closingSummary } from './closing-summary.ts'
import { planJson, planText } from './plan-view.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { renderSummary } from './terminal/summary-view.ts'

/** What `tong close` is given. */
export type CloseFlags = { readonly through?: string; readonly dryRun?: boolean }

/** `tong close`: assigns the tiers of every month that is not closed yet, and publishes them. */
export async function close(frame: Frame, flags: CloseFlags): Promise<void> {
    const asked = monthFlag(flags.through)
    const isDry = flags.dryRun === true
    await withBank(frame, { access: isDry ? 'read' : 'write', create: null }, async (session) => {
        const { context } = session
        const through = asked ?? (await monthOfLastRun(context)) ?? refuse('pipeline.as_of_needed')
        if (isDry) {
            const { steps } = await planClose(context, { through })
            frame.answer({ json: planJson(steps), text: () => planText(frame, steps) })
            return
        }
        const report = await closeBank(context, { through })
        const summary = await closingSummary(session)
        frame.answer({
            json: closeJson(report),
            text: () => {
                const shown = renderSummary(summary, { ...frame, reportFile: null })
                return `${shown}\n\n${closeText(frame, { report, through })}`
            },
        })
    })
}

function closeJson({ through, closes, manifest }: CloseReport): unknown {
    return {
        through: formatMonth(through),
        closes: closes.map(({ ladder, month, rows, policy }) => ({
            ladder,
            month: formatMonth(month),
            assignments: rows,
            policyKey: policy.policyKey,
        })),
        manifest,
    }
}

function closeText(
    { say }: Frame,
    { report, through }: { readonly report: CloseReport; readonly through: Month },
): string {
    const { closes, manifest, warnings } = report
    if (manifest === null) return say('cli.close.nothing', { through: formatMonth(through) })
    const ladders = [...new Set(closes.map(({ ladder }) => ladder))].join(', ')
    return [
        ...warnings.map(({ key, params }) => say(key, params)),
        say('cli.close.done', { ladders, months: closes.length, through: formatMonth(through) }),
        say('cli.run.manifest', { run: manifest.runId, digest: manifest.digest.slice(0, 16) }),
    ].join('\n')
}

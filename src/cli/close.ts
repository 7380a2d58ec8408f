import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { assertOpen, type CloseReport, closeBank, monthOfLastRun } from '#pipeline/close-bank.ts'
import type { MonthDrift } from '#pipeline/features/measure-drift.ts'
import { planClose } from '#pipeline/run-bank.ts'
import { type Session, withBank } from './bank-session.ts'
import { closingSummary } from './closing-summary.ts'
import { driftLine, measuredDrift } from './features-drift.ts'
import { planJson, planText } from './plan-view.ts'
import { monthFlag, reasonFlag } from './read-flags.ts'
import { restate } from './restate.ts'
import type { Frame } from './run-command.ts'
import { renderSummary } from './terminal/summary-view.ts'

/** What `tong close` is given. */
export type CloseFlags = {
    readonly through?: string
    readonly allowMissing?: string
    readonly restate?: string
    readonly reason?: string
    readonly ladder?: string
    readonly limit: string
    readonly yes?: boolean
    readonly dryRun?: boolean
}

/** Flags that only say how a restatement is to be made. */
const restateOnly = ['reason', 'ladder', 'yes'] as const

/**
 * `tong close`: assigns the tiers of every month that is not closed yet, and publishes them; with
 * `--restate` it makes closed months again.
 */
export async function close(frame: Frame, flags: CloseFlags): Promise<void> {
    if (flags.restate !== undefined) {
        if (flags.through !== undefined) {
            refuse('cli.flags_together', { one: '--restate', other: '--through' })
        }
        await restate(frame, { ...flags, restate: flags.restate })
        return
    }
    for (const flag of restateOnly) {
        if (flags[flag] === undefined) continue
        refuse('cli.flag_alone', { flag: `--${flag}`, needs: '--restate' })
    }
    await closeOpen(frame, flags)
}

async function closeOpen(frame: Frame, flags: CloseFlags): Promise<void> {
    const asked = monthFlag(flags.through)
    const allowMissing = reasonFlag(flags.allowMissing, '--allow-missing')
    const isDry = flags.dryRun === true
    await withBank(frame, { access: isDry ? 'read' : 'write', create: null }, async (session) => {
        const { context } = session
        const through = asked ?? (await monthOfLastRun(context)) ?? refuse('pipeline.as_of_needed')
        if (asked !== null) await assertOpen(context, asked)
        if (isDry) {
            const { steps } = await planClose(context, { through })
            frame.answer({ json: planJson(steps), text: () => planText(frame, steps) })
            return
        }
        await tellClose(frame, {
            session,
            report: await closeBank(context, { through, allowMissing }),
        })
    })
}

async function tellClose(
    frame: Frame,
    { session, report }: { readonly session: Session; readonly report: CloseReport },
): Promise<void> {
    const summary = await closingSummary(session)
    const drift = await driftOf(frame, session, report)
    frame.answer({
        json: closeJson(report),
        text: () => {
            const shown = renderSummary(summary, { ...frame, reportFile: null })
            return `${shown}\n\n${closeText(frame, { ...report, drift })}`
        },
    })
}

/** The drift of the last month that was closed; null where none was. */
async function driftOf(
    frame: Frame,
    session: Session,
    { closes, manifest }: CloseReport,
): Promise<MonthDrift | null> {
    if (manifest === null || closes.length === 0) return null
    const month = Math.max(...closes.map((close) => close.month))
    return await measuredDrift(frame, session, { runId: manifest.runId, month })
}

function closeJson({ through, closes, manifest, seconds }: CloseReport): unknown {
    return {
        through: formatMonth(through),
        closes: closes.map(({ ladder, month, rows, policy }) => ({
            ladder,
            month: formatMonth(month),
            assignments: rows,
            policyKey: policy.policyKey,
        })),
        manifest,
        seconds,
    }
}

type Told = CloseReport & { readonly drift: MonthDrift | null }

function closeText(frame: Frame, told: Told): string {
    const { say } = frame
    const { through, closes, manifest, warnings, drift } = told
    const line = driftLine(frame, drift)
    if (manifest === null) return say('cli.close.nothing', { through: formatMonth(through) })
    const ladders = [...new Set(closes.map(({ ladder }) => ladder))].join(', ')
    const months = new Set(closes.map(({ month }): Month => month)).size
    return [
        ...warnings.map(({ key, params }) => say(key, params)),
        say('cli.close.done', { ladders, months, through: formatMonth(through) }),
        ...(line === null ? [] : [line]),
        say('cli.run.manifest', { run: manifest.runId, digest: manifest.digest.slice(0, 16) }),
    ].join('\n')
}

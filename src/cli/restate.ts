import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { type RestatementReport, restateBank } from '#pipeline/restate.ts'
import { planRestatement } from '#pipeline/run-bank.ts'
import { type Session, withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { planJson, planText } from './plan-view.ts'
import { monthFlag, numberFlag, reasonFlag } from './read-flags.ts'
import { restatementJson, restatementText } from './restatement-view.ts'
import type { Frame } from './run-command.ts'
import { viewerOf } from './viewer.ts'

/** What `tong close --restate` is given. */
export type RestateFlags = {
    readonly restate: string
    readonly reason?: string
    readonly allowMissing?: string
    readonly ladder?: string
    readonly limit: string
    readonly yes?: boolean
    readonly dryRun?: boolean
}

const limitMax = 100_000

/**
 * `tong close --restate MONTH --reason TEXT`: makes the closes from a month to the last again and
 * tells what changed; with `--yes` they are published as a new edition.
 */
export async function restate(frame: Frame, flags: RestateFlags): Promise<void> {
    const from = monthFlag(flags.restate) ?? 0
    const reason = reasonFlag(flags.reason, '--restate')
    const isDry = flags.dryRun === true
    if (reason === null && !isDry) refuse('cli.reason_missing', { flag: '--restate' })
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const allowMissing = reasonFlag(flags.allowMissing, '--allow-missing')
    await withBank(frame, { access: isDry ? 'read' : 'write', create: null }, async (session) => {
        const { context } = session
        const { ladders: all } = context.settings
        const ladders = flags.ladder === undefined ? all : [ladderOf(all, flags.ladder)]
        if (isDry || reason === null) {
            const { steps } = await planRestatement(context, { from, ladders })
            frame.answer({ json: planJson(steps), text: () => planText(frame, steps) })
            return
        }
        const wish = { from, ladders, reason, allowMissing, isFinal: flags.yes === true }
        const viewer = viewerOf(session)
        const report = await restateBank(context, { ...wish, viewer, limit: rowsOf(frame, limit) })
        tell(frame, { session, flags, report })
    })
}

/** A terminal shows the largest differences, JSON all of them. */
function rowsOf({ isJson }: Frame, limit: number): number {
    return isJson ? limitMax : limit
}

type Told = {
    readonly session: Session
    readonly flags: RestateFlags
    readonly report: RestatementReport
}

function tell(frame: Frame, { session, flags, report }: Told): void {
    const { baseCurrency } = session.context.settings
    frame.answer({
        json: restatementJson(report),
        text: () =>
            restatementText(frame, {
                report,
                currency: baseCurrency,
                again: commandAgain(frame, flags),
            }),
    })
}

/** The same command with `--yes`, as it can be typed. */
function commandAgain(
    { dataFlag }: Frame,
    { restate: month, ladder, reason, allowMissing }: RestateFlags,
): string {
    const parts = ['./tong close --restate', month, '--reason', shellWord(reason ?? '')]
    if (ladder !== undefined) parts.push('--ladder', ladder)
    if (allowMissing !== undefined) parts.push('--allow-missing', shellWord(allowMissing))
    return `${parts.join(' ')} --yes${dataFlag}`
}

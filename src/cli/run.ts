import { monthOf } from '#domain/month.ts'
import { spine } from '#features/write-feature-relation.ts'
import { executePlan, type FinishedRun } from '#pipeline/execute-plan.ts'
import type { MonthDrift } from '#pipeline/features/measure-drift.ts'
import { publishRun } from '#pipeline/publish-run.ts'
import { planRun } from '#pipeline/run-bank.ts'
import { secondsByModel } from '#pipeline/seconds-by-model.ts'
import { type Session, withBank } from './bank-session.ts'
import { driftLine, measuredDrift } from './features-drift.ts'
import { planJson, planText } from './plan-view.ts'
import { asOfFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'

/** What `tong run` is given. */
export type RunFlags = {
    readonly asOf: string
    readonly select?: readonly string[]
    readonly dryRun?: boolean
}

/** `tong run --as-of DAY`: builds everything up to the features of that day. */
export async function run(frame: Frame, flags: RunFlags): Promise<void> {
    const asOf = asOfFlag(flags.asOf)
    const isDry = flags.dryRun === true
    await withBank(frame, { access: isDry ? 'read' : 'write', create: null }, async (session) => {
        const { context } = session
        const plan = await planRun(context, { asOf, select: flags.select ?? [] })
        if (isDry) {
            frame.answer({ json: planJson(plan.steps), text: () => planText(frame, plan.steps) })
            return
        }
        const finished = await executePlan(context, { plan, kind: 'run' })
        await publishRun(context, { run: finished, kind: 'run', closes: [] })
        const drift = await driftOf(frame, session, finished)
        frame.answer({
            json: { ...finished.manifest, seconds: secondsByModel(finished.steps) },
            text: () => runText(frame, { ...finished, drift }),
        })
    })
}

/** The drift of the run's own month; null where it built no features, or some of them only. */
async function driftOf(
    frame: Frame,
    session: Session,
    { manifest, steps }: FinishedRun,
): Promise<MonthDrift | null> {
    const month = monthOf(manifest.inputs.asOf)
    const isBuilt = steps.some((step) => step.model === spine && step.month === month)
    return isBuilt ? await measuredDrift(frame, session, { runId: manifest.runId, month }) : null
}

type Told = FinishedRun & { readonly drift: MonthDrift | null }

function runText(frame: Frame, { manifest, steps, drift }: Told): string {
    const { say, dataFlag } = frame
    const line = driftLine(frame, drift)
    const built = steps.filter(({ reused }) => !reused).length
    const features = steps.find(({ model }) => model === 'features.party_months')
    const lines = [
        say('cli.run.done', { asOf: manifest.inputs.asOf, built, reused: steps.length - built }),
        ...(features === undefined ? [] : [say('cli.run.parties', { parties: features.rows })]),
        ...faultLines(say, steps),
        ...(line === null ? [] : [line]),
        say('cli.run.manifest', { run: manifest.runId, digest: manifest.digest.slice(0, 16) }),
        say('cli.run.next', { data: dataFlag }),
    ]
    return lines.join('\n')
}

/** Models that list what is wrong with the data are told with their number of rows. */
function faultLines(say: Frame['say'], steps: FinishedRun['steps']): readonly string[] {
    return steps
        .filter(({ model, rows }) => model.endsWith('_faults') && rows > 0)
        .map(({ model, rows }) => say('cli.run.faults', { model, rows }))
}

import type { Month } from '#domain/month.ts'
import { formatMonth, lastDayOf } from '#domain/month.ts'
import { closeBank } from '#pipeline/close-bank.ts'
import { executePlan } from '#pipeline/execute-plan.ts'
import { keepDrift } from '#pipeline/features/keep-drift.ts'
import { type PublishingContext, publishRun } from '#pipeline/publish-run.ts'
import { planClose, planRun } from '#pipeline/run-bank.ts'
import type { Session } from './bank-session.ts'
import type { Frame } from './run-command.ts'

/** Work on an open bank up to a month. */
export type StageJob = { readonly session: Session; readonly through: Month }

/**
 * How long the stages take beside each other, by the seconds of a sample bank of 20,000 customers
 * on two cores: only the time left is told from it.
 */
export const stageWeights = {
    sample: 45,
    system: 10,
    identity: 60,
    close: 170,
    run: 125,
    report: 10,
} as const

/** Systems of the sample bank that take longer than the others. */
const heavySystems: Readonly<Record<string, number>> = { sample: 40, sample_cards: 18 }

/** The weight of taking in a system. */
export function systemWeight(system: string): number {
    return heavySystems[system] ?? stageWeights.system
}

/** Closes every open month through one and publishes them; says how many customers have a tier. */
export async function closeStage(frame: Frame, { session, through }: StageJob): Promise<void> {
    const { say, progress } = frame
    const { context } = session
    const { steps } = await planClose(context, { through })
    if (steps.length === 0) return
    const label = say('cli.start.closing', { through: formatMonth(through) })
    const staged = stagedContext(frame, context, { label, weight: stageWeights.close })
    const { closes } = await closeBank(staged, { through })
    const last = closes.filter(({ month }) => month === through)
    const customers = last.reduce((sum, { rows }) => sum + rows, 0)
    progress.end(say('cli.start.closed', { closes: closes.length, customers }))
}

/**
 * Builds all features, scores and stages of a month's last day, where a run has not done so yet
 * with the same deliveries and rules.
 */
export async function runStage(frame: Frame, { session, through }: StageJob): Promise<void> {
    const { say, progress } = frame
    const { context } = session
    const plan = await planRun(context, { asOf: lastDayOf(through), select: [] })
    if (plan.steps.every((step) => step.isBuilt || step.isView)) return
    const label = say('cli.start.building', { month: formatMonth(through) })
    const staged = stagedContext(frame, context, { label, weight: stageWeights.run })
    const run = await executePlan(staged, { plan, kind: 'run' })
    await publishRun(context, { run, kind: 'run', closes: [] })
    await keepDrift(context, { runId: run.manifest.runId, month: through })
    const built = run.steps.filter(({ reused }) => !reused).length
    progress.end(say('cli.start.built', { built }))
}

function stagedContext(
    { progress, say }: Frame,
    context: PublishingContext,
    { label, weight }: { readonly label: string; readonly weight: number },
): PublishingContext {
    let steps = 0
    return {
        ...context,
        onProgress: ({ done, total, step }) => {
            steps = total
            if (done === 1) progress.begin({ label, total, weight })
            progress.advance(done, step.id)
        },
        // It belongs to the stage, whose line is there already.
        onPublish: ({ part }) => {
            progress.advance(steps, `${say('cli.progress.publishing')} ${part}`)
        },
    }
}

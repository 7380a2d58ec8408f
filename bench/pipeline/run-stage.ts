// One stage of the workload with the product's own pipeline, told in one line of JSON:
//
//     node run-stage.ts --data FOLDER --stage features|closes|trial|peers-form [--out FOLDER]

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { monthsOf } from '#domain/month.ts'
import type { BankContext } from '#pipeline/bank-context.ts'
import { executePlan } from '#pipeline/execute-plan.ts'
import { type Plan, planClose, planOf } from '#pipeline/run-bank.ts'
import { type FinishedStep, runSteps } from '#pipeline/run-steps.ts'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { codeVersion, shipped } from '#runtime/shipped.ts'
import { writePeersForm } from './peers-form.ts'
import { runTrial } from './run-trial.ts'

const firstMonth = 202501
const lastMonth = 202512

/** What a stage tells: its own seconds, without opening and closing the engines. */
export type StageReport = {
    readonly seconds: number
    readonly steps: number
    /** The product's engine as it names itself: `duckdb 1.5.5`. */
    readonly engine: string
    /** Seconds by model, the longest first. */
    readonly models: Readonly<Record<string, number>>
}

/** Runs a stage on an open bank; everything it needs has been built before. */
async function runStage(
    context: BankContext,
    { stage, out }: { readonly stage: string; readonly out: string },
): Promise<StageReport> {
    const { name, version } = context.warehouse.engine
    const engine = `${name} ${version}`
    if (stage === 'peers-form') {
        const plan = await planWorkload(context)
        await mkdir(out, { recursive: true })
        await writePeersForm(context, { steps: plan.steps, folder: out })
        return { seconds: 0, steps: 0, engine, models: {} }
    }
    if (stage === 'trial') {
        const seconds = await runTrial(context, out)
        return { seconds, steps: 0, engine, models: {} }
    }
    const isFeatures = stage === 'features'
    await forget(context, await planWorkload(context), isFeatures)
    const started = performance.now()
    const steps = isFeatures ? await buildFeatures(context) : await buildCloses(context)
    const seconds = (performance.now() - started) / 1000
    return { seconds, steps: steps.length, engine, models: secondsByModel(steps) }
}

/** What the closes need, and the tables that hold the other columns of W1. */
async function planWorkload(context: BankContext): Promise<Plan> {
    const plan = await planClose(context, { through: lastMonth })
    const tables = ['features.party_flows', 'features.party_balances']
    const more = monthsOf({ from: firstMonth, to: lastMonth }).flatMap((month) =>
        tables.map((model) => ({ model, month, ladder: null })),
    )
    return await planOf(context, { ...plan, targets: [...plan.targets, ...more] })
}

/** As a run builds: first what has no month, then the months, planned with what is known of it. */
async function buildFeatures(context: BankContext): Promise<readonly FinishedStep[]> {
    const plan = await planWorkload(context)
    const options = { ...context, models: plan.models }
    const ground = await runSteps(
        plan.steps.filter(({ month }) => month === null),
        options,
    )
    const { steps } = await planOf(context, plan)
    const months = steps.filter((step) => isNoClose(step) && step.month !== null)
    return [...ground, ...(await runSteps(months, options))]
}

async function buildCloses(context: BankContext): Promise<readonly FinishedStep[]> {
    const plan = await planClose(context, { through: lastMonth })
    return (await executePlan(context, { plan, kind: 'close' })).steps
}

/** Takes away what the stage is about to build, so that every run does all of the work. */
async function forget(context: BankContext, plan: Plan, alsoFeatures: boolean): Promise<void> {
    const gone = plan.steps.filter((step) => alsoFeatures || !isNoClose(step))
    for (const { key } of gone) {
        await rm(join(context.folders.snapshots, key), { recursive: true, force: true })
    }
}

function isNoClose(step: { readonly ladder: string | null }): boolean {
    return step.ladder === null
}

function secondsByModel(steps: readonly FinishedStep[]): Readonly<Record<string, number>> {
    const sums = new Map<string, number>()
    for (const { model, seconds } of steps) sums.set(model, (sums.get(model) ?? 0) + seconds)
    const sorted = [...sums].sort(([, left], [, right]) => right - left)
    return Object.fromEntries(sorted.map(([model, sum]) => [model, Number(sum.toFixed(3))]))
}

function contextOf({ folder, settings, warehouse, store, actor }: Bank): BankContext {
    return {
        settings,
        db: store.db,
        warehouse,
        folders: folder,
        modelRoots: [shipped.models, folder.models],
        policyRoots: [shipped.policies],
        runsFolder: folder.runs,
        codeVersion: codeVersion(),
        actor,
        signal: new AbortController().signal,
        now: () => performance.now(),
        onProgress: () => {},
    }
}

const { values } = parseArgs({
    options: {
        data: { type: 'string' },
        stage: { type: 'string' },
        out: { type: 'string', default: '' },
    },
})
const config = readConfig({ data: values.data })
const bank = await openBank({ config, access: 'write', command: 'bench' })
try {
    const { stage = '', out } = values
    console.log(JSON.stringify(await runStage(contextOf(bank), { stage, out })))
} finally {
    await bank.close()
}

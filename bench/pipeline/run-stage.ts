// One stage of the workload with the product's own pipeline, told in one line of JSON:
//
//     node run-stage.ts --data FOLDER --stage STAGE [--out FOLDER]
//
// `history` builds all but the last month, `month` what is missing then; `features`, `scores`,
// `closes` and `all-features` forget what they build and build it again; `trial` and `peers-form`
// write what they find.

import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Month, monthsOf } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { BankContext } from '#pipeline/bank-context.ts'
import { buildPlan, executePlan } from '#pipeline/execute-plan.ts'
import { type Plan, planClose, planOf } from '#pipeline/run-bank.ts'
import type { FinishedStep } from '#pipeline/run-steps.ts'
import { secondsByModel } from '#pipeline/seconds-by-model.ts'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { codeVersion, shipped } from '#runtime/shipped.ts'
import { repository } from '../repository.ts'
import { writePeersForm } from './peers-form.ts'
import { runTrial } from './run-trial.ts'

const firstMonth = 202501
const lastMonth = 202512

/** The tables that hold the columns of W1 and W2; the closes need a part of the first. */
const tables = {
    features: ['features.party_months', 'features.party_flows', 'features.party_balances'],
    scores: ['scores.value_scores', 'scores.rfm'],
} as const

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
        const plan = await planWorkload(context, everything)
        await mkdir(out, { recursive: true })
        await writePeersForm(context, { steps: plan.steps, folder: out })
        return { seconds: 0, steps: 0, engine, models: {} }
    }
    if (stage === 'trial') {
        const seconds = await runTrial(context, out)
        return { seconds, steps: 0, engine, models: {} }
    }
    const build = builders[stage]
    if (build === undefined) throw new Error(`no stage ${stage}`)
    await forget(context, stage)
    const started = performance.now()
    const steps = await build(context)
    const seconds = (performance.now() - started) / 1000
    const built = steps.filter(({ reused }) => !reused)
    return { seconds, steps: built.length, engine, models: secondsByModel(built) }
}

type Builder = (context: BankContext) => Promise<readonly FinishedStep[]>

const everything: Wanted = {
    through: lastMonth,
    withCloses: true,
    models: [...tables.features, ...tables.scores],
}

const builders: Readonly<Record<string, Builder>> = {
    history: (context) => buildWanted(context, { ...everything, through: 202511 }),
    month: (context) => buildWanted(context, everything),
    features: (context) => buildWanted(context, { ...featuresOnly, models: tables.features }),
    scores: (context) => buildWanted(context, { ...featuresOnly, models: tables.scores }),
    'all-features': (context) => buildWanted(context, { ...featuresOnly, models: allTables }),
    closes: buildCloses,
}

/** What a stage wants built: tables of all months, and the closes. */
type Wanted = {
    readonly through: Month
    readonly withCloses: boolean
    readonly models: readonly string[]
}

const featuresOnly = { through: lastMonth, withCloses: false } as const

/** Every table of the catalogue that a run builds unasked. */
const allTables = [...new Set([...catalogue.values()].map(({ table }) => table))].filter((table) =>
    table.startsWith('features.'),
)

async function planWorkload(
    context: BankContext,
    { through, withCloses, models }: Wanted,
): Promise<Plan> {
    const plan = await planClose(context, { through })
    const months = monthsOf({ from: firstMonth, to: through })
    const wanted = months.flatMap((month) =>
        models.map((model) => ({ model, month, ladder: null })),
    )
    const closes = withCloses ? plan.targets : []
    return await planOf(context, { ...plan, targets: [...closes, ...wanted] })
}

async function buildWanted(context: BankContext, wanted: Wanted): Promise<readonly FinishedStep[]> {
    const plan = await planWorkload(context, wanted)
    return (await buildPlan(context, { plan, kind: 'run' })).steps
}

async function buildCloses(context: BankContext): Promise<readonly FinishedStep[]> {
    const plan = await planClose(context, { through: lastMonth })
    return (await executePlan(context, { plan, kind: 'close' })).steps
}

/** Takes away what a stage is about to build, so that every run does all of the work. */
async function forget({ folders: { snapshots } }: BankContext, stage: string): Promise<void> {
    for (const key of await readdir(snapshots)) {
        const isGone = forgotten[stage]?.some((schema) => existsSync(join(snapshots, key, schema)))
        if (isGone) await rm(join(snapshots, key), { recursive: true })
    }
}

const untilScores = ['staging', 'identity', 'features', 'scores'] as const

/** By the schemas of their models. */
const forgotten: Readonly<Record<string, readonly string[]>> = {
    features: untilScores,
    'all-features': untilScores,
    scores: ['scores'],
    closes: ['tiers'],
}

function contextOf({ folder, settings, warehouse, store, actor }: Bank): BankContext {
    return {
        settings,
        db: store.db,
        warehouse,
        folders: folder,
        modelRoots: [shipped.models, folder.models],
        policyRoots: [shipped.policies, join(repository, 'bench', 'workload', 'scorecards')],
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

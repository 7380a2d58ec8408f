import { join } from 'node:path'
import {
    type Day,
    firstDayOf,
    formatMonth,
    lastDayOf,
    type Month,
    monthOf,
    monthsOf,
} from '#domain/month.ts'
import { refuse, valueOrThrow } from '#domain/result.ts'
import type { BankContext } from './bank-context.ts'
import type { BankInputs } from './bank-inputs.ts'
import { loadModels } from './load-models.ts'
import { createManifest, type Manifest, type ManifestInputs, writeManifest } from './manifest.ts'
import type { Model } from './model.ts'
import { planSteps, type Step, type Target } from './plan.ts'
import { type PreparedInputs, prepareInputs } from './prepare-inputs.ts'
import { type FinishedStep, isBuilt, runSteps } from './run-steps.ts'
import { selectModels } from './select-models.ts'

/** A step that a dry run tells of. */
export type PlannedStep = Step & { readonly isBuilt: boolean }

/** A plan with all that it was made from. */
export type Plan = {
    readonly models: ReadonlyMap<string, Model>
    readonly prepared: PreparedInputs
    readonly steps: readonly PlannedStep[]
}

/** A finished run: its manifest and its snapshots. */
export type FinishedRun = {
    readonly manifest: Manifest
    readonly steps: readonly FinishedStep[]
    readonly prepared: PreparedInputs
}

/** What `tong run` builds for a day: all models up to the features, or the chosen ones. */
export async function planRun(
    context: BankContext,
    { asOf, select }: { readonly asOf: Day; readonly select: readonly string[] },
): Promise<Plan> {
    const models = await loadModels(context.modelRoots)
    const prepared = await prepareInputs(context, asOf)
    const existing = modelsOf(models, prepared.inputs)
    const chosen = select.length === 0 ? ['*'] : select
    const names = valueOrThrow(selectModels(existing, chosen))
    const month = monthOf(asOf)
    const first = prepared.inputs.firstMonth
    if (month < first) {
        refuse('pipeline.before_history', { asOf, first: formatMonth(first) })
    }
    const targets = names.map((name) => {
        const monthly = existing.get(name)?.twin.grain === 'month'
        return { model: name, month: monthly ? month : null, ladder: null }
    })
    return await planOf(context, { models, prepared, targets })
}

/** The models that exist for a bank: those of its systems, up to the features. */
function modelsOf(
    models: ReadonlyMap<string, Model>,
    { systems }: Pick<BankInputs, 'systems'>,
): ReadonlyMap<string, Model> {
    return new Map(
        [...models].filter(([, { system, stage }]) => {
            const isDelivered = system === null || systems.includes(system)
            return isDelivered && stage !== 'tiers'
        }),
    )
}

/** Models that list what is amiss in the data. */
function findingModels(models: ReadonlyMap<string, Model>): readonly string[] {
    return [...models.values()].flatMap(({ name, twin }) =>
        twin.finding === undefined ? [] : [name],
    )
}

/** What `tong close` builds: every month from the first close on that is not closed yet. */
export async function planClose(
    context: BankContext,
    { through }: { readonly through: Month },
): Promise<Plan> {
    const { settings } = context
    if (through < settings.firstClose) {
        const first = formatMonth(settings.firstClose)
        refuse('pipeline.close_order', { through: formatMonth(through), first })
    }
    const models = await loadModels(context.modelRoots)
    const prepared = await prepareInputs(context, lastDayOf(through))
    const delivered = modelsOf(models, prepared.inputs)
    const targets: Target[] = []
    for (const ladder of settings.ladders) {
        const open = monthsOf({ from: settings.firstClose, to: through }).filter(
            (month) => prepared.inputs.closedPath({ ladder, month }) === null,
        )
        targets.push(...open.map((month) => ({ model: 'tiers.assignments', month, ladder })))
    }
    if (targets.length > 0) {
        const beside = ['identity.parties', 'identity.transactions', ...findingModels(delivered)]
        targets.push(...beside.map((model) => ({ model, month: null, ladder: null })))
    }
    return await planOf(context, { models, prepared, targets })
}

async function planOf(
    context: BankContext,
    parts: Omit<Plan, 'steps'> & { readonly targets: readonly Target[] },
): Promise<Plan> {
    const { models, prepared, targets } = parts
    const { warehouse, folders } = context
    const planned = planSteps(targets, { models, inputs: prepared.inputs, warehouse })
    const steps: PlannedStep[] = []
    for (const step of planned) steps.push({ ...step, isBuilt: await isBuilt(step, folders) })
    return { models, prepared, steps }
}

/** Runs a plan and writes its manifest. */
export async function executePlan(
    context: BankContext,
    { plan, kind }: { readonly plan: Plan; readonly kind: ManifestInputs['kind'] },
): Promise<FinishedRun> {
    const { prepared, models } = plan
    const steps = await runSteps(plan.steps, { ...context, models })
    await checkDataReaches(context, { steps, asOf: prepared.inputs.asOf })
    const { engine } = context.warehouse
    const inputs: ManifestInputs = {
        kind,
        asOf: prepared.inputs.asOf,
        baseCurrency: context.settings.baseCurrency,
        codeVersion: context.codeVersion,
        engine: `${engine.name} ${engine.version}`,
        batches: prepared.batches.map(({ batchId, system, files }) => ({
            batchId,
            system,
            files: files.map(({ file, sha256 }) => ({ file, sha256 })),
        })),
        policies: prepared.policies.map(({ policy, policyKey }) => ({
            policyKey,
            from: formatMonth(policy.effectiveFrom),
        })),
    }
    const results = steps.map(({ id, key, rows, digest }) => ({ step: id, key, rows, digest }))
    const manifest = createManifest(inputs, results)
    await writeManifest(context.runsFolder, manifest)
    return { manifest, steps, prepared }
}

/**
 * Balances are carried forward from day to day, so a day long after the last booking would show
 * old money as new: it is refused.
 */
async function checkDataReaches(
    { warehouse, folders }: BankContext,
    { steps, asOf }: { readonly steps: readonly FinishedStep[]; readonly asOf: Day },
): Promise<void> {
    const step = steps.find(({ model }) => model === 'identity.transactions')
    if (step === undefined || step.rows === 0) return
    const relation = warehouse.parquet([join(folders.snapshots, step.path)])
    const [row] = await warehouse.rows(`select max(booked_date) as last from ${relation}`)
    const last = String(row?.last)
    if (last < firstDayOf(monthOf(asOf)))
        refuse('pipeline.data_ends_before', { month: formatMonth(monthOf(asOf)), last })
}

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { formatMonth, type Month, monthOf } from '#domain/month.ts'
import { Refusal } from '#domain/result.ts'
import type { BankContext } from './bank-context.ts'
import { checkDataReaches, findLateBatches, type LateBatch, lateFailure } from './data-reach.ts'
import { writeHumanTable } from './human-table.ts'
import { lifecycleOfMonth } from './load-lifecycles.ts'
import { scorecardsOfMonth } from './load-scorecards.ts'
import { createManifest, type Manifest, type ManifestInputs, writeManifest } from './manifest.ts'
import { checkOpeningParties } from './opening-states.ts'
import type { Step } from './plan.ts'
import type { PreparedInputs } from './prepare-inputs.ts'
import { type Plan, planOf } from './run-bank.ts'
import { type FinishedStep, runSteps } from './run-steps.ts'

/** A finished run: its manifest and its snapshots. */
export type FinishedRun = {
    readonly manifest: Manifest
    readonly steps: readonly FinishedStep[]
    readonly prepared: PreparedInputs
}

/** Why a run does what it otherwise would not. */
export type RunReasons = {
    /** Why closes are made again; null: none is. */
    readonly restate: string | null
    /** Why closes may be made although a system's batch does not reach them; null: they may not. */
    readonly allowMissing: string | null
}

/** Nothing out of the ordinary. */
export const noReasons: RunReasons = { restate: null, allowMissing: null }

/** How a plan is carried out. */
export type Execution = {
    readonly plan: Plan
    readonly kind: ManifestInputs['kind']
    readonly reasons?: RunReasons
}

/** Runs a plan and writes its manifest. */
export async function executePlan(
    context: BankContext,
    execution: Execution,
): Promise<FinishedRun> {
    const built = await buildPlan(context, execution)
    return await recordRun(context, { ...execution, ...built })
}

/** What a plan has become, and the batches that were missing with leave. */
export type BuiltPlan = {
    readonly plan: Plan
    readonly steps: readonly FinishedStep[]
    readonly late: readonly LateBatch[]
}

/**
 * Builds a plan's steps and records nothing. Before the first close is made it looks whether the
 * data reaches it: throws Refusal with every system whose batch is missing, every opening state
 * without a party.
 */
export async function buildPlan(
    context: BankContext,
    { plan, kind, reasons = noReasons }: Execution,
): Promise<BuiltPlan> {
    const { models, prepared } = plan
    const { inputs } = prepared
    for (const table of prepared.human) await writeHumanTable(table, context)
    const options = { ...context, models, onProgress: eachOnce(context, plan.steps.length) }
    const ground = await runSteps(plan.steps.filter(isGround), options)
    // Only now is it known which months the ground has left as they were.
    const grounded = await planOf(context, plan)
    const built = new Map(ground.map((step) => [step.id, step]))
    const late = kind === 'run' ? [] : await findLateBatches(context, grounded)
    if (reasons.allowMissing === null && late.length > 0) {
        throw new Refusal(late.map((batch) => lateFailure(batch, monthOf(inputs.asOf))))
    }
    if (kind === 'close') await checkOpeningStates(context, { prepared, ground })
    const all = await runSteps(grounded.steps, options)
    if (kind === 'run') await checkDataReaches(context, grounded)
    return { plan: grounded, steps: all.map((step) => built.get(step.id) ?? step), late }
}

/** What is built once, for all months. */
function isGround({ month }: Step): boolean {
    return month === null
}

/** Steps that were built first come up again among all of them: they are told once. */
export function eachOnce({ onProgress }: BankContext, total: number): BankContext['onProgress'] {
    const told = new Set<string>()
    return (progress) => {
        if (told.has(progress.step.id)) return
        told.add(progress.step.id)
        onProgress({ ...progress, done: told.size, total })
    }
}

async function checkOpeningStates(
    { warehouse, folders }: BankContext,
    { prepared, ground }: { prepared: PreparedInputs; ground: readonly FinishedStep[] },
): Promise<void> {
    const parties = ground.find(({ model }) => model === 'identity.parties')
    if (parties === undefined) return
    await checkOpeningParties(prepared.human, {
        warehouse,
        human: folders.human,
        parties: warehouse.parquet([join(folders.snapshots, parties.path)]),
    })
}

/** Writes the manifest of steps that are built. */
export async function recordRun(
    context: BankContext,
    { plan, kind, steps, late, reasons = noReasons }: Execution & BuiltPlan,
): Promise<FinishedRun> {
    const { prepared } = plan
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
        policies: policiesOf(prepared),
        scorecards: scorecardsOf(prepared, steps),
        lifecycles: lifecyclesOf(prepared, steps),
        survivorship: prepared.survivorship.policyKey,
        human: prepared.human.map(({ kind: what, ladder, month, path, count }) => ({
            what,
            ladder,
            month: formatMonth(month),
            hash: path,
            rows: count,
        })),
        parties: partiesRead(prepared),
        restated: restatedOf(prepared, reasons),
        missing: late.length === 0 ? null : { reason: reasons.allowMissing ?? '', systems: late },
    }
    // A view is no result: what is made of it holds its recipe.
    const stored = steps.filter(({ isView }) => !isView)
    const results = stored.map(({ id, key, rows, digest }) => ({ step: id, key, rows, digest }))
    const manifest = createManifest(inputs, results)
    await writeManifest(context.runsFolder, manifest)
    return { manifest, steps, prepared }
}

function partiesRead({ parties }: PreparedInputs): ManifestInputs['parties'] {
    if (parties === null) return null
    const { path: hash, matching, decisions } = parties
    return { hash, matching: matching?.digest ?? null, decisions }
}

/** The versions that the closes of a run follow, each once. */
function policiesOf({ closes }: PreparedInputs): ManifestInputs['policies'] {
    const used = new Map(closes.map(({ rules }) => [rules.policyKey, rules.policy]))
    return [...used].map(([policyKey, { effectiveFrom }]) => ({
        policyKey,
        from: formatMonth(effectiveFrom),
    }))
}

/** The scorecards that the months of a run were scored by, each once. */
function scorecardsOf(
    { scorecards }: PreparedInputs,
    steps: readonly FinishedStep[],
): readonly string[] {
    const months = monthsBuilt(
        steps,
        (model) => model.startsWith('scores.') && !model.startsWith('scores.lifecycle_'),
    )
    const used = months.flatMap((month) =>
        Object.values(scorecardsOfMonth(scorecards, month)).map(({ cardKey }) => cardKey),
    )
    return [...new Set(used)].sort()
}

/** The versions of the lifecycle's rules that the months of a run followed, each once. */
function lifecyclesOf(
    { lifecycles }: PreparedInputs,
    steps: readonly FinishedStep[],
): readonly string[] {
    const months = monthsBuilt(steps, (model) => model.startsWith('scores.lifecycle_'))
    const used = months.map((month) => lifecycleOfMonth(lifecycles, month).lifecycleKey)
    return [...new Set(used)].sort()
}

/** The months that were built of some models, each once. */
function monthsBuilt(
    steps: readonly FinishedStep[],
    isAsked: (model: string) => boolean,
): readonly Month[] {
    const months = steps.flatMap(({ model, month }) =>
        isAsked(model) && month !== null ? [month] : [],
    )
    return [...new Set(months)]
}

function restatedOf(
    { closes }: PreparedInputs,
    { restate: reason }: RunReasons,
): ManifestInputs['restated'] {
    if (reason === null) return null
    const [first] = closes
    assert(first !== undefined, 'a restatement makes a close again')
    return {
        from: formatMonth(Math.min(...closes.map(({ month }) => month))),
        reason,
        editions: closes.map(({ ladder, month, edition }) => ({
            ladder,
            month: formatMonth(month),
            edition,
        })),
    }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { addMonths, type Month } from '#domain/month.ts'
import type { PublishedClose } from '#serving/read-closes.ts'
import type { BankContext } from './bank-context.ts'
import type { BankInputs } from './bank-inputs.ts'
import { closeWriter } from './close-writer.ts'
import { readHumanFacts } from './human-facts.ts'
import { type HumanTable, writeHumanTable } from './human-table.ts'
import { partyFinder, resolveParties } from './identity/resolve-parties.ts'
import type { LoadedPolicy } from './load-policies.ts'
import { type Manifest, type ManifestResult, readManifest } from './manifest.ts'
import type { Model } from './model.ts'
import { readOpeningStates } from './opening-states.ts'
import { planSteps, type Step, snapshotPath, stepId, type Target } from './plan.ts'
import { isBuilt, runSteps } from './run-steps.ts'
import { storedMonths } from './stored-months.ts'

/** The two policies of a trial: what it is held against, and what is tried. */
export type SideName = 'before' | 'after'

/** The closes of one side, in order; `before` is what stands so far. */
export type SideMonth = {
    readonly month: Month
    readonly rules: LoadedPolicy
    readonly closed: PublishedClose | null
}

/** One side of a trial with everything that its closes read. */
export type TrialSide = {
    readonly name: SideName
    readonly ladder: string
    readonly months: readonly SideMonth[]
    /** The snapshot that the close before the first one left; null: nobody has a tier yet. */
    readonly startPath: string | null
    readonly inputs: BankInputs
    readonly models: ReadonlyMap<string, Model>
    readonly built: BuiltPath
}

/** Where what the close of a month has read lies, or what it is to read; null: to be built. */
export type BuiltPath = (target: Target, month: Month) => string | null

/** What both sides share. */
export type TrialGround = {
    readonly ladder: string
    readonly inputs: BankInputs
    readonly models: ReadonlyMap<string, Model>
    readonly built: BuiltPath
    readonly startPath: string | null
    /** The rules of the close that left it. */
    readonly startRules: LoadedPolicy | null
}

/** Gathers what the closes of one side read; what people decided is written to the scratch. */
export async function createSide(
    context: BankContext,
    {
        name,
        months,
        ground,
    }: {
        readonly name: SideName
        readonly months: readonly SideMonth[]
        readonly ground: TrialGround
    },
): Promise<TrialSide> {
    const { ladder } = ground
    const human = await decisionsOf(context, { ladder, months, ground })
    for (const table of human) await writeHumanTable(table, context)
    const write = closeWriter()
    const rulesOf: BankInputs['rulesOf'] = ({ month }) => {
        const index = months.findIndex((one) => one.month === month)
        const found = months[index]
        if (found === undefined) throw new Error(`${month} is not tried`)
        return write(
            found.rules,
            index === 0 ? ground.startRules : (months[index - 1]?.rules ?? null),
        )
    }
    const inputs: BankInputs = {
        ...ground.inputs,
        rulesOf,
        humanPath: (close, word) =>
            human.find(({ kind, month }) => kind === word && month === close.month)?.path ?? null,
        openingOf: () => {
            const table = human.find(({ kind }) => kind === 'opening')
            const first = months[0]
            if (table === undefined || first === undefined) return null
            return { path: table.path, policy: first.rules.policy }
        },
        closedPath: ({ month }) =>
            months[0] !== undefined && month < months[0].month ? ground.startPath : null,
    }
    return { ...ground, name, months, inputs }
}

async function decisionsOf(
    context: BankContext,
    {
        ladder,
        months,
    }: {
        readonly ladder: string
        readonly months: readonly SideMonth[]
        readonly ground: TrialGround
    },
): Promise<readonly HumanTable[]> {
    const ruled = months.map(({ month, rules: { policy } }) => ({ ladder, month, policy }))
    const { db, settings } = context
    const partiesOf = partyFinder(context, await resolveParties(context))
    const tables = await readHumanFacts(db, ruled, partiesOf)
    const [first] = ruled
    if (first === undefined || first.month !== settings.firstClose) return tables
    const opening = await readOpeningStates(db, first)
    return opening === null ? tables : [...tables, opening]
}

/** A trial reads features that nobody has built yet: it needs the right to write. */
export class FeaturesMissing extends Error {
    constructor() {
        super('features have to be built first')
        this.name = 'FeaturesMissing'
    }
}

/** A bank in which a trial may build features, or only read what is there. */
export type TrialContext = BankContext & { readonly mayBuild: boolean }

/**
 * Plans one model of a side for one month; what it reads and is not there yet is built. Throws
 * {@link FeaturesMissing} where that may not be.
 */
export async function planModel(
    context: TrialContext,
    side: TrialSide,
    target: Target & { readonly month: Month; readonly inputs?: BankInputs },
): Promise<Step> {
    const { month, inputs = side.inputs } = target
    const steps = planSteps([target], {
        models: side.models,
        inputs,
        warehouse: context.warehouse,
        builtPath: (asked) => side.built(asked, month),
        knownMonths: storedMonths(context.folders),
    })
    const [asked] = steps.toReversed()
    if (asked === undefined) throw new Error(`${target.model} is not planned`)
    const needed = steps.filter((step) => step !== asked && step.ladder === null)
    if (needed.length === 0) return asked
    if (!context.mayBuild) {
        for (const step of needed) {
            if (!(await isBuilt(step, context.folders))) throw new FeaturesMissing()
        }
    }
    await runSteps(needed, { ...context, models: side.models })
    return asked
}

/**
 * Finds what closes have read in the manifests of their runs, so that a trial looks at the same
 * facts as they did. What is gone from the disk, or was not needed then, is to be built.
 */
export async function readBuiltPaths(
    { runsFolder, folders }: Pick<BankContext, 'runsFolder' | 'folders'>,
    closes: readonly PublishedClose[],
): Promise<BuiltPath> {
    const manifests = new Map<string, Manifest>()
    for (const { runId } of closes) {
        if (!manifests.has(runId)) manifests.set(runId, await readManifest(runsFolder, runId))
    }
    const results = new Map<string, ReadonlyMap<string, ManifestResult>>()
    for (const [runId, manifest] of manifests) {
        results.set(runId, new Map(manifest.results.map((result) => [result.step, result])))
    }
    return (target, month) => {
        if (target.ladder !== null) return null
        const close = closes.find((one) => one.month === month)
        const result = close && results.get(close.runId)?.get(stepId(target))
        if (result === undefined) return null
        const path = snapshotPath(result.key, target)
        return existsSync(join(folders.snapshots, path)) ? path : null
    }
}

/** The month before the first one of a side. */
export function startMonth({ months }: Pick<TrialSide, 'months'>): Month {
    const [first] = months
    if (first === undefined) throw new Error('a trial has a month')
    return addMonths(first.month, -1)
}

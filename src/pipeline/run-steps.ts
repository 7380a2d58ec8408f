import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, Refusal } from '#domain/result.ts'
import { type Column, type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { type Measured, measureSnapshot, type RelationOf } from './data-tests.ts'
import type { Model } from './model.ts'
import type { Step } from './plan.ts'
import { withRelations } from './recipe.ts'
import { syncToDisk } from './sync-to-disk.ts'

/** A step with what it holds; `reused` where its snapshot was there already. */
export type FinishedStep = Step & Measured & { readonly reused: boolean; readonly seconds: number }

/** What is told while steps run. */
export type StepProgress = {
    readonly done: number
    readonly total: number
    readonly step: Step
    readonly reused: boolean
}

/** Folders of one data folder, on one file system; absolute. */
export type RunFolders = {
    /** Finished snapshots: `<key>/<schema>/<model>/…`; a folder here is whole and never changes. */
    readonly snapshots: string
    readonly batches: string
    /** What people decided, as closes have read it: `<hash>/`, whole and never changed. */
    readonly human: string
    /** Where a snapshot grows until it is whole. */
    readonly scratch: string
}

/** What steps run with. `now` gives milliseconds. */
export type RunOptions = {
    readonly warehouse: Warehouse
    readonly models: ReadonlyMap<string, Model>
    readonly folders: RunFolders
    readonly signal: AbortSignal
    readonly now: () => number
    readonly onProgress: (progress: StepProgress) => void
}

/**
 * Builds each step in turn, or takes its snapshot where it is there. A snapshot appears by one
 * rename, after its columns and tests have passed: whatever ends the process, no half of one is
 * ever seen. Throws Refusal where SQL, columns or tests fail.
 *
 * While a step is proven, the next one grows already, and may read it where it lies; what has
 * grown from a step that fails is thrown away.
 */
export async function runSteps(
    steps: readonly Step[],
    options: RunOptions,
): Promise<readonly FinishedStep[]> {
    const finished = new Map<string, FinishedStep>()
    const finish = (step: Step, found: Omit<FinishedStep, keyof Step>): void => {
        finished.set(step.id, { ...step, ...found })
        const { reused } = found
        options.onProgress({ done: finished.size, total: steps.length, step, reused })
    }
    const growing = new Set<Step>()
    const proof = { ...options, finished, described: new Set<string>() }
    const settle = async ({ step, started }: GrownStep, measured: Measured): Promise<void> => {
        await putInPlace(step, options.folders)
        growing.delete(step)
        const seconds = (options.now() - started) / 1000
        finish(step, { ...measured, reused: false, seconds })
    }
    let last: GrownStep | null = null
    try {
        for (const step of steps) {
            options.signal.throwIfAborted()
            // Equal keys hold equal rows: they are taken from the first that has them.
            if (last?.step.key === step.key) {
                await settle(last, await proveStep(last, proof))
                last = null
            }
            const there = await readStepNote(step, options.folders)
            if (there === null) growing.add(step)
            const proven = last === null ? null : proveStep(last, proof)
            const grown = there === null ? growStep(step, { ...options, growing }) : null
            await Promise.allSettled([proven, grown])
            // What a step says of itself comes before what came of reading it.
            if (last !== null && proven !== null) await settle(last, await proven)
            last = await grown
            if (there !== null) finish(step, { ...there, reused: true, seconds: 0 })
        }
        if (last !== null) await settle(last, await proveStep(last, proof))
    } finally {
        for (const step of growing) {
            await rm(growingFolder(step, options.folders), { recursive: true, force: true })
        }
    }
    return [...finished.values()]
}

/** Whether a step's snapshot is there already. */
export async function isBuilt(step: Step, folders: RunFolders): Promise<boolean> {
    return (await readStepNote(step, folders)) !== null
}

/** A step whose rows are written, and nothing is known of them yet. */
type GrownStep = { readonly step: Step; readonly model: Model; readonly started: number }

/** Where a step grows: the folder of its key, with the same paths below it as in the snapshots. */
function growingFolder({ key }: Step, { scratch }: RunFolders): string {
    return join(scratch, key)
}

/** Writes the rows of a step. What it reads of the steps that are growing lies in the scratch. */
async function growStep(
    step: Step,
    options: RunOptions & { readonly growing: ReadonlySet<Step> },
): Promise<GrownStep> {
    const { warehouse, folders, growing } = options
    const started = options.now()
    const model = options.models.get(step.model)
    if (model === undefined) throw new Error(`no model ${step.model}`)
    const unproven = new Set([...growing].map(({ path }) => path))
    const sql = executableSql(step, { warehouse, folders, unproven })
    const folder = join(folders.scratch, step.path)
    if (step.isView) await mkdir(growingFolder(step, folders), { recursive: true })
    else await blaming(model, () => warehouse.writeParquet({ sql, folder }))
    return { step, model, started }
}

type ProofOptions = RunOptions & {
    readonly finished: ReadonlyMap<string, FinishedStep>
    /** Models whose columns have been looked at. */
    readonly described: Set<string>
}

/** Looks at a grown step's columns and rows and writes down what it is known by. */
async function proveStep({ step, model }: GrownStep, options: ProofOptions): Promise<Measured> {
    const { warehouse, folders } = options
    const { beside } = warehouse
    const relation = step.isView
        ? relationOfStep(step, options)
        : warehouse.parquet([join(folders.scratch, step.path)])
    // The columns of a view are the same in every month.
    if (!step.isView || !options.described.has(step.model)) {
        const built = await blaming(model, () => beside.describe(`select * from ${relation} built`))
        checkColumns({ model, built })
        options.described.add(step.model)
    }
    const relationOf = relationsOf(step, options)
    const { measured, failures } = await blaming(twinOf(model), () =>
        measureSnapshot({ model, relation }, { warehouse: beside, relationOf }),
    )
    if (failures.length > 0) throw new Refusal(failures)
    const growing = growingFolder(step, folders)
    await writeFile(join(growing, 'step.json'), JSON.stringify(measured))
    await syncToDisk(growing)
    return measured
}

/** The one rename by which a snapshot appears. */
async function putInPlace(step: Step, folders: RunFolders): Promise<void> {
    const whole = join(folders.snapshots, step.key)
    await mkdir(folders.snapshots, { recursive: true })
    // A folder of this name has no readable note, else its step would not have been built.
    await rm(whole, { recursive: true, force: true })
    await rename(growingFolder(step, folders), whole)
}

/** What an engine says of its own trouble; everything else it says of the SQL and the data. */
const engineTrouble = /^(io|out of memory|fatal|internal|connection|permission)\b/i

/** Tells whose SQL it was that an engine could not carry out. */
async function blaming<T>(
    { name, file }: Pick<Model, 'name' | 'file'>,
    work: () => Promise<T>,
): Promise<T> {
    try {
        return await work()
    } catch (cause) {
        if (!(cause instanceof WarehouseError) || cause.kind !== 'query') throw cause
        if (engineTrouble.test(cause.message)) throw cause
        const params = { model: name, reason: cause.message.trim() }
        throw new Refusal([failure('pipeline.sql_failed', params, { file })])
    }
}

function twinOf({ name, file }: Model): Pick<Model, 'name' | 'file'> {
    return { name, file: file.replace(/\.sql$/, '.yml') }
}

/** What SQL is made executable with; `unproven` are paths of snapshots still in the scratch. */
export type ReadOptions = Pick<RunOptions, 'warehouse' | 'folders'> & {
    readonly unproven?: ReadonlySet<string>
}

/** A step's SQL with the files that it reads. */
export function executableSql(
    step: Pick<Step, 'recipe'>,
    { warehouse, folders, unproven }: ReadOptions,
): string {
    const read = (rootOf: (path: string) => string) => (paths: readonly string[]) =>
        warehouse.parquet(paths.map((path) => join(rootOf(path), path)))
    return withRelations(step.recipe, {
        snapshot: read((path) => (unproven?.has(path) ? folders.scratch : folders.snapshots)),
        batch: read(() => folders.batches),
        human: read(() => folders.human),
    })
}

/** SQL of the rows of a step whose snapshot is there, or that is a view of such. */
export function relationOfStep(
    step: Pick<Step, 'recipe' | 'path' | 'isView'>,
    options: ReadOptions,
): string {
    const { warehouse, folders } = options
    if (step.isView) return `(${executableSql(step, options)})`
    return warehouse.parquet([join(folders.snapshots, step.path)])
}

/** Finds the relation that a test looks up among the steps that this one reads, and theirs. */
function relationsOf(step: Step, { finished, ...options }: ProofOptions): RelationOf {
    return (name) => {
        const known = [...finished.values()].find(
            ({ model, month }) => model === name && (month === null || month === step.month),
        )
        return known === undefined ? null : relationOfStep(known, options)
    }
}

function checkColumns({
    model,
    built,
}: {
    readonly model: Model
    readonly built: readonly Column[]
}): void {
    const show = (columns: readonly Column[]): string =>
        columns.map(({ name, type }) => `${name} ${type}`).join(', ')
    const declared = Object.entries(model.twin.columns).map(([name, { type }]) => ({ name, type }))
    const wanted = show(declared)
    const found = show(built)
    if (wanted === found) return
    const params = { model: model.name, wanted, found }
    throw new Refusal([failure('pipeline.columns_differ', params, { file: model.file })])
}

/** What is known of a step whose snapshot is there; null where it is not. */
export async function readStepNote(step: Step, folders: RunFolders): Promise<Measured | null> {
    try {
        const text = await readFile(join(folders.snapshots, step.key, 'step.json'), 'utf8')
        return JSON.parse(text) as Measured
    } catch {
        return null
    }
}

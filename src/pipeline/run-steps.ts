import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, Refusal } from '#domain/result.ts'
import { type Column, type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { type Measured, measureSnapshot, type RelationOf } from './data-tests.ts'
import type { Model } from './model.ts'
import type { Step } from './plan.ts'
import { withRelations } from './recipe.ts'
import { syncToDisk } from './sync-to-disk.ts'

/**
 * A step with what it holds; `reused` where its snapshot was there already. `seconds` are those of
 * growing and of proving it, without what it waited between.
 */
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

/** Snapshots are put in place at least so often, in milliseconds, as far as they are proven. */
const settleEvery = 500

/**
 * Builds each step in turn, or takes its snapshot where it is there. A snapshot appears by one
 * rename, after its columns and tests have passed: whatever ends the process, no half of one is
 * ever seen. Throws Refusal where SQL, columns or tests fail.
 *
 * While steps are proven, the next ones grow already, and may read them where they lie; what has
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
    const prover = new StepProver(options)
    const growing = new Set<Step>()
    let settled = options.now()
    const place = async (): Promise<void> => {
        for (const { step, ...measured } of prover.takeProven()) {
            await putInPlace(step, options.folders)
            growing.delete(step)
            finish(step, { ...measured, reused: false })
        }
        settled = options.now()
    }
    const settle = async (): Promise<void> => {
        await prover.idle()
        await place()
    }
    try {
        for (const step of steps) {
            options.signal.throwIfAborted()
            // Equal keys hold equal rows: they are taken from the first that has them.
            if ([...growing].some(({ key }) => key === step.key)) await settle()
            const there = await readStepNote(step, options.folders)
            if (there !== null) {
                finish(step, { ...there, reused: true, seconds: 0 })
                continue
            }
            const unproven = pathsOf(growing)
            growing.add(step)
            const grown = await growStep(step, { ...options, unproven }).catch(
                async (cause: unknown) => {
                    // What a step says of itself comes before what came of reading it.
                    await prover.idle()
                    throw cause
                },
            )
            // Nothing is moved while it is read: neither a step grows now nor is one proven.
            if (prover.hasFailed || options.now() - settled > settleEvery) await settle()
            prover.prove(grown, { finished: [...finished.values()], growing: [...growing] })
        }
        await settle()
    } finally {
        await prover.idle().catch(() => {})
        await place()
        for (const step of growing) {
            await rm(growingFolder(step, options.folders), { recursive: true, force: true })
        }
    }
    return steps.flatMap(({ id }) => finished.get(id) ?? [])
}

/** Whether a step's snapshot is there already. */
export async function isBuilt(step: Step, folders: RunFolders): Promise<boolean> {
    return (await readStepNote(step, folders)) !== null
}

function pathsOf(steps: Iterable<Step>): ReadonlySet<string> {
    return new Set([...steps].map(({ path }) => path))
}

/** A step whose rows are written, and nothing but their number is known yet; of a view nothing. */
type GrownStep = {
    readonly step: Step
    readonly model: Model
    readonly rows: number | null
    readonly milliseconds: number
}

/** Where a step grows: the folder of its key, with the same paths below it as in the snapshots. */
function growingFolder({ key }: Step, { scratch }: RunFolders): string {
    return join(scratch, key)
}

/** Writes the rows of a step. */
async function growStep(
    step: Step,
    options: RunOptions & Pick<ReadOptions, 'unproven'>,
): Promise<GrownStep> {
    const { warehouse, folders, unproven } = options
    const started = options.now()
    const model = options.models.get(step.model)
    if (model === undefined) throw new Error(`no model ${step.model}`)
    const sql = executableSql(step, { warehouse, folders, unproven })
    const folder = join(folders.scratch, step.path)
    if (step.isView) {
        await mkdir(growingFolder(step, folders), { recursive: true })
        return { step, model, rows: null, milliseconds: 0 }
    }
    const rows = await blaming(model, () => warehouse.writeParquet({ sql, folder }))
    return { step, model, rows, milliseconds: options.now() - started }
}

/** What a proof has found of a step. */
type ProvenStep = Measured & { readonly step: Step; readonly seconds: number }

/** What there is when a step has grown: what is in place, and what lies in the scratch. */
type StepsThere = { readonly finished: readonly Step[]; readonly growing: readonly Step[] }

/** Proves grown steps one after the other, beside what grows meanwhile. */
class StepProver {
    /** Models whose columns have been looked at: one template has the same in every month. */
    private readonly described = new Set<string>()
    private readonly options: RunOptions
    private found: ProvenStep[] = []
    private queue = Promise.resolve()
    hasFailed = false

    constructor(options: RunOptions) {
        this.options = options
    }

    /** Puts a step at the end of the queue. */
    prove(grown: GrownStep, there: StepsThere): void {
        this.queue = this.queue.then(async () => {
            const { now } = this.options
            const started = now()
            const measured = await this.measure(grown, there)
            const seconds = (grown.milliseconds + now() - started) / 1000
            this.found.push({ step: grown.step, seconds, ...measured })
        })
        this.queue.catch(() => {
            this.hasFailed = true
        })
    }

    /** Waits until nothing is to be proven. Throws what a step is refused by. */
    async idle(): Promise<void> {
        await this.queue
    }

    /** What was proven since the last time. */
    takeProven(): readonly ProvenStep[] {
        const { found } = this
        this.found = []
        return found
    }

    /** Looks at a grown step's columns and rows and writes down what it is known by. */
    private async measure(
        { step, model, rows }: GrownStep,
        { finished, growing: unproven }: StepsThere,
    ): Promise<Measured> {
        const { warehouse, folders } = this.options
        const { beside } = warehouse
        const reading = { warehouse, folders, unproven: pathsOf(unproven) }
        const relation = relationOfStep(step, reading)
        if (!this.described.has(step.model)) {
            const built = await blaming(model, () =>
                beside.describe(`select * from ${relation} built`),
            )
            checkColumns({ model, built })
            this.described.add(step.model)
        }
        const known = [...finished, ...unproven]
        const relationOf = relationsOf(step, { known, ...reading })
        const { measured, failures } = await blaming(twinOf(model), () =>
            measureSnapshot({ model, relation, rows }, { warehouse: beside, relationOf }),
        )
        if (failures.length > 0) throw new Refusal(failures)
        const growing = growingFolder(step, folders)
        await writeFile(join(growing, 'step.json'), JSON.stringify(measured))
        await syncToDisk(growing)
        return measured
    }
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
    readonly unproven?: ReadonlySet<string> | undefined
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

/** SQL of the rows of a step that is built, or that is a view of such. */
export function relationOfStep(
    step: Pick<Step, 'recipe' | 'path' | 'isView'>,
    options: ReadOptions,
): string {
    const { warehouse, folders, unproven } = options
    if (step.isView) return `(${executableSql(step, options)})`
    const root = unproven?.has(step.path) ? folders.scratch : folders.snapshots
    return warehouse.parquet([join(root, step.path)])
}

/** Finds the relation that a test looks up among the steps that are known. */
function relationsOf(
    { month }: Step,
    { known, ...options }: ReadOptions & { readonly known: readonly Step[] },
): RelationOf {
    return (name) => {
        const found = known.find(
            (step) => step.model === name && (step.month === null || step.month === month),
        )
        return found === undefined ? null : relationOfStep(found, options)
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

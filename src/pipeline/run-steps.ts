import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, Refusal } from '#domain/result.ts'
import { type Column, type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { type Measured, measureSnapshot, type RelationOf } from './data-tests.ts'
import type { Model } from './model.ts'
import type { Step } from './plan.ts'
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
 */
export async function runSteps(
    steps: readonly Step[],
    options: RunOptions,
): Promise<readonly FinishedStep[]> {
    const finished = new Map<string, FinishedStep>()
    for (const step of steps) {
        options.signal.throwIfAborted()
        const started = options.now()
        const there = await readStepNote(step, options.folders)
        const measured = there ?? (await buildStep(step, { ...options, finished }))
        const reused = there !== null
        const seconds = (options.now() - started) / 1000
        finished.set(step.id, { ...step, ...measured, reused, seconds })
        options.onProgress({ done: finished.size, total: steps.length, step, reused })
    }
    return [...finished.values()]
}

/** Whether a step's snapshot is there already. */
export async function isBuilt(step: Step, folders: RunFolders): Promise<boolean> {
    return (await readStepNote(step, folders)) !== null
}

type BuildOptions = RunOptions & { readonly finished: ReadonlyMap<string, FinishedStep> }

async function buildStep(step: Step, options: BuildOptions): Promise<Measured> {
    const { warehouse, folders } = options
    const model = options.models.get(step.model)
    if (model === undefined) throw new Error(`no model ${step.model}`)
    const sql = executableSql(step, options)
    const growing = join(folders.scratch, step.key)
    const parquet = join(growing, step.path.slice(step.key.length + 1))
    try {
        await blaming(model, () => warehouse.writeParquet({ sql, folder: parquet }))
        const relation = warehouse.parquet([parquet])
        checkColumns({ model, built: await warehouse.describe(`select * from ${relation}`) })
        const relationOf = relationsOf(step, options)
        const { measured, failures } = await blaming(twinOf(model), () =>
            measureSnapshot({ model, relation }, { warehouse, relationOf }),
        )
        if (failures.length > 0) throw new Refusal(failures)
        await writeFile(join(growing, 'step.json'), JSON.stringify(measured))
        await syncToDisk(growing)
        const whole = join(folders.snapshots, step.key)
        await mkdir(folders.snapshots, { recursive: true })
        // A folder of this name has no readable note, else its step would not have been built.
        await rm(whole, { recursive: true, force: true })
        await rename(growing, whole)
        return measured
    } finally {
        await rm(growing, { recursive: true, force: true })
    }
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

/** A step's SQL with the files that it reads. */
export function executableSql(
    step: Step,
    { warehouse, folders }: Pick<RunOptions, 'warehouse' | 'folders'>,
): string {
    const read = (root: string) => (_: string, paths: string) =>
        warehouse.parquet(paths.split(', ').map((path) => join(root, path)))
    return step.recipe
        .replace(/@snapshot\(([^)]*)\)/g, read(folders.snapshots))
        .replace(/@batch\(([^)]*)\)/g, read(folders.batches))
        .replace(/@human\(([^)]*)\)/g, read(folders.human))
}

/** Finds the relation that a test looks up among the steps that this one reads, and theirs. */
function relationsOf(step: Step, { finished, warehouse, folders }: BuildOptions): RelationOf {
    return (name) => {
        const known = [...finished.values()].filter(
            ({ model, month }) => model === name && (month === null || month === step.month),
        )
        const paths = known.map(({ path }) => join(folders.snapshots, path))
        return paths.length === 0 ? null : warehouse.parquet(paths)
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

async function readStepNote(step: Step, folders: RunFolders): Promise<Measured | null> {
    try {
        const text = await readFile(join(folders.snapshots, step.key, 'step.json'), 'utf8')
        return JSON.parse(text) as Measured
    } catch {
        return null
    }
}

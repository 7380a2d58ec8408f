import assert from 'node:assert/strict'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, Refusal } from '#domain/result.ts'
import { type Column, type Lane, type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { type Measured, measureSnapshot } from './data-tests.ts'
import type { Model } from './model.ts'
import type { Step } from './plan.ts'
import { withRelations } from './recipe.ts'
import { type Piece, release, StepTurns, type Turn } from './step-turns.ts'
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

/**
 * Builds each step, or takes its snapshot where it is there; several at a time, each after those
 * that it reads. A snapshot appears by one rename, after its columns and tests have passed:
 * whatever ends the process, no half of one is ever seen. Throws Refusal where SQL, columns or
 * tests fail: that of the first step of the plan that does.
 *
 * While a step is proven, others may read it where it has grown; what has grown from a step that
 * fails is thrown away.
 */
export async function runSteps(
    steps: readonly Step[],
    options: RunOptions,
): Promise<readonly FinishedStep[]> {
    const runner = new StepRunner(steps, options)
    await runner.takeBuilt()
    const threads = runner.isWide() ? 'one' : 'all'
    return await options.warehouse.sideBySide((lanes) => runner.run(lanes), { threads })
}

/** Whether a step's snapshot is there already. */
export async function isBuilt(step: Step, folders: RunFolders): Promise<boolean> {
    return (await readStepNote(step, folders)) !== null
}

/** Where a step grows: the folder of its key, with the same paths below it as in the snapshots. */
function growingFolder({ key }: Step, { scratch }: RunFolders): string {
    return join(scratch, key)
}

/** A step whose rows are written, and nothing but their number is known yet; of a view nothing. */
type GrownRows = { readonly rows: number | null; readonly milliseconds: number }

/** What comes of a step, without the step. */
type Found = Omit<FinishedStep, keyof Step>

/** Steps that could be built at a time, from which on lanes with one thread each are never idle. */
const wideBreadth = 4

/** Carries out the steps of one run. */
class StepRunner {
    private readonly steps: readonly Step[]
    private readonly options: RunOptions
    private readonly turns: StepTurns
    private readonly grown = new Map<Turn, GrownRows>()
    private readonly proven = new Map<Turn, Found>()
    private readonly finished = new Map<string, FinishedStep>()
    private readonly failures: { readonly index: number; readonly cause: unknown }[] = []
    /** Models whose columns have been looked at: one template has the same in every month. */
    private readonly described = new Set<string>()
    private readonly underWay = new Set<Promise<void>>()

    constructor(steps: readonly Step[], options: RunOptions) {
        this.steps = steps
        this.options = options
        this.turns = new StepTurns(steps, options.models)
    }

    /** Takes the snapshots that are there already. */
    async takeBuilt(): Promise<void> {
        const { folders } = this.options
        const waiting = this.turns.waiting()
        const notes = await Promise.all(waiting.map(({ step }) => readStepNote(step, folders)))
        for (const [index, turn] of waiting.entries()) {
            const there = notes[index] ?? null
            if (there !== null) this.finish(turn, { ...there, reused: true, seconds: 0 })
        }
    }

    /**
     * Whether enough is left to be built side by side for each statement to have one thread: two
     * threads have to put their halves together. Where steps wait for one another more than that,
     * whoever has its turn is sooner done with all threads.
     */
    isWide(): boolean {
        return this.turns.breadth() >= wideBreadth
    }

    async run(lanes: readonly Lane[]): Promise<readonly FinishedStep[]> {
        const { signal, folders } = this.options
        const free = [...lanes]
        while (true) {
            for (const turn of this.turns.takeMovable()) {
                this.follow(turn, () => this.place(turn))
            }
            while (free.length > 0 && !signal.aborted) {
                const piece = this.turns.next()
                if (piece === null) break
                const [lane] = free.splice(0, 1)
                if (lane === undefined) break
                this.follow(piece.turn, async () => {
                    await this.carryOut(piece, lane).finally(() => {
                        release(piece)
                        free.push(lane)
                    })
                })
            }
            if (this.underWay.size === 0) break
            await Promise.race(this.underWay)
        }
        for (const { step } of this.turns.begun()) {
            await rm(growingFolder(step, folders), { recursive: true, force: true })
        }
        const [failed] = this.failures.toSorted((left, right) => left.index - right.index)
        if (failed !== undefined) throw failed.cause
        signal.throwIfAborted()
        assert.equal(this.finished.size, this.steps.length, 'every step has had its turn')
        return this.steps.flatMap(({ id }) => this.finished.get(id) ?? [])
    }

    /** Lets work go on by itself. What goes wrong with it is told when all else has ended. */
    private follow(turn: Turn, work: () => Promise<void>): void {
        const followed = work()
            .catch((cause: unknown) => {
                this.failures.push({ index: turn.index, cause })
                this.turns.fail(turn)
            })
            .finally(() => this.underWay.delete(followed))
        this.underWay.add(followed)
    }

    private async carryOut({ turn, work }: Piece, lane: Lane): Promise<void> {
        if (work === 'grow') {
            await this.grow(turn, lane)
            return
        }
        const measured = await this.prove(turn, lane)
        // The lane need not wait for the disk.
        this.follow(turn, () => this.note(turn, measured))
    }

    /** Writes the rows of a step that is not there. */
    private async grow(turn: Turn, lane: Lane): Promise<void> {
        const { folders, warehouse, now } = this.options
        const { step, model } = turn
        const there = await readStepNote(step, folders)
        if (there !== null) {
            this.finish(turn, { ...there, reused: true, seconds: 0 })
            return
        }
        const started = now()
        let rows: number | null = null
        if (step.isView) {
            await mkdir(growingFolder(step, folders), { recursive: true })
        } else {
            const reading = { warehouse, folders, unproven: this.turns.unplaced() }
            const sql = executableSql(step, reading)
            const folder = join(folders.scratch, step.path)
            rows = await blaming(model, () => lane.writeParquet({ sql, folder }))
        }
        this.grown.set(turn, { rows, milliseconds: step.isView ? 0 : now() - started })
        turn.stage = 'grown'
    }

    /** Looks at a grown step's columns and rows. */
    private async prove(turn: Turn, lane: Lane): Promise<Found> {
        const { warehouse, folders, now } = this.options
        const { step, model, parents } = turn
        const { rows, milliseconds } = this.grown.get(turn) ?? { rows: null, milliseconds: 0 }
        const started = now()
        const reading = { warehouse, folders, unproven: this.turns.unplaced() }
        const relation = relationOfStep(step, reading)
        if (!this.described.has(step.model)) {
            const built = await blaming(model, () =>
                lane.describe(`select * from ${relation} built`),
            )
            checkColumns({ model, built })
            this.described.add(step.model)
        }
        const relationOf = (name: string): string | null => {
            const parent = parents.get(name)
            return parent === undefined ? null : relationOfStep(parent, reading)
        }
        const { measured, failures } = await blaming(twinOf(model), () =>
            measureSnapshot({ model, relation, rows }, { warehouse: lane, relationOf }),
        )
        if (failures.length > 0) throw new Refusal(failures)
        const seconds = (milliseconds + now() - started) / 1000
        return { ...measured, reused: false, seconds }
    }

    /** Writes down what a step is known by, where it has grown. */
    private async note(turn: Turn, found: Found): Promise<void> {
        const { reused: _, seconds: __, ...measured } = found
        const growing = growingFolder(turn.step, this.options.folders)
        await writeFile(join(growing, 'step.json'), JSON.stringify(measured))
        await syncToDisk(growing)
        this.proven.set(turn, found)
        turn.stage = 'proven'
    }

    private async place(turn: Turn): Promise<void> {
        const found = this.proven.get(turn)
        await putInPlace(turn.step, this.options.folders)
        if (found !== undefined) this.finish(turn, found)
    }

    private finish(turn: Turn, found: Found): void {
        const { step } = turn
        turn.stage = 'finished'
        this.finished.set(step.id, { ...step, ...found })
        const [done, total] = [this.finished.size, this.steps.length]
        this.options.onProgress({ done, total, step, reused: found.reused })
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

import type { DataTest, Model } from './model.ts'
import type { Step } from './plan.ts'
import { pathsRead } from './recipe.ts'

/**
 * Where a step is on its way. It can be read from the moment it has grown, but for the short time
 * in which it is to be put in place. `proven` waits for what it reads to be in place, for it is
 * worth nothing where that fails; `leaving` waits for its own readers, `placing` is moved.
 */
type TurnStage =
    | ('waiting' | 'growing' | 'grown' | 'proving')
    | ('proven' | 'leaving' | 'placing' | 'finished')

/** A step among the steps of a run, with those of them that it reads. */
export type Turn = {
    readonly step: Step
    readonly model: Model
    /** Its place in the plan: what fails first in the plan is what is told. */
    readonly index: number
    /** What its SQL reads, through views. */
    readonly reads: readonly Turn[]
    /** What its tests look up, by the name of the model. */
    readonly parents: ReadonlyMap<string, Step>
    /** What its tests read, itself among them. */
    readonly looksAt: readonly Turn[]
    stage: TurnStage
    /** Pieces of work that read it where it grows. */
    readers: number
}

/** Something to be done of a step now, and the steps that must not be moved meanwhile. */
export type Piece = {
    readonly turn: Turn
    readonly work: 'grow' | 'prove'
    readonly held: readonly Turn[]
}

/**
 * Whose turn it is: a step may grow when all that it reads has grown, and is proven when all that
 * its tests look up has. Of several it is the first of the plan, and proofs come before growth.
 */
export class StepTurns {
    private readonly turns: readonly Turn[]
    /** Behind the first step that failed nothing is begun. */
    private end = Number.POSITIVE_INFINITY

    constructor(steps: readonly Step[], models: ReadonlyMap<string, Model>) {
        this.turns = turnsOf(steps, models)
    }

    /** The next piece of work, which counts as begun; null: there is none now. */
    next(): Piece | null {
        const open = this.turns.filter(({ index }) => index < this.end)
        const proof = open.find(
            ({ stage, looksAt }) => stage === 'grown' && looksAt.every(isReadable),
        )
        if (proof !== undefined) return begin(proof, 'prove')
        const growth = open.find((turn) => this.mayGrow(turn))
        return growth === undefined ? null : begin(growth, 'grow')
    }

    /** The steps of which nothing has begun. */
    waiting(): readonly Turn[] {
        return this.turns.filter(({ stage }) => stage === 'waiting')
    }

    /** How many wait for each one of their longest row, in which each reads the one before. */
    breadth(): number {
        const waiting = this.waiting()
        const rows = new Map<Turn, number>()
        for (const turn of waiting) {
            rows.set(turn, 1 + Math.max(0, ...turn.reads.map((read) => rows.get(read) ?? 0)))
        }
        return waiting.length / Math.max(1, ...rows.values())
    }

    /** Equal keys hold equal rows: they are taken from the first that has them. */
    private mayGrow({ stage, reads, step: { key }, index }: Turn): boolean {
        if (stage !== 'waiting' || !reads.every(isReadable)) return false
        return this.turns
            .slice(0, index)
            .every((other) => other.step.key !== key || other.stage === 'finished')
    }

    /** The steps that can be put in place now, which count as begun: nobody reads them. */
    takeMovable(): readonly Turn[] {
        for (const turn of this.turns) {
            const rests = [...turn.reads, ...turn.looksAt].filter((other) => other !== turn)
            const isSure = rests.every(({ stage }) => stage === 'finished')
            if (turn.stage === 'proven' && isSure) turn.stage = 'leaving'
        }
        const movable = this.turns.filter(
            ({ stage, readers }) => stage === 'leaving' && readers === 0,
        )
        for (const turn of movable) turn.stage = 'placing'
        return movable
    }

    /** A step has failed: those before it in the plan go on, those after it do not begin. */
    fail({ index }: Turn): void {
        this.end = Math.min(this.end, index)
    }

    /** Paths that still lie where they have grown. */
    unplaced(): ReadonlySet<string> {
        return new Set(this.begun().map(({ step }) => step.path))
    }

    /** The steps that have begun and are not in place. */
    begun(): readonly Turn[] {
        return this.turns.filter(({ stage }) => stage !== 'waiting' && stage !== 'finished')
    }
}

/** A piece of work is over: what it has read may be moved again. */
export function release({ held }: Piece): void {
    for (const turn of held) turn.readers -= 1
}

function begin(turn: Turn, work: Piece['work']): Piece {
    turn.stage = work === 'grow' ? 'growing' : 'proving'
    const read = work === 'grow' ? turn.reads : turn.looksAt
    const held = read.filter(({ stage }) => stage !== 'finished')
    for (const one of held) one.readers += 1
    return { turn, work, held }
}

const readable: readonly TurnStage[] = ['grown', 'proving', 'proven', 'finished']

function isReadable({ stage }: Turn): boolean {
    return readable.includes(stage)
}

function turnsOf(steps: readonly Step[], models: ReadonlyMap<string, Model>): readonly Turn[] {
    const turns: Turn[] = []
    const byPath = new Map<string, Turn>()
    for (const [index, step] of steps.entries()) {
        const model = models.get(step.model)
        if (model === undefined) throw new Error(`no model ${step.model}`)
        const reads = pathsRead(step.recipe).flatMap((path) => byPath.get(path) ?? [])
        const found = model.twin.tests.flatMap(lookedUp).flatMap((name) => {
            const parent = turns.find((one) => isParent(one.step, { name, of: step }))
            return parent === undefined ? [] : [parent]
        })
        const seen = found.flatMap((parent) => rowsOf(parent))
        const looksAt: Turn[] = step.isView ? [...reads, ...seen] : [...seen]
        const parents = new Map(found.map((parent) => [parent.step.model, parent.step]))
        const turn: Turn = {
            ...{ step, model, index, parents, looksAt },
            reads: [...new Set(reads)],
            stage: 'waiting',
            readers: 0,
        }
        if (!step.isView) looksAt.push(turn)
        if (!step.isView && !byPath.has(step.path)) byPath.set(step.path, turn)
        turns.push(turn)
    }
    return turns
}

function lookedUp(test: DataTest): readonly string[] {
    return 'relation' in test ? [test.relation.to] : []
}

function isParent(
    { model, month }: Step,
    { name, of }: { readonly name: string; readonly of: Step },
): boolean {
    return model === name && (month === null || month === of.month)
}

/** A view has no rows of its own: they are those of what it reads. */
function rowsOf(turn: Turn): readonly Turn[] {
    return turn.step.isView ? turn.reads : [turn]
}

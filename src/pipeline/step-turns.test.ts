import { describe, expect, it } from 'vitest'
import { type Model, twinSchema } from './model.ts'
import { type Step, snapshotPath } from './plan.ts'
import { type Piece, release, StepTurns, type Turn } from './step-turns.ts'

type Small = {
    readonly key?: string
    readonly reads?: readonly string[]
    readonly lookedUp?: string
    readonly view?: boolean
}

/** Steps of models that are each built once, in the order of the plan. */
function turnsOf(small: Readonly<Record<string, Small>>): StepTurns {
    const pathOf = (name: string): string =>
        snapshotPath(small[name]?.key ?? name, {
            model: `features.${name}`,
            month: null,
            ladder: null,
        })
    const steps: Step[] = []
    const models = new Map<string, Model>()
    for (const [name, { key = name, reads = [], lookedUp, view = false }] of Object.entries(
        small,
    )) {
        const model = `features.${name}`
        const relation = { columns: ['id'], to: `features.${lookedUp}`, keys: ['id'] }
        const twin = twinSchema.parse({
            description: 'One row per test.',
            grain: 'none',
            key: ['id'],
            view,
            columns: { id: { type: 'bigint', description: 'A column.' } },
            tests: lookedUp === undefined ? [] : [{ relation }],
        })
        const file = `models/features/${name}.sql`
        models.set(model, {
            name: model,
            stage: 'features',
            system: null,
            file,
            template: '',
            twin,
        })
        const recipe = reads.map((read) => `select * from @snapshot(${pathOf(read)})`).join('\n')
        const target = { model, month: null, ladder: null, needs: [] }
        steps.push({ ...target, id: model, key, path: pathOf(name), isView: view, recipe })
    }
    return new StepTurns(steps, models)
}

/** What can begin now, all of it: `grow a`. */
function begin(turns: StepTurns): readonly Piece[] {
    const pieces: Piece[] = []
    for (let piece = turns.next(); piece !== null; piece = turns.next()) pieces.push(piece)
    return pieces
}

function named(pieces: readonly Piece[]): readonly string[] {
    return pieces.map(({ work, turn }) => `${work} ${nameOf(turn)}`)
}

function nameOf({ step }: Turn): string {
    return step.model.replace('features.', '')
}

/** A piece of work has come to its end. */
function end(pieces: readonly Piece[], name: string): void {
    const piece = pieces.find(({ turn }) => nameOf(turn) === name)
    if (piece === undefined) throw new Error(`${name} has not begun`)
    release(piece)
    piece.turn.stage = piece.work === 'grow' ? 'grown' : 'proven'
}

function moved(turns: StepTurns): readonly string[] {
    const movable = turns.takeMovable()
    for (const turn of movable) turn.stage = 'finished'
    return movable.map(nameOf)
}

describe('StepTurns', () => {
    it('begins together what does not read one another', () => {
        const turns = turnsOf({ a: {}, b: {}, c: { reads: ['a', 'b'] } })
        const first = begin(turns)
        expect(named(first)).toEqual(['grow a', 'grow b'])
        end(first, 'b')
        expect(named(begin(turns))).toEqual(['prove b'])
        end(first, 'a')
        expect(named(begin(turns))).toEqual(['prove a', 'grow c'])
    })

    it('does not move what is read, and lets nobody begin to read what is to be moved', () => {
        const turns = turnsOf({ a: {}, b: { reads: ['a'] }, c: { reads: ['a'] } })
        const first = begin(turns)
        end(first, 'a')
        const proof = turns.next()
        const reader = turns.next()
        expect(named([proof, reader].flatMap((piece) => piece ?? []))).toEqual([
            'prove a',
            'grow b',
        ])
        if (proof === null || reader === null) return
        end([proof], 'a')
        expect(moved(turns)).toEqual([])
        expect(turns.next()).toBeNull()
        end([reader], 'b')
        expect(moved(turns)).toEqual(['a'])
        expect(named(begin(turns))).toEqual(['prove b', 'grow c'])
    })

    it('puts nothing in place before what it rests on', () => {
        const turns = turnsOf({ a: {}, b: { reads: ['a'] } })
        end(begin(turns), 'a')
        const both = begin(turns)
        expect(named(both)).toEqual(['prove a', 'grow b'])
        end(both, 'b')
        end(begin(turns), 'b')
        expect(moved(turns)).toEqual([])
        end(both, 'a')
        expect(moved(turns)).toEqual(['a'])
        expect(moved(turns)).toEqual(['b'])
    })

    it('proves a step when what its tests look up has grown', () => {
        const turns = turnsOf({ parents: {}, children: { lookedUp: 'parents' } })
        const grown = begin(turns)
        end(grown, 'children')
        expect(named(begin(turns))).toEqual([])
        end(grown, 'parents')
        expect(named(begin(turns))).toEqual(['prove parents', 'prove children'])
    })

    it('reads through a view what the view reads', () => {
        const turns = turnsOf({
            ground: {},
            parents: { view: true, reads: ['ground'] },
            children: { lookedUp: 'parents' },
        })
        const grown = begin(turns)
        expect(named(grown)).toEqual(['grow ground', 'grow children'])
        end(grown, 'children')
        expect(named(begin(turns))).toEqual([])
        end(grown, 'ground')
        const rest = begin(turns)
        expect(named(rest)).toEqual(['prove ground', 'prove children', 'grow parents'])
        const held = rest.map((piece) => piece.held.map(nameOf))
        expect(held).toEqual([['ground'], ['ground', 'children'], ['ground']])
    })

    it('is as broad as there are steps for each of the longest row', () => {
        const row = { a: {}, b: { reads: ['a'] }, c: { reads: ['b'] }, d: { reads: ['a', 'c'] } }
        expect(turnsOf(row).breadth()).toBe(1)
        expect(turnsOf({ ...row, e: {}, f: {}, g: { reads: ['e'] }, h: {} }).breadth()).toBe(2)
        expect(turnsOf({ a: {}, b: {}, c: {} }).breadth()).toBe(3)
        expect(turnsOf({}).breadth()).toBe(0)
    })

    it('counts for its breadth what waits, and nothing that is there', () => {
        const turns = turnsOf({ a: {}, b: { reads: ['a'] }, c: { reads: ['a'] } })
        expect(turns.breadth()).toBe(1.5)
        for (const turn of turns.waiting().slice(0, 1)) turn.stage = 'finished'
        expect(turns.waiting().map(nameOf)).toEqual(['b', 'c'])
        expect(turns.breadth()).toBe(2)
    })

    it('takes equal keys from the first that has them', () => {
        const turns = turnsOf({ a: { key: 'same' }, b: { key: 'same' } })
        const first = begin(turns)
        expect(named(first)).toEqual(['grow a'])
        end(first, 'a')
        end(begin(turns), 'a')
        expect(named(begin(turns))).toEqual([])
        expect(moved(turns)).toEqual(['a'])
        expect(named(begin(turns))).toEqual(['grow b'])
    })

    it('begins nothing behind what has failed, and goes on before it', () => {
        const turns = turnsOf({ a: {}, b: {}, c: { reads: ['a'] }, d: {} })
        const first = [turns.next(), turns.next()].flatMap((piece) => piece ?? [])
        const failed = first.find(({ turn }) => nameOf(turn) === 'b')
        if (failed !== undefined) turns.fail(failed.turn)
        end(first, 'a')
        expect(named(begin(turns))).toEqual(['prove a'])
        expect(turns.begun().map(nameOf)).toEqual(['a', 'b'])
    })
})

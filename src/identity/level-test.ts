import { editDistance, lengthOf } from '#domain/edit-distance.ts'
import { jaroWinkler } from './distance/jaro-winkler.ts'
import type { Forms, LevelTest } from './kind.ts'

/** Two values by their forms. */
export type FormsPair = { readonly a: Forms; readonly b: Forms }

/** Whether a test holds of two values; made once a test, asked once a pair. */
export type TestFunction = (a: Forms, b: Forms) => boolean

/** Makes the function of a test. All tests are symmetric. */
export function compileTest(test: LevelTest): TestFunction {
    if ('all' in test) {
        const parts = test.all.map(compileTest)
        return (a, b) => parts.every((part) => part(a, b))
    }
    if ('any' in test) {
        const parts = test.any.map(compileTest)
        return (a, b) => parts.some((part) => part(a, b))
    }
    if ('crossed' in test || 'swapped' in test) return compilePairTest(test)
    if ('edits' in test || 'similar' in test || 'within' in test) return compileNearTest(test)
    return compileKnownTest(test)
}

type PairTest = Extract<LevelTest, { crossed: unknown } | { swapped: unknown }>

function compilePairTest(test: PairTest): TestFunction {
    const [first, second] = 'crossed' in test ? test.crossed : test.swapped
    const meets = (a: Forms, b: Forms): boolean => {
        const form = a[first] ?? null
        return form !== null && form === b[second]
    }
    return 'crossed' in test
        ? (a, b) => meets(a, b) || meets(b, a)
        : (a, b) => meets(a, b) && meets(b, a)
}

type NearTest = Extract<LevelTest, { edits: unknown } | { similar: unknown } | { within: unknown }>

function compileNearTest(test: NearTest): TestFunction {
    if ('edits' in test) {
        const { edits, max, from = 0 } = test
        return ofKnown(edits, (a, b) => {
            // Two bytes a character at most: a cheap look before the exact one.
            if (a.length - b.length > 2 * max || b.length - a.length > 2 * max) return false
            if (from > 0 && Math.max(lengthOf(a), lengthOf(b)) < from) return false
            return editDistance({ a, b }, max) <= max
        })
    }
    if ('similar' in test) {
        return ofKnown(test.similar, (a, b) => similarity(a, b) >= test.min)
    }
    return ofKnown(test.within, (a, b) => Math.abs(Number(a) - Number(b)) <= test.max)
}

/** What was asked last, and its answer: levels of one field ask for the same pair in a row. */
let last = { a: '', b: '', similarity: 0 }

function similarity(a: string, b: string): number {
    if (a !== last.a || b !== last.b) last = { a, b, similarity: jaroWinkler({ a, b }) }
    return last.similarity
}

function ofKnown(form: string, holds: (a: string, b: string) => boolean): TestFunction {
    return (a, b) => {
        const left = a[form] ?? null
        const right = b[form] ?? null
        return left !== null && right !== null && holds(left, right)
    }
}

type KnownTest = Exclude<
    LevelTest,
    PairTest | NearTest | { readonly all: unknown } | { readonly any: unknown }
>

function compileKnownTest(test: KnownTest): TestFunction {
    if ('equal' in test) return ofKnown(test.equal, (a, b) => a === b)
    if ('differ' in test) return ofKnown(test.differ, (a, b) => a !== b)
    if ('both' in test) return ofKnown(test.both, () => true)
    if ('alike' in test) {
        const form = test.alike
        return (a, b) => (a[form] ?? null) === (b[form] ?? null)
    }
    if ('agree' in test) {
        const doDiffer = ofKnown(test.agree, (a, b) => a !== b)
        return (a, b) => !doDiffer(a, b)
    }
    if ('some' in test) {
        const form = test.some
        return (a, b) => (a[form] ?? null) !== null || (b[form] ?? null) !== null
    }
    const form = test.lone
    return (a, b) => ((a[form] ?? null) === null) !== ((b[form] ?? null) === null)
}

import { different, type Forms, type Level } from './kind.ts'
import { type KindId, kinds } from './kinds.ts'
import { compileTest, type FormsPair, type TestFunction } from './level-test.ts'

/** So many characters are read: what stands further behind is no part of a name or an address. */
export const longestRead = 400

/**
 * The normal forms of a text as one of a kind; null where it tells nothing: blank, masked, a
 * placeholder such as 无, 13800000000 or 1900-01-01, or nothing of the kind at all.
 */
export function formsOf(kind: KindId, text: string | null): Forms | null {
    if (text === null || text.trim() === '') return null
    return kinds[kind].read(text.length > longestRead ? text.slice(0, longestRead) : text)
}

/** Two values that may be unknown. */
export type MaybePair = { readonly a: Forms | null; readonly b: Forms | null }

/**
 * The best level on which two values of a kind agree, of all that the kind has; `different` where
 * they agree on none, null where either is unknown.
 */
export function levelOf(kind: KindId, { a, b }: MaybePair): string | null {
    if (a === null || b === null) return null
    const { levels, tests } = compiledOf(kind)
    const at = firstHolding(tests, { a, b })
    return at < 0 ? different : (levels[at]?.id ?? different)
}

/** The same of two texts. */
export function levelOfTexts(
    kind: KindId,
    { a, b }: { readonly a: string | null; readonly b: string | null },
): string | null {
    return levelOf(kind, { a: formsOf(kind, a), b: formsOf(kind, b) })
}

/** Levels with the functions of their tests. */
export type CompiledLevels = {
    readonly levels: readonly Level[]
    readonly tests: readonly TestFunction[]
}

const compiled = new Map<KindId, CompiledLevels>()

function compiledOf(kind: KindId): CompiledLevels {
    const found = compiled.get(kind)
    if (found !== undefined) return found
    const made = compileLevels(kinds[kind].levels)
    compiled.set(kind, made)
    return made
}

/** Makes the functions of levels. */
export function compileLevels(levels: readonly Level[]): CompiledLevels {
    return { levels, tests: levels.map(({ when }) => compileTest(when)) }
}

/** The index of the first test that holds of two values; −1 for none. */
export function firstHolding(tests: readonly TestFunction[], { a, b }: FormsPair): number {
    for (let at = 0; at < tests.length; at++) {
        if (tests[at]?.(a, b) === true) return at
    }
    return -1
}

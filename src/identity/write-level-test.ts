import type { Level, LevelTest } from './kind.ts'

/** SQL of a test over the forms of two values, in columns of `a` and `b`. */
export type TestSql = {
    readonly sql: string
    /** Whether the SQL says all of it; else it only holds wherever the test does. */
    readonly isExact: boolean
}

/** What differs from engine to engine: it may count bytes where the tests count characters. */
export type NearPhrases = {
    readonly edits: (a: string, b: string) => string
    readonly similarity: (a: string, b: string) => string
    readonly is_ascii: (text: string) => string
}

/** An edit of a character is four edits of bytes at most. */
const bytesOfCharacter = 4
/** So far below its least similarity an engine may see a text that is alike. */
const margin = 0.05

/** Writes a test; a form is a column of its name, null where a value does not have it. */
export function writeLevelTest(test: LevelTest, phrases: NearPhrases): TestSql {
    if ('all' in test) return joined(test.all, ' and ', phrases)
    if ('any' in test) return joined(test.any, ' or ', phrases)
    if ('edits' in test) return { sql: writeEdits(test, phrases), isExact: false }
    if ('similar' in test) return { sql: writeSimilar(test, phrases), isExact: false }
    return { sql: writeExact(test), isExact: true }
}

function joined(tests: readonly LevelTest[], word: string, phrases: NearPhrases): TestSql {
    const parts = tests.map((test) => writeLevelTest(test, phrases))
    return {
        sql: `(${parts.map(({ sql }) => sql).join(word)})`,
        isExact: parts.every(({ isExact }) => isExact),
    }
}

function bothKnown(form: string): string {
    return `(a."${form}" is not null and b."${form}" is not null)`
}

/** Other scripts take several bytes a character, of which an engine thinks what it likes. */
function writeSimilar(
    { similar: form, min }: Extract<LevelTest, { similar: unknown }>,
    phrases: NearPhrases,
): string {
    const [a, b] = [`a."${form}"`, `b."${form}"`]
    const isAscii = `${phrases.is_ascii(a)} and ${phrases.is_ascii(b)}`
    const least = (min - margin).toFixed(2)
    return `(${bothKnown(form)} and not (${isAscii} and ${phrases.similarity(a, b)} < ${least}))`
}

/** What has to hold of texts that are so few edits apart, cheapest first. */
function writeEdits(
    { edits: form, max, from = 0 }: Extract<LevelTest, { edits: unknown }>,
    phrases: NearPhrases,
): string {
    const [a, b] = [`a."${form}"`, `b."${form}"`]
    const long = from === 0 ? [] : [`greatest(length(${a}), length(${b})) >= ${from}`]
    const near = [
        `abs(length(${a}) - length(${b})) <= ${max}`,
        `${phrases.edits(a, b)} <= case when ${phrases.is_ascii(a)} and ${phrases.is_ascii(b)} ` +
            `then ${max} else ${bytesOfCharacter * max} end`,
    ]
    return `(${[...long, ...near].join(' and ')})`
}

type ExactTest = Exclude<
    LevelTest,
    | { readonly all: unknown }
    | { readonly any: unknown }
    | { readonly edits: unknown }
    | { readonly similar: unknown }
>

function writeExact(test: ExactTest): string {
    if ('crossed' in test || 'swapped' in test) {
        const [first, second] = 'crossed' in test ? test.crossed : test.swapped
        const word = 'crossed' in test ? 'or' : 'and'
        return `(a."${first}" = b."${second}" ${word} b."${first}" = a."${second}")`
    }
    if ('within' in test) {
        const [a, b] = ['a', 'b'].map((side) => `cast(${side}."${test.within}" as bigint)`)
        return `(abs(${a} - ${b}) <= ${test.max})`
    }
    const [[word = '', form = '']] = Object.entries(test) as [[string, string]]
    const [a, b] = [`a."${form}"`, `b."${form}"`]
    switch (word) {
        case 'equal':
            return `(${a} = ${b})`
        case 'differ':
            return `(${a} <> ${b})`
        case 'alike':
            return `(${a} = ${b} or (${a} is null and ${b} is null))`
        case 'agree':
            return `(${a} is null or ${b} is null or ${a} = ${b})`
        case 'some':
            return `(${a} is not null or ${b} is not null)`
        case 'lone':
            return `((${a} is null) <> (${b} is null))`
        default:
            return bothKnown(form)
    }
}

/** SQL of the level of two values, as far as SQL alone can tell it. */
export type LevelSql = {
    /** Index of the first level that surely holds; the number of levels where none does. */
    readonly level: string
    /** Index of the first level that may hold as well; null: none. Whoever reads looks closer. */
    readonly maybe: string
}

/** Writes the levels of a field, best first. */
export function writeLevels(levels: readonly Level[], phrases: NearPhrases): LevelSql {
    const tests = levels.map(({ when }, at) => ({ at, ...writeLevelTest(when, phrases) }))
    const cases = (isExact: boolean): string =>
        tests
            .filter((test) => test.isExact === isExact)
            .map(({ at, sql }) => `when ${sql} then ${at}`)
            .join(' ')
    const [sure, open] = [cases(true), cases(false)]
    return {
        level: sure === '' ? String(levels.length) : `case ${sure} else ${levels.length} end`,
        maybe: open === '' ? 'cast(null as integer)' : `case ${open} end`,
    }
}

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

/** An edit of characters is eight edits of bytes at most: two of four bytes that change places. */
const bytesOfEdit = 8
/**
 * So far below the similarity that the tests compute an engine's may lie: each takes letters that
 * come several times for others of the same.
 */
const margin = 0.1
/**
 * Engines may leave out what an equal beginning adds, four tenths of what is left to 1 at most,
 * where the rest is less than 0.7 alike.
 */
const beginning = { most: 0.4, from: 0.7 }

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
    const { most, from } = beginning
    const needed = min > from + most * (1 - from) ? min : (min - most) / (1 - most)
    const [least, plain] = [needed, min].map((one) => (one - margin).toFixed(2))
    const isBegun = `substr(${a}, 1, 1) = substr(${b}, 1, 1)`
    const wanted = least === plain ? least : `case when ${isBegun} then ${least} else ${plain} end`
    return `(${bothKnown(form)} and not (${isAscii} and ${phrases.similarity(a, b)} < ${wanted}))`
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
        ...(max === 1 ? [1 / 2, 1 / 4, 3 / 4].map((place) => writeCut([a, b], place)) : []),
        `${phrases.edits(a, b)} <= case when ${phrases.is_ascii(a)} and ${phrases.is_ascii(b)} ` +
            `then ${max} else ${bytesOfEdit * max} end`,
    ]
    return `(${[...long, ...near].join(' and ')})`
}

/**
 * One edit changes two neighbours at most: wherever two texts are cut, what is before or what is
 * behind stays as it was. It costs a hundredth of the distance, and cuts at several places, a share
 * of the length each, rule out nearly all: many numbers begin alike.
 */
function writeCut([a, b]: readonly [string, string], place: number): string {
    const shorter = `least(length(${a}), length(${b}))`
    const cases = [16, 10, 8, 6, 4].map((length) => {
        const before = Math.round(length * place)
        const last = length - before - 1
        return (
            `when ${shorter} > ${length} ` +
            `then substr(${a}, 1, ${before}) = substr(${b}, 1, ${before}) ` +
            `or substr(${a}, length(${a}) - ${last}) = substr(${b}, length(${b}) - ${last})`
        )
    })
    return `case ${cases.join(' ')} else true end`
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
    /** Index of the first level that may hold: where it is less, whoever reads looks closer. */
    readonly maybe: string
}

/** Writes the levels of a field, best first. */
export function writeLevels(levels: readonly Level[], phrases: NearPhrases): LevelSql {
    const tests = levels.map(({ when }, at) => ({ at, ...writeLevelTest(when, phrases) }))
    const firstOf = (some: typeof tests): string => {
        const cases = some.map(({ at, sql }) => `when ${sql} then ${at}`)
        return cases.length === 0
            ? String(levels.length)
            : `case ${cases.join(' ')} else ${levels.length} end`
    }
    // With the sure ones in between: what holds for sure is not measured for anything worse.
    return { level: firstOf(tests.filter(({ isExact }) => isExact)), maybe: firstOf(tests) }
}

import { phraseArity } from './dialect.ts'
import { refusedFunctions, refusedKeywords, refusedSigns, refusedTypes } from './refused-table.ts'
import { type SqlToken, sqlTokens } from './sql-tokens.ts'

/** A place in SQL that one engine alone understands, or that each understands differently. */
export type Refused = {
    /** What stands there: `distinct on`, `avg(`, `::`. */
    readonly word: string
    /** Both count from 1. */
    readonly line: number
    readonly column: number
    /** What to write instead, as a hint in English for the author of a model. */
    readonly instead: string
}

/** Looks at one token and its neighbours; null where it has nothing against them. */
type Look = (at: At) => readonly [word: string, instead: string] | null

type At = {
    readonly token: SqlToken
    /** The token `step` places further, or before where it is negative; '' beyond the ends. */
    readonly text: (step: number) => string
    readonly kind: (step: number) => SqlToken['kind'] | null
    /** Inside `{{ … }}`. */
    readonly inPhrase: boolean
    /** The words before the brackets that stand open here: `cast` in `cast(x as …`. */
    readonly openers: readonly string[]
    /** Whether a select has begun inside the innermost open bracket. */
    readonly selecting: boolean
}

/**
 * Words of a SQL text or template outside the subset that DuckDB and Trino share, in the order
 * of the text; an empty list is good. Comments, text literals and quoted names are skipped, and
 * so are the names of template words, but not their arguments, which are SQL.
 */
export function refusedWords(sql: string): readonly Refused[] {
    const tokens = sqlTokens(sql)
    const found: Refused[] = []
    walk(tokens, (at) => {
        for (const look of looks) {
            const answer = look(at)
            if (answer === null) continue
            const [word, instead] = answer
            found.push({ word, line: at.token.line, column: at.token.column, instead })
            return
        }
    })
    return found
}

/** Visits each token and keeps count of the brackets around it. */
function walk(tokens: readonly SqlToken[], visit: (at: At) => void): void {
    const brackets: { opener: string; selecting: boolean }[] = [{ opener: '', selecting: false }]
    let depth = 0
    tokens.forEach((token, index) => {
        const text = (step: number) => tokens[index + step]?.text.toLowerCase() ?? ''
        const innermost = brackets.at(-1) ?? { opener: '', selecting: false }
        visit({
            token,
            text,
            kind: (step) => tokens[index + step]?.kind ?? null,
            inPhrase: depth > 0,
            openers: brackets.map(({ opener }) => opener),
            selecting: innermost.selecting,
        })
        if (token.kind === 'open') depth += 1
        if (token.kind === 'close') depth -= 1
        if (text(0) === 'select') innermost.selecting = true
        if (setOperators.has(text(0))) innermost.selecting = false
        if (text(0) === '(') brackets.push({ opener: text(-1), selecting: false })
        if (text(0) === ')' && brackets.length > 1) brackets.pop()
    })
}

const setOperators = new Set(['union', 'except', 'intersect'])
const listWords = new Set(['order', 'group', 'partition'])

/** `distinct on`, `group by all`, `* exclude`: words that are refused only side by side. */
const lookAtPair: Look = ({ token, text, kind }) => {
    const [before, word, next] = [text(-1), text(0), text(1)]
    if (token.kind !== 'word') return null
    if (word === 'distinct' && next === 'on' && before !== 'is' && before !== 'not') {
        return ['distinct on', 'row_number() … = 1 in a subselect']
    }
    if (word === 'by' && next === 'all' && listWords.has(before)) {
        return [`${before} by all`, `${before} by 1, 2`]
    }
    if (word === 'by' && next === 'name' && !listWords.has(before)) {
        return ['by name', 'list the columns in one order']
    }
    if (before === '*' && /^(exclude|except|replace|rename)$/.test(word) && next === '(') {
        return [`* ${word}`, 'list the columns']
    }
    if (word === 'using' && next === 'sample') return ['using sample', 'a hash of the key']
    if (word === 'ignore' && next === 'nulls') return ['ignore nulls', 'max(…) over (…)']
    if (/^(semi|anti|asof|positional)$/.test(word) && next === 'join') {
        return [`${word} join`, 'exists, or row_number() … = 1']
    }
    if (/^[eu]$/.test(word) && kind(1) === 'string') return [`${word}'…'`, 'the letter itself']
    return null
}

/** `from t select x`: a query that does not begin with select. */
const lookAtFromFirst: Look = ({ text, selecting, openers }) => {
    if (text(0) !== 'from' || selecting) return null
    const first = ['', '(', 'all'].includes(text(-1)) || setOperators.has(text(-1))
    const afterWith = text(-1) === ')' && openers.length === 1
    return first || afterWith ? ['from first', 'select * from …'] : null
}

/** A limit before an offset: DuckDB takes either order, Trino only the offset first. */
const lookAtLimit: Look = ({ text }) =>
    text(0) === 'offset' && text(-2) === 'limit'
        ? ['limit … offset', 'offset first, then limit']
        : null

/** An interval, unless it is quoted and bounds a window: a date plus an interval differs. */
const lookAtInterval: Look = ({ text, kind }) => {
    if (text(0) !== 'interval' || kind(0) !== 'word') return null
    if (kind(1) !== 'string') return ['interval', '{{ add_days(d, n) }} or {{ add_months(m, n) }}']
    return /^(preceding|following)$/.test(text(3))
        ? null
        : ['interval', '{{ add_days(d, n) }} or {{ add_months(m, n) }}']
}

/** A date plus or minus something, as far as the text shows that it is a date. */
const lookAtDateSum: Look = ({ text, kind }) => {
    if (text(0) !== '+' && text(0) !== '-') return null
    const before = kind(-1) === 'word' && (text(-1).endsWith('_date') || text(-1) === 'date')
    const literal = kind(-1) === 'string' && text(-2) === 'date'
    const cast = text(-1) === ')' && text(-2) === 'date' && text(-3) === 'as'
    const asOf = text(-1) === '}}' && text(-3) === "'as_of'"
    const after = kind(1) === 'word' && text(1).endsWith('_date') && text(2) !== '('
    if (!before && !literal && !cast && !asOf && !after) return null
    return ['date ± number', '{{ add_days(d, n) }} or {{ days_between(a, b) }}']
}

/** Types that only DuckDB has, as the target of a cast. */
const lookAtType: Look = ({ text, openers }) => {
    if (text(-1) !== 'as' || !/^(try_)?cast$/.test(openers.at(-1) ?? '')) return null
    const instead = refusedTypes.get(text(0))
    return instead === undefined ? null : [text(0), instead]
}

const lookAtFunction: Look = ({ token, text, inPhrase, openers }) => {
    if (token.kind !== 'word' || text(1) !== '(' || token.phrase) return null
    const name = text(0)
    if (inPhrase && Object.hasOwn(phraseArity, name)) return null
    if (name === 'round') {
        const cast = text(-1) === '(' && openers.at(-1) === 'cast'
        return cast ? null : ['round(', 'cast(round(x, n) as decimal(p, n)), directly']
    }
    for (const [pattern, instead] of refusedFunctions) {
        if (pattern.test(name)) return [`${name}(`, instead]
    }
    return null
}

const lookAtKeyword: Look = ({ token, text }) => {
    if (token.kind !== 'word' || token.phrase || text(-1) === '.') return null
    if (/[^\x20-\x7e]/.test(token.text)) return [token.text, `"${token.text}", in double quotes`]
    const instead = refusedKeywords.get(text(0))
    return instead === undefined ? null : [text(0), instead]
}

const lookAtSign: Look = ({ token }) => {
    if (token.kind !== 'sign') return null
    const instead = refusedSigns.get(token.text)
    return instead === undefined ? null : [token.text, instead]
}

const looks: readonly Look[] = [
    lookAtPair,
    lookAtFromFirst,
    lookAtLimit,
    lookAtInterval,
    lookAtDateSum,
    lookAtType,
    lookAtFunction,
    lookAtKeyword,
    lookAtSign,
]

import { type SqlToken, sqlTokens } from '#warehouse/sql-tokens.ts'
import type { Model } from '../model.ts'
import { renderTemplate, unquoted } from '../template.ts'

/** A column of a model, or of a source table, that another column is worked out from. */
export type ReadColumn = {
    /** A model such as `features.account_flows`, or a source table as `sample.transactions`. */
    readonly from: string
    readonly kind: 'model' | 'source'
    readonly column: string
    /** How many months it is read for, the own one included. */
    readonly months: number
}

/** A value that the month before hands on may come from any month before. */
export const monthsOfLife = 1200

/** What stands in a `from`: a model, a source table, or an earlier step of the same text. */
type Read = { readonly kind: ReadColumn['kind'] | 'step'; readonly name: string; months: number }

type Item = { readonly name: string; readonly tokens: readonly SqlToken[] }

type Step = {
    readonly items: readonly Item[]
    readonly hasStar: boolean
    /** What it reads, by the name it goes by there. */
    readonly reads: ReadonlyMap<string, Read>
}

/** Columns of every model, and which models a pattern such as `identity.*__accounts` names. */
export type LineageOptions = {
    readonly models: ReadonlyMap<string, Model>
    readonly membersOf: (pattern: string) => readonly string[]
}

/**
 * The columns that one column of a model is worked out from, one step upstream, as the names in
 * its SQL say: what only joins or filters is not among them. Null where the text does not say it
 * plainly, so that nobody takes a guess for an answer.
 */
export function columnsBehind(
    model: Model,
    column: string,
    options: LineageOptions,
): readonly ReadColumn[] | null {
    const { columns } = followColumn(model, column, options)
    return columns.length === 0 ? null : columns
}

/** What stands behind a column: columns of what its model reads, and texts it compares with. */
export type Followed = {
    readonly columns: readonly ReadColumn[]
    /** Such as `deposit` of `case when product = 'deposit' then …`; each once. */
    readonly texts: readonly string[]
}

/** Follows a column through the steps of its model; no columns where they are not said plainly. */
export function followColumn(model: Model, column: string, options: LineageOptions): Followed {
    const steps = stepsIn(model)
    const last = [...steps.keys()].at(-1)
    if (last === undefined) return { columns: [], texts: [] }
    const found = new Map<string, ReadColumn>()
    const texts = new Set<string>()
    const open = new Set<string>()
    const visit = (name: string, wanted: string): void => {
        const id = `${name}.${wanted}`
        if (open.has(id)) return
        open.add(id)
        const step = steps.get(name)
        if (step === undefined) return
        const items = step.items.filter((item) => item.name === wanted)
        for (const one of items.flatMap(({ tokens }) => textsIn(tokens))) texts.add(one)
        const asked = items.flatMap(({ tokens }) => namesIn(tokens))
        if (step.hasStar && items.length === 0) asked.push({ from: null, column: wanted })
        for (const one of asked) {
            for (const [alias, read] of step.reads) {
                if (one.from !== null && one.from !== alias) continue
                if (read.kind === 'step') visit(read.name, one.column)
                else for (const behind of columnsOf(read, one.column, options)) add(behind)
            }
        }
    }
    const add = (behind: ReadColumn): void => {
        const id = `${behind.from}.${behind.column}`
        const known = found.get(id)
        if (known === undefined || known.months < behind.months) found.set(id, behind)
    }
    visit(last, column)
    return { columns: [...found.values()], texts: [...texts] }
}

const known = new WeakMap<Model, ReadonlyMap<string, Step>>()

/** The steps of a model's text, which is read once however many columns are followed. */
function stepsIn(model: Model): ReadonlyMap<string, Step> {
    const found = known.get(model)
    if (found !== undefined) return found
    const { text, reads } = withMarks(model)
    const steps = stepsOf(text, reads)
    known.set(model, steps)
    return steps
}

function columnsOf(
    { kind, name, months }: Read,
    column: string,
    { models, membersOf }: LineageOptions,
): readonly ReadColumn[] {
    if (kind === 'source') return [{ from: name, kind, column, months }]
    const names = name.includes('*') ? membersOf(name) : [name]
    return names
        .filter((one) => models.get(one)?.twin.columns[column] !== undefined)
        .map((from) => ({ from, kind: 'model', column, months }))
}

/** The template with each relation as one word, and each phrase as its arguments. */
function withMarks(model: Model): { text: string; reads: ReadonlyMap<string, Read> } {
    const reads = new Map<string, Read>()
    const mark = (read: Read): string => {
        const word = `relation_${reads.size}`
        reads.set(word, read)
        return word
    }
    const text = renderTemplate(model.template, (call) => {
        if (call.name === 'source') {
            const name = `${unquoted(call)}.${unquoted(call, 1)}`
            return mark({ kind: 'source', name, months: 1 })
        }
        if (call.name === 'ref') {
            const months = Number(call.args[1] ?? 1)
            return mark({ kind: 'model', name: unquoted(call), months })
        }
        // What the month before left is the same column of the same model.
        if (call.name === 'previous')
            return mark({ kind: 'model', name: model.name, months: monthsOfLife })
        if (call.name === 'param') return '0'
        return `phrase(${call.args.join(', ')})`
    })
    return { text, reads }
}

/** The steps of `with a as (…), b as (…) select * from b`, in their order. */
function stepsOf(text: string, marks: ReadonlyMap<string, Read>): ReadonlyMap<string, Step> {
    const tokens = sqlTokens(text)
    const steps = new Map<string, Step>()
    for (let at = 0; at < tokens.length; at++) {
        const [name, as, bracket] = tokens.slice(at, at + 3)
        if (name?.kind !== 'word' || as?.text !== 'as' || bracket?.text !== '(') continue
        const end = closingAt(tokens, at + 2)
        const body = tokens.slice(at + 3, end)
        if (body[0]?.text === 'select') steps.set(name.text, stepOf(body, { marks, steps }))
        at = end
    }
    return steps
}

function closingAt(tokens: readonly SqlToken[], from: number): number {
    let depth = 0
    for (let at = from; at < tokens.length; at++) {
        if (tokens[at]?.text === '(') depth++
        if (tokens[at]?.text === ')') depth--
        if (depth === 0) return at
    }
    return tokens.length
}

type Known = {
    readonly marks: ReadonlyMap<string, Read>
    readonly steps: ReadonlyMap<string, Step>
}

const clauses = new Set(['from', 'where', 'group', 'having', 'order', 'union', 'select'])

/** One `select`, or several that a `union all` puts together. */
function stepOf(body: readonly SqlToken[], known: Known): Step {
    const items: Item[] = []
    const reads = new Map<string, Read>()
    let clause = ''
    let part: SqlToken[] = []
    const close = (): void => {
        if (clause === 'select') items.push(...itemsOf(part))
        if (clause === 'from')
            for (const [alias, read] of readsOf(part, known)) reads.set(alias, read)
        part = []
    }
    let depth = 0
    for (const token of body) {
        if (token.text === '(') depth++
        if (token.text === ')') depth--
        if (depth === 0 && token.kind === 'word' && clauses.has(token.text)) {
            close()
            clause = token.text
        } else part.push(token)
    }
    close()
    return { items, reads, hasStar: items.some(({ name }) => name === '*') }
}

function itemsOf(tokens: readonly SqlToken[]): readonly Item[] {
    const items: Item[] = []
    let part: SqlToken[] = []
    let depth = 0
    for (const token of [...tokens, null]) {
        if (token?.text === '(') depth++
        if (token?.text === ')') depth--
        if (token !== null && (token.text !== ',' || depth > 0)) {
            part.push(token)
            continue
        }
        const last = part.at(-1)
        const name = last === undefined ? undefined : nameOf(last)
        const isNamed = part.at(-2)?.text === 'as'
        if (name !== undefined) items.push({ name, tokens: isNamed ? part.slice(0, -2) : part })
        part = []
    }
    return items
}

function readsOf(
    tokens: readonly SqlToken[],
    { marks, steps }: Known,
): readonly (readonly [string, Read])[] {
    return tokens.flatMap((token, at) => {
        const before = tokens[at - 1]?.text
        if (before !== undefined && before !== 'join' && before !== ',') return []
        const read =
            marks.get(token.text) ??
            (steps.has(token.text)
                ? { kind: 'step' as const, name: token.text, months: 1 }
                : undefined)
        if (read === undefined) return []
        const next = tokens[at + 1]
        const isAlias = next?.kind === 'word' && !joinWords.has(next.text)
        return [[isAlias ? next.text : token.text, read] as const]
    })
}

const joinWords = new Set(['join', 'left', 'cross', 'inner', 'full', 'right', 'on'])

type Name = { readonly from: string | null; readonly column: string }

/** Columns that an expression names, `a.b`, `b` or `"b"`; words of SQL have no such column. */
function namesIn(tokens: readonly SqlToken[]): Name[] {
    return tokens.flatMap((token, at): Name[] => {
        if (token.kind !== 'word' && token.kind !== 'quoted') return []
        if (tokens[at + 1]?.text === '.' || tokens[at + 1]?.text === '(') return []
        const column = nameOf(token)
        const from = tokens[at - 1]?.text === '.' ? tokens[at - 2] : undefined
        return [{ from: from === undefined ? null : nameOf(from), column }]
    })
}

/** A name without the double quotes that a word of the language is written in to be one. */
function nameOf({ kind, text }: SqlToken): string {
    return kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : text
}

function textsIn(tokens: readonly SqlToken[]): readonly string[] {
    return tokens.flatMap(({ kind, text }) => (kind === 'string' ? [text.slice(1, -1)] : []))
}

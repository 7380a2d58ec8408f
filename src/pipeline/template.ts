/** One `{{ name(a, b) }}` of a template. Arguments are text, already rendered. */
export type TemplateCall = {
    readonly name: string
    readonly args: readonly string[]
    /** Where it stands in the template, from 0. */
    readonly offset: number
}

/** What a call stands for. It throws {@link TemplateError} where it knows no such word. */
export type Words = (call: TemplateCall) => string

/** A template that cannot be rendered; `offset` counts from 0. */
export class TemplateError extends Error {
    readonly offset: number

    constructor(message: string, offset: number) {
        super(message)
        this.name = 'TemplateError'
        this.offset = offset
    }
}

/** Replaces every `{{ … }}` of a template, inner ones first. */
export function renderTemplate(text: string, words: Words): string {
    let out = ''
    let at = 0
    for (;;) {
        const open = text.indexOf('{{', at)
        if (open === -1) break
        const close = closingBraces(text, open)
        out += text.slice(at, open) + words(readCall(text.slice(open + 2, close), { open, words }))
        at = close + 2
    }
    return out + text.slice(at)
}

/** The text of a quoted argument: `'identity.accounts'` without its quotes. */
export function unquoted(call: TemplateCall, index = 0): string {
    const match = /^'([^']*)'$/.exec(call.args[index] ?? '')
    if (match === null) {
        throw new TemplateError(`${call.name}() takes a text in single quotes`, call.offset)
    }
    return match[1] ?? ''
}

function closingBraces(text: string, open: number): number {
    let depth = 0
    for (let at = open; at < text.length - 1; at++) {
        const two = text.slice(at, at + 2)
        if (two === '{{') depth++
        if (two === '}}') depth--
        if (two === '{{' || two === '}}') at++
        if (depth === 0) return at - 1
    }
    throw new TemplateError('{{ has no }}', open)
}

function readCall(
    inner: string,
    { open, words }: { readonly open: number; readonly words: Words },
): TemplateCall {
    const text = renderTemplate(inner, words).trim()
    const match = /^([a-z][a-z0-9_]*)\s*\(([\s\S]*)\)$/.exec(text)
    if (match === null) throw new TemplateError(`{{ ${text} }} is no call such as ref('x')`, open)
    return { name: match[1] ?? '', args: splitArguments(match[2] ?? ''), offset: open }
}

/** Splits at commas that stand outside brackets and quotes. */
function splitArguments(text: string): readonly string[] {
    if (text.trim() === '') return []
    const parts: string[] = []
    let depth = 0
    let quoted = false
    let from = 0
    for (let at = 0; at < text.length; at++) {
        const letter = text[at]
        if (letter === "'") quoted = !quoted
        if (quoted) continue
        if (letter === '(') depth++
        if (letter === ')') depth--
        if (letter === ',' && depth === 0) {
            parts.push(text.slice(from, at).trim())
            from = at + 1
        }
    }
    return [...parts, text.slice(from).trim()]
}

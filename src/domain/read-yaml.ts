import { type Alias, type Document, isNode, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { type Failure, failure, ok, type Place, type Result, refused } from './result.ts'

/** A YAML text that fits its schema, and where each of its parts stands. */
export type YamlFile<T> = {
    readonly value: T
    /** Line and column of a part, or of the nearest part around it that the text has. */
    readonly placeOf: (path: readonly (string | number)[]) => Place
}

/**
 * Reads a YAML text against a schema. Every fault comes back at once with line and column:
 * `domain.yaml_invalid` where it is no YAML and `domain.yaml_alias` where a name in it cannot be
 * followed; `domain.yaml_key_missing`, `yaml_key_unknown` and `yaml_value_unfit` where it does not
 * fit.
 */
export function readYaml<T>(
    text: string,
    { file, schema }: { readonly file: string; readonly schema: z.ZodType<T> },
): Result<YamlFile<T>> {
    const lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
    const placeAt = (offset: number): Place => {
        const { line, col } = lines.linePos(offset)
        return { file, line, column: col }
    }
    if (document.errors.length > 0) {
        return refused(
            document.errors.map((error) =>
                failure(
                    'domain.yaml_invalid',
                    { reason: error.code, detail: detailOf(error.message) },
                    placeAt(error.pos[0]),
                ),
            ),
        )
    }
    const placeOf: YamlFile<T>['placeOf'] = (path) => {
        for (let length = path.length; length > 0; length--) {
            const node = document.getIn(path.slice(0, length), true)
            if (isNode(node) && node.range != null) return placeAt(node.range[0])
        }
        return placeAt(0)
    }
    const unfolded = unfold(document)
    if (!unfolded.ok) {
        const { source, range } = unfolded.alias
        return refused([failure('domain.yaml_alias', { alias: source }, placeAt(range?.[0] ?? 0))])
    }
    const parsed = schema.safeParse(unfolded.value)
    if (parsed.success) return ok({ value: parsed.data, placeOf })
    const faults = parsed.error.issues.flatMap((issue) =>
        shapeFailures(issue, { document, placeOf }),
    )
    return refused(faults)
}

type Unfolded =
    | { readonly ok: true; readonly value: unknown }
    | { readonly ok: false; readonly alias: Alias }

/** The values with every name followed, or the first name that leads nowhere or too far. */
function unfold(document: Document): Unfolded {
    try {
        return { ok: true, value: document.toJS() }
    } catch (cause) {
        const aliases: Alias[] = []
        visit(document, { Alias: (_, alias) => void aliases.push(alias) })
        const [first] = aliases
        if (!(cause instanceof ReferenceError) || first === undefined) throw cause
        return { ok: false, alias: aliases.find((one) => !one.resolve(document)) ?? first }
    }
}

/** The first sentence of what the YAML parser says, in its own language. */
function detailOf(message: string): string {
    const [line = ''] = message.split('\n')
    return `${line.replace(/ at line \d+, column \d+:?$/, '').replace(/[:.]+$/, '')}.`
}

type Found = { readonly document: Document; readonly placeOf: YamlFile<unknown>['placeOf'] }

function shapeFailures(issue: z.core.$ZodIssue, { document, placeOf }: Found): readonly Failure[] {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => {
            const keyPath = [...path, key]
            return failure('domain.yaml_key_unknown', { key: keyPath.join('.') }, placeOf(keyPath))
        })
    }
    const key = path.length === 0 ? '/' : path.join('.')
    if (!document.hasIn(path)) return [failure('domain.yaml_key_missing', { key }, placeOf(path))]
    // What stands between // and @ in an address may be a password.
    const shown = JSON.stringify(valueAt(document, path)) ?? 'null'
    const value = shown.replace(/\/\/[^\s"]*@/g, '//…@')
    const known = issue.code === 'invalid_value' ? issue.values.join(', ') : 'none'
    return [failure('domain.yaml_value_unfit', { key, value, known }, placeOf(path))]
}

function valueAt(document: Document, path: readonly (string | number)[]): unknown {
    const found = document.getIn(path)
    return isNode(found) ? found.toJS(document) : found
}

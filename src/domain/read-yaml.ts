import { isNode, LineCounter, parseDocument } from 'yaml'
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
 * `domain.yaml_invalid` where it is no YAML, `domain.yaml_shape` where it does not fit.
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
                    { reason: error.message.split('\n')[0] ?? '' },
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
    const parsed = schema.safeParse(document.toJS())
    if (parsed.success) return ok({ value: parsed.data, placeOf })
    return refused(parsed.error.issues.map((issue) => shapeFailure(issue, placeOf)))
}

function shapeFailure(issue: z.core.$ZodIssue, placeOf: YamlFile<unknown>['placeOf']): Failure {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    const at = path.length === 0 ? '/' : path.join('.')
    return failure('domain.yaml_shape', { at, reason: issue.message }, placeOf(path))
}

import { parse } from 'yaml'
import { lineAt, type Tree } from './tree.ts'

/** The stages that models lie in, in the order of the data; each reads its own and those before. */
export const modelStages = [
    ...['staging', 'identity', 'features', 'scores', 'tiers', 'serving'],
] as const

/** A model's SQL as it lies in `models/<stage>/<name>.sql`. */
export type ModelFile = {
    readonly path: string
    readonly stage: string
    /** `identity.berka__accounts`. */
    readonly name: string
    /** The system of `berka__accounts`; null where a model serves all systems. */
    readonly system: string | null
    readonly sql: string
    readonly calls: readonly TemplateCall[]
}

/** `{{ ref('identity.accounts', 12) }}`: the word and its arguments in quotes. */
export type TemplateCall = {
    readonly word: string
    readonly texts: readonly string[]
    readonly line: number
    readonly offset: number
}

/** The parts of a twin that the house looks at, as they are written: nothing is sure. */
export type TwinFile = {
    readonly description?: unknown
    readonly grain?: unknown
    readonly key?: unknown
    readonly columns?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>
}

/** The parts of a source contract that the house looks at. */
export type ContractFile = {
    readonly system?: unknown
    readonly tables?: Readonly<
        Record<string, { readonly columns?: Readonly<Record<string, { readonly pii?: unknown }>> }>
    >
}

const modelPath = /^models\/([^/]+)\/([^/]+)\.sql$/

/** All models of a tree. */
export function modelsOf(tree: Tree): readonly ModelFile[] {
    return [...tree].flatMap(([path, sql]) => {
        const match = modelPath.exec(path)
        if (match === null) return []
        const [, stage = '', file = ''] = match
        const system = /^(.+?)__/.exec(file)?.[1] ?? null
        return [{ path, stage, name: `${stage}.${file}`, system, sql, calls: callsOf(sql) }]
    })
}

function callsOf(sql: string): readonly TemplateCall[] {
    const bare = sql.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
    return [...bare.matchAll(/\{\{\s*([a-z_][a-z0-9_]*)\s*\(([^{}]*)\)\s*\}\}/g)].map((match) => ({
        word: match[1] ?? '',
        texts: [...(match[2] ?? '').matchAll(/'([^']*)'/g)].map(([, text = '']) => text),
        line: lineAt(sql, match.index),
        offset: match.index,
    }))
}

/** The YAML of a file; an empty one where it is missing or cannot be read. */
export function yamlOf<T extends object>(tree: Tree, path: string): Partial<T> {
    try {
        const value: unknown = parse(tree.get(path) ?? '')
        return typeof value === 'object' && value !== null ? (value as Partial<T>) : {}
    } catch {
        return {}
    }
}

/** The contracts of a tree by system. */
export function contractsOf(tree: Tree): ReadonlyMap<string, Partial<ContractFile>> {
    const paths = [...tree.keys()].filter((path) => /^models\/sources\/[^/]+\.yml$/.test(path))
    return new Map(paths.map((path) => [systemOf(path), yamlOf<ContractFile>(tree, path)]))
}

function systemOf(path: string): string {
    return path.replace(/^.*\//, '').replace(/\.yml$/, '')
}

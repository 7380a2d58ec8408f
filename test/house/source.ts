import ts from 'typescript'
import { filesOf, type Tree } from './tree.ts'

/** A TypeScript file, parsed. */
export type Source = {
    readonly path: string
    readonly text: string
    readonly ast: ts.SourceFile
}

/** TypeScript that ships, tests beside it left out. */
export const shipped = /^(?:src|samplebank|bench)\/(?!.*\.test\.ts$).*\.ts$/
/** All TypeScript of the repository. */
export const anySource = /^(?:src|samplebank|bench|test)\/.*\.ts$/
/** Rooms that only think. */
export const pureRooms = ['domain', 'sources', 'identity', 'features', 'scores', 'tiers'] as const

const parsed = new Map<string, Source>()

/** Parses the TypeScript files whose path fits a pattern. */
export function sourcesOf(tree: Tree, pattern: RegExp): readonly Source[] {
    return filesOf(tree, pattern).map(([path, text]) => {
        const known = parsed.get(path)
        if (known?.text === text) return known
        const ast = ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true)
        const source = { path, text, ast }
        parsed.set(path, source)
        return source
    })
}

/** A node and all nodes below it. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
    yield node
    const children: ts.Node[] = []
    ts.forEachChild(node, (child) => {
        children.push(child)
    })
    for (const child of children) yield* nodesOf(child)
}

/** Where a node begins: `src/domain/month.ts:12`. */
export function placeOf(source: Source, node: ts.Node): string {
    const { line } = source.ast.getLineAndCharacterOfPosition(node.getStart(source.ast))
    return `${source.path}:${line + 1}`
}

/** The text of a literal without parts to fill in; null for any other node. */
export function literalOf(node: ts.Node | undefined): string | null {
    return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null
}

/** The last word of what is called: `say` in `texts.say('x')`. */
export function calleeOf(call: ts.CallExpression): string {
    const { expression } = call
    if (ts.isIdentifier(expression)) return expression.text
    return ts.isPropertyAccessExpression(expression) ? expression.name.text : ''
}

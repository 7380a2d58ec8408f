import ts from 'typescript'
import { calleeOf, nodesOf, placeOf, type Source, sourcesOf } from './source.ts'
import { type Check, filesOf, linesOf } from './tree.ts'

const measured = /\.(?:ts|mjs|cjs|sql|ya?ml)$/
const largestFile = 400
const longestLine = 100
const longestFunction = 70

/** Files of at most 400 lines. */
export const fileLines: Check = (tree) =>
    filesOf(tree, measured)
        .map(([path, text]) => ({ path, count: linesOf(text).length }))
        .filter(({ count }) => count > largestFile)
        .map(({ path, count }) => ({
            place: path,
            says: `${count} lines, ${largestFile} are allowed: two ideas are two files`,
        }))

/** Lines of at most 100 characters. */
export const lineWidth: Check = (tree) =>
    filesOf(tree, measured).flatMap(([path, text]) =>
        linesOf(text).flatMap((line, index) =>
            [...line].length > longestLine
                ? [{ place: `${path}:${index + 1}`, says: `longer than ${longestLine} characters` }]
                : [],
        ),
    )

/** Functions of at most 70 lines; the brackets of `describe` hold tests, they are no function. */
export const functionLines: Check = (tree) =>
    sourcesOf(tree, /\.ts$/).flatMap((source) =>
        [...nodesOf(source.ast)].filter(isFunction).flatMap((node) => {
            const count = linesOfNode(source, node)
            if (count <= longestFunction || isDescribed(node)) return []
            const says = `a function of ${count} lines, ${longestFunction} are allowed`
            return [{ place: placeOf(source, node), says }]
        }),
    )

function isFunction(node: ts.Node): boolean {
    return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

function isDescribed(node: ts.Node): boolean {
    return ts.isCallExpression(node.parent) && calleeOf(node.parent) === 'describe'
}

function linesOfNode({ ast }: Source, node: ts.Node): number {
    const from = ast.getLineAndCharacterOfPosition(node.getStart(ast)).line
    return ast.getLineAndCharacterOfPosition(node.getEnd()).line - from + 1
}

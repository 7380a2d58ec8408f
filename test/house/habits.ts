import ts from 'typescript'
import {
    anySource,
    nodesOf,
    placeOf,
    pureRooms,
    type Source,
    shipped,
    sourcesOf,
} from './source.ts'
import { type Check, type Found, filesOf, lineAt } from './tree.ts'

const pureSource = new RegExp(`^src/(?:${pureRooms.join('|')})/(?!.*\\.test\\.ts$).*\\.ts$`)
const worldly = new Set([
    ...['Date', 'Promise', 'setTimeout', 'setInterval', 'queueMicrotask', 'fetch', 'crypto'],
    ...['process', 'console', 'globalThis', 'performance', 'Buffer'],
])

/** Pure rooms do not wait, roll dice or look at a clock. */
export const pureThinks: Check = (tree) =>
    eachNode(tree, pureSource, (node) => {
        if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async in a pure room'
        if (ts.isAwaitExpression(node)) return 'await in a pure room'
        if (isRead(node) && worldly.has(node.text)) return `${node.text} in a pure room`
        if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') {
            return 'Math.random in a pure room'
        }
        return null
    })

/** Every exported symbol of what ships says what it is; the first of its overloads does. */
export const docComments: Check = (tree) =>
    sourcesOf(tree, shipped).flatMap((source) => {
        const exported = source.ast.statements.filter(isExported)
        const told = new Set(exported.filter(isTold).map(nameOf))
        return exported
            .filter((statement) => !told.has(nameOf(statement)) && !isDerived(statement))
            .map((statement) => ({
                place: placeOf(source, statement),
                says: `${nameOf(statement)} is exported and has no doc comment`,
            }))
    })

function isExported(statement: ts.Statement): boolean {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : []
    return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
}

function isTold(statement: ts.Statement): boolean {
    return ts.getJSDocCommentsAndTags(statement).length > 0
}

/** `type Language = (typeof languages)[number]`: what it is stands at the value. */
function isDerived(statement: ts.Statement): boolean {
    return ts.isTypeAliasDeclaration(statement) && /\btypeof \w/.test(statement.type.getText())
}

/** Decimals are read exactly: DuckDB's conversions to plain JavaScript lose digits in silence. */
export const exactDecimals: Check = (tree) =>
    eachNode(tree, anySource, (node) =>
        ts.isIdentifier(node) && /^get(?:Row|Column)\w*(?:JS|Json)$/.test(node.text)
            ? `${node.text} loses digits: read cells with their exact value`
            : null,
    )

/** Only the runtime reads the environment; tests and the bench may set it up. */
export const oneEnvironment: Check = (tree) =>
    eachNode(tree, /^(?!src\/runtime\/|test\/|bench\/).*\.ts$/, (node) => {
        const read = ts.isPropertyAccessExpression(node) && node.getText() === 'process.env'
        const imported =
            ts.isImportDeclaration(node) &&
            /\benv\b/.test(node.importClause?.getText() ?? '') &&
            /process'$/.test(node.moduleSpecifier.getText())
        return read || imported ? 'the environment is read by src/runtime/config.ts only' : null
    })

/** No test runs alone and none is left out. */
export const allTestsRun: Check = (tree) =>
    eachNode(tree, anySource, (node) => {
        if (!ts.isPropertyAccessExpression(node)) return null
        const match = /^(?:describe|it|test)\.(only|skip|todo)$/.exec(node.getText())
        return match === null ? null : `.${match[1]} is for your own machine`
    })

/** A note to self carries its reason in brackets, or it does not stay. */
export const reasonedNotes: Check = (tree) =>
    sourcesOf(tree, anySource).flatMap((source) =>
        commentsOf(source).flatMap(({ text, line }) =>
            /\b(?:TODO|FIXME|XXX|HACK)\b(?!\s*\([^)]+\))/.test(text)
                ? [{ place: `${source.path}:${line}`, says: 'a note without (its reason)' }]
                : [],
        ),
    )

/** No path of somebody's machine. */
export const noMachinePaths: Check = (tree) =>
    filesOf(tree, /^(?!package-lock\.json$)/).flatMap(([path, text]) =>
        [...text.matchAll(/(?<![\w.*~/-])\/(?:work|root|home\/\w+|Users\/\w+|tmp\/tong)\/\w/g)].map(
            (match) => ({
                place: `${path}:${lineAt(text, match.index)}`,
                says: `${match[0]}… is a path of one machine`,
            }),
        ),
    )

function eachNode(
    tree: Parameters<Check>[0],
    pattern: RegExp,
    look: (node: ts.Node) => string | null,
): readonly Found[] {
    return sourcesOf(tree, pattern).flatMap((source) =>
        [...nodesOf(source.ast)].flatMap((node) => {
            const says = look(node)
            return says === null ? [] : [{ place: placeOf(source, node), says }]
        }),
    )
}

/** An identifier that stands for a value, not for the name of a property or of something new. */
function isRead(node: ts.Node): node is ts.Identifier {
    if (!ts.isIdentifier(node)) return false
    const { parent } = node
    if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
    if (ts.isPropertyAssignment(parent)) return parent.initializer === node
    return !ts.isPropertySignature(parent)
}

function nameOf(statement: ts.Statement): string {
    if (ts.isVariableStatement(statement)) {
        return statement.declarationList.declarations.map(({ name }) => name.getText()).join(', ')
    }
    const { name } = statement as { name?: ts.Node }
    return name?.getText() ?? 'this'
}

/** All comments of a file, found between the tokens of its tree. */
function commentsOf({ ast, text }: Source): readonly { text: string; line: number }[] {
    const starts = new Map<number, number>()
    for (const node of nodesOf(ast)) {
        for (const find of [ts.getLeadingCommentRanges, ts.getTrailingCommentRanges]) {
            const at = find === ts.getLeadingCommentRanges ? node.getFullStart() : node.getEnd()
            for (const { pos, end } of find(text, at) ?? []) starts.set(pos, end)
        }
    }
    return [...starts].map(([pos, end]) => ({
        text: text.slice(pos, end),
        line: lineAt(text, pos),
    }))
}

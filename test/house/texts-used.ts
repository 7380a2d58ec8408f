import ts from 'typescript'
import { calleeOf, literalOf, nodesOf, placeOf, type Source, shipped, sourcesOf } from './source.ts'
import { paramsOf, textsOf } from './text-files.ts'
import type { Check, Found, Tree } from './tree.ts'

const failuresFile = /^src\/domain\/(?:[a-z]+-)?failures\.ts$/
const placeParams = ['file', 'line', 'column']
const saying = /^(?:say|says)$/
const failing = /^(?:failure|refuse)$/

/** Every failure code has its sentence; sentences of codes that are gone are gone too. */
export const failureTexts: Check = (tree) => {
    const codes = failureCodes(tree)
    const all = textsOf(tree)
    const keys = new Set(all.map(({ key }) => key))
    const silent = codes
        .filter(({ code }) => !keys.has(failureKey(code)))
        .map(({ code, place }) => ({ place, says: `${code} has no text ${failureKey(code)}` }))
    const known = new Set(codes.map(({ code }) => failureKey(code)))
    const orphaned = all
        .filter(({ key }) => /^[a-z]+\.failure\./.test(key) && !known.has(key))
        .map(({ key, place }) => ({ place, says: `no failure has the text ${key}` }))
    return [...silent, ...orphaned]
}

function failureKey(code: string): string {
    return code.replace('.', '.failure.')
}

function failureCodes(tree: Tree): readonly { code: string; place: string }[] {
    return sourcesOf(tree, failuresFile).flatMap((source) =>
        [...nodesOf(source.ast)]
            .filter(ts.isPropertyAssignment)
            .map((node) => ({ code: literalOf(node.name), place: placeOf(source, node) }))
            .flatMap(({ code, place }) => (code === null ? [] : [{ code, place }])),
    )
}

/** Every failure code is raised somewhere. */
export const failuresRaised: Check = (tree) => {
    const used = new Set<string>()
    const patterns: RegExp[] = []
    for (const source of sourcesOf(tree, shipped)) {
        if (failuresFile.test(source.path)) continue
        for (const node of nodesOf(source.ast)) {
            used.add(literalOf(node) ?? '')
            if (ts.isTemplateExpression(node)) patterns.push(...patternOf(node))
        }
    }
    return failureCodes(tree)
        .filter(({ code }) => !used.has(code) && !patterns.some((one) => one.test(code)))
        .map(({ code, place }) => ({ place, says: `${code} is raised nowhere` }))
}

/** Every key that the code says is a text. */
export const textsExist: Check = (tree) => {
    const all = textsOf(tree)
    const keys = new Set(all.map(({ key }) => key))
    const rooms = new Set(all.map(({ room }) => room))
    return eachSource(tree, (source, node) => {
        const text = literalOf(node)
        if (text === null || keys.has(text)) return []
        const call = ts.isCallExpression(node.parent) && saying.test(calleeOf(node.parent))
        const said = call && ts.isCallExpression(node.parent) && node.parent.arguments[0] === node
        const shaped = /^([a-z]+)(?:\.[a-z0-9_]+){2,}$/.exec(text)
        const named = shaped !== null && rooms.has(shaped[1] ?? '')
        if (!said && !named) return []
        return [{ place: placeOf(source, node), says: `there is no text ${text}` }]
    })
}

/** Every text is said somewhere, by its key or by a template such as `tiers.cause.…`. */
export const textsUsed: Check = (tree) => {
    const used = new Set<string>()
    const patterns: RegExp[] = [/^[a-z]+\.failure\./]
    for (const source of sourcesOf(tree, shipped)) {
        for (const node of nodesOf(source.ast)) {
            used.add(literalOf(node) ?? '')
            if (ts.isTemplateExpression(node)) patterns.push(...patternOf(node))
        }
    }
    return textsOf(tree)
        .filter(({ language }) => language === 'en')
        .filter(({ key }) => !used.has(key) && !patterns.some((one) => one.test(key)))
        .map(({ key, place }) => ({ place, says: `${key} is said nowhere` }))
}

/** What a template can become: `tiers.cause.…` begins with a room and has its dots. */
function patternOf(node: ts.TemplateExpression): readonly RegExp[] {
    if (!/^[a-z]+\./.test(node.head.text)) return []
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    return [new RegExp(`^${parts.map(escaped).join('.+')}$`)]
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** A text is given each parameter it names, as far as the code shows what it gives. */
export const textsFilled: Check = (tree) => {
    const named = new Map<string, readonly string[]>()
    for (const entry of textsOf(tree)) {
        try {
            const known = named.get(entry.key) ?? []
            named.set(entry.key, [...new Set([...known, ...paramsOf(entry).named])])
        } catch {
            // A text that cannot be parsed is the fault of another rule.
        }
    }
    return eachSource(tree, (source, node) => {
        if (!ts.isCallExpression(node)) return []
        const [first, given, at] = node.arguments
        const text = literalOf(first)
        const fails = failing.test(calleeOf(node))
        if (text === null || !(fails || saying.test(calleeOf(node)))) return []
        const key = fails ? failureKey(text) : text
        const names = given === undefined ? [] : namesOf(given)
        if (names === null) return []
        const here = new Set([...names, ...(fails && at !== undefined ? placeParams : [])])
        return [...(named.get(key) ?? [])]
            .filter((name) => !here.has(name))
            .map((name) => ({ place: placeOf(source, node), says: `${key} wants {${name}}` }))
    })
}

/** The names of an object that is written out; null where they cannot be seen. */
function namesOf(node: ts.Expression): readonly string[] | null {
    if (!ts.isObjectLiteralExpression(node)) return null
    const names = node.properties.map((property) =>
        property.name !== undefined && !ts.isComputedPropertyName(property.name)
            ? property.name.text
            : null,
    )
    return names.every((name) => name !== null) ? names : null
}

function eachSource(
    tree: Tree,
    look: (source: Source, node: ts.Node) => readonly Found[],
): readonly Found[] {
    return sourcesOf(tree, shipped).flatMap((source) =>
        [...nodesOf(source.ast)].flatMap((node) => look(source, node)),
    )
}

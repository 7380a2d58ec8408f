import { isMap, isSeq, parseDocument } from 'yaml'
import { yamlScalar } from './draft-yaml.ts'

/** A heading under which a column of a contract also comes. */
export type ColumnAlias = {
    readonly table: string
    readonly column: string
    readonly heading: string
}

type Splice = { readonly at: number; readonly until: number; readonly text: string }

/**
 * The text of a contract with aliases added; every other byte stays, so comments do. Throws where a
 * column is not there: whoever asks has found it in the contract.
 */
export function addAliases(text: string, aliases: readonly ColumnAlias[]): string {
    const document = parseDocument(text)
    const byColumn = Map.groupBy(aliases, ({ table, column }) => JSON.stringify([table, column]))
    const splices = [...byColumn.values()].map((group): Splice => {
        const [{ table, column } = { table: '', column: '' }] = group
        const node = document.getIn(['tables', table, 'columns', column], true)
        if (!isMap(node) || node.range == null) throw new Error(`no column ${table}.${column}`)
        const headings = group.map(({ heading }) => heading)
        const there = node.get('aliases', true)
        if (isSeq(there) && there.range != null) {
            const all = [...there.items.map(String), ...headings]
            const [at, until] = there.range
            return { at, until: trimmed(text, until), text: list(all) }
        }
        const [begin, end] = node.range
        if (node.flow === true) {
            const at = trimmed(text, end - 1)
            return { at, until: at, text: `, aliases: ${list(headings)}` }
        }
        const indent = begin - (text.lastIndexOf('\n', begin - 1) + 1)
        const line = `aliases: ${list(headings)}\n${' '.repeat(indent)}`
        return { at: begin, until: begin, text: line }
    })
    return splices
        .toSorted((one, other) => other.at - one.at)
        .reduce((all, { at, until, text: more }) => {
            return `${all.slice(0, at)}${more}${all.slice(until)}`
        }, text)
}

/** The end of what stands before a place, without blanks and line ends. */
function trimmed(text: string, at: number): number {
    return text.slice(0, at).trimEnd().length
}

function list(names: readonly string[]): string {
    return `[${names.map(yamlScalar).join(', ')}]`
}

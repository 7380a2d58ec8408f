import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** The text files of a repository: path from its root, with `/`, to the whole text. */
export type Tree = ReadonlyMap<string, string>

/** Something that a rule has against a place of the tree. */
export type Found = {
    /** `src/domain/month.ts:12`, or a path without a line. */
    readonly place: string
    /** What is wrong and how to put it right. */
    readonly says: string
}

/** One law of the house. It looks at a tree only, so that it can be shown a broken one. */
export type Check = (tree: Tree) => readonly Found[]

const skippedFolders = new Set(['node_modules', '.git', '.tong', 'coverage'])
const readEndings = new Set([
    ...['.ts', '.mjs', '.cjs', '.js', '.json', '.sql', '.yml', '.yaml', '.md', '.html', '.css'],
    ...['', '.sha256', '.txt', '.csv'],
])
const largestBytes = 1_000_000

/** Reads all text files below a folder, those of npm, git and data folders left out. */
export function readTree(root: string): Tree {
    const files = new Map<string, string>()
    const visit = (folder: string): void => {
        for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
            const path = folder === '' ? entry.name : `${folder}/${entry.name}`
            if (entry.isDirectory()) {
                if (!skippedFolders.has(entry.name)) visit(path)
            } else if (entry.isFile() && readEndings.has(extname(entry.name))) {
                const bytes = readFileSync(join(root, path))
                if (bytes.length <= largestBytes) files.set(path, bytes.toString('utf8'))
            }
        }
    }
    visit('')
    return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)))
}

/** The files whose path fits a pattern, in the order of their paths. */
export function filesOf(tree: Tree, pattern: RegExp): readonly (readonly [string, string])[] {
    return [...tree].filter(([path]) => pattern.test(path))
}

/** The line that a character stands in, from 1. */
export function lineAt(text: string, offset: number): number {
    return text.slice(0, offset).split('\n').length
}

/** The lines of a text; the empty one after the last line end is none. */
export function linesOf(text: string): readonly string[] {
    return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** The root of the repository. */
export const root = join(import.meta.dirname, '../..')

const skipped = new Set(['node_modules', '.git', '.tong', 'coverage'])

/** All Markdown pages: path from the root, with `/`, to the text. */
export function readPages(): ReadonlyMap<string, string> {
    const pages = new Map<string, string>()
    const visit = (folder: string): void => {
        for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
            const path = folder === '' ? entry.name : `${folder}/${entry.name}`
            if (entry.isDirectory() && !skipped.has(entry.name)) visit(path)
            if (entry.isFile() && entry.name.endsWith('.md')) {
                pages.set(path, readFileSync(join(root, path), 'utf8'))
            }
        }
    }
    visit('')
    return pages
}

/** The places in the repository that a page links to; links to other sites are left out. */
export function linksOf(path: string, text: string): readonly string[] {
    const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '')
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target.replace(/#.*$/, ''))
        .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
        .map((target) => normalize(join(dirname(path), target)))
}

/** A link to a heading of another page. */
export type AnchoredLink = { readonly target: string; readonly anchor: string }

/** The headings of other pages that a page links to. */
export function anchoredLinksOf(path: string, text: string): readonly AnchoredLink[] {
    const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '')
    return [...prose.matchAll(/\]\(([^)\s#]+\.md)#([^)\s]+)\)/g)]
        .filter(([, target = '']) => !/^[a-z]+:/.test(target))
        .map(([, target = '', anchor = '']) => ({
            target: normalize(join(dirname(path), target)),
            anchor,
        }))
}

/** The headings of a page, as a link names them. */
export function anchorsOf(text: string): readonly string[] {
    return [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm)].map(
        ([, title = '']) =>
            title
                .toLowerCase()
                .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
                .replaceAll(' ', '-'),
    )
}

/** The `./tong …` lines of a page's code blocks, as arguments. */
export function commandsOf(text: string): readonly (readonly string[])[] {
    const blocks = [...text.matchAll(/```[\s\S]*?```/g)].map(([block]) => block)
    return blocks.flatMap((block) =>
        [...block.matchAll(/^(?:\$ )?\.\/tong (.*)$/gm)].map(([, line = '']) => wordsOf(line)),
    )
}

/** The words of a command line up to a comment or to what is done with its output. */
function wordsOf(line: string): readonly string[] {
    const [command = ''] = line.split(/\s(?:#|\||>)/)
    return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
        ([, double, single, bare]) => double ?? single ?? bare ?? '',
    )
}

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
        [...block.matchAll(/^(?:\$ )?\.\/tong (.*)$/gm)].map(([, line = '']) =>
            line
                .replace(/\s+#.*$/, '')
                .trim()
                .split(/\s+/),
        ),
    )
}

import { describe, expect, it } from 'vitest'
import { blocksOf, isShown, shownIn } from './page-blocks.ts'
import { readPages } from './pages.ts'

// A page in Chinese has the shape of the English one: headings, commands, links. Its words are
// its own.

const pages = readPages()
const translated = [...pages.keys()].filter((path) => path.startsWith('docs/zh-CN/'))
const wanted = ['README', 'start', 'cookbook', ...['customer', 'month-close', 'policy'].map(guide)]

function guide(name: string): string {
    return `guides/${name}`
}

describe('pages in Chinese', () => {
    it('are there for start, guides and cookbook', () => {
        const all = [...wanted, guide('run-in-a-bank'), guide('your-own-data')]
        expect(translated.sort()).toEqual(all.map((name) => `docs/zh-CN/${name}.md`).sort())
    })

    it.each(translated)('%s has the headings, commands and links of the English page', (path) => {
        const english = shapeOf(pages.get(path.replace('/zh-CN', '')) ?? '')
        expect(shapeOf(pages.get(path) ?? '')).toEqual(english)
    })

    it.each(translated)('%s is written in Chinese', (path) => {
        const prose = (pages.get(path) ?? '').replaceAll(/```[\s\S]*?^```$/gm, '')
        const letters = prose.match(/\p{Script=Han}/gu) ?? []
        expect(letters.length).toBeGreaterThan(prose.length / 6)
    })

    it('sees a heading, a command and a link that are missing', () => {
        const page = '# A\n[b](b.md)\n```sh\n./tong list\n```\n'
        expect(shapeOf(page)).not.toEqual(shapeOf(page.replace('# A', 'A')))
        expect(shapeOf(page)).not.toEqual(shapeOf(page.replace('list', 'close')))
        expect(shapeOf(page)).not.toEqual(shapeOf(page.replace('b.md', 'c.md')))
    })
})

/** Levels of headings, commands and files that are run, and where links lead, in order. */
function shapeOf(text: string): object {
    const prose = text.replaceAll(/```[\s\S]*?^```$/gm, '')
    const headings = [...prose.matchAll(/^(#+) /gm)].map(([, marks = '']) => marks.length)
    const blocks = blocksOf(text).map((block) => ({
        kind: block.kind,
        // Why a block is not run, and what is printed, are in the page's language.
        mark: block.mark.replace(/^no-run:.*/, 'no-run'),
        commands: isShown(block) ? shownIn(block).map(({ command }) => settledText(command)) : [],
        text: isShown(block) ? '' : settledText(block.text),
    }))
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) =>
        // Pages without a translation lie one folder further up; headings have other names.
        target.replaceAll('../', '').replace('zh-CN/', '').replace(/#.*$/, ''),
    )
    return { headings, blocks, links: links.filter((target) => target !== '').sort() }
}

/** Reasons and comments may be said in Chinese. */
function settledText(text: string): string {
    return text
        .replaceAll(/"[^"\n]*"|“[^”]*”/g, '"…"')
        .replaceAll(/\s+#.*$/gm, '')
        .replaceAll(/\s+/g, ' ')
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '#cli/program.ts'
import { loadSay } from '#runtime/texts.ts'
import { anchoredLinksOf, anchorsOf, commandsOf, linksOf, readPages, root } from './pages.ts'
import { referenceFolder, referencePages } from './reference.ts'

const pages = readPages()

describe('links', () => {
    it.each([...pages.keys()])('%s leads somewhere', (path) => {
        const gone = linksOf(path, pages.get(path) ?? '').filter(
            (target) => target.startsWith('..') || !existsSync(join(root, target)),
        )
        expect(gone).toEqual([])
    })

    it.each([...pages.keys()])('%s names headings that are there', (path) => {
        const text = pages.get(path) ?? ''
        const anchors = [...text.matchAll(/\]\(#([^)\s]+)\)/g)].map(([, anchor = '']) => anchor)
        const known = anchorsOf(text)
        expect(anchors.filter((anchor) => !known.includes(anchor))).toEqual([])
    })

    it.each([...pages.keys()])('%s names headings of other pages that are there', (path) => {
        const gone = anchoredLinksOf(path, pages.get(path) ?? '').filter(
            ({ target, anchor }) => !anchorsOf(pages.get(target) ?? '').includes(anchor),
        )
        expect(gone).toEqual([])
    })

    it('sees a heading of another page', () => {
        expect(anchoredLinksOf('docs/a.md', 'See [b](b.md#c-d) and [e](e.md).')).toEqual([
            { target: 'docs/b.md', anchor: 'c-d' },
        ])
        expect(anchorsOf('# C d\n')).toEqual(['c-d'])
    })

    it('sees links, and one that leads nowhere', () => {
        expect(linksOf('docs/a.md', 'See [b](b.md#c) and [c](https://example.org).')).toEqual([
            'docs/b.md',
        ])
        expect(existsSync(join(root, 'docs/b.md'))).toBe(false)
    })
})

describe('commands', () => {
    const shown = [...pages].flatMap(([path, text]) =>
        commandsOf(text).map((args) => ({ path, line: args.join(' '), args })),
    )

    it('are shown', () => expect(shown.length).toBeGreaterThan(10))

    it.each(shown)('$path: tong $line', async ({ args }) => {
        await expect(parse(args)).resolves.toBeUndefined()
    })

    it('end before a comment and before what is done with their output', () => {
        const page = '```sh\n./tong list --tier "two words"  # all\n./tong list | head -3\n```\n'
        expect(commandsOf(page)).toEqual([['list', '--tier', 'two words'], ['list']])
    })

    it.each([['lists'], ['run'], ['close', '--until', '2025-01'], ['list', 'near', 'movers']])(
        'tong %s %s %s is none',
        async (...args) => {
            await expect(parse(args.filter((arg) => arg !== undefined))).rejects.toThrow()
        },
    )
})

describe('the reference', () => {
    it.each(Object.entries(referencePages()))('%s is what the program says', (name, text) => {
        expect(readFileSync(join(referenceFolder, name), 'utf8')).toBe(text)
    })
})

/** Reads a command line without running it. Throws what the program has against it. */
async function parse(args: readonly string[]): Promise<void> {
    const program = createProgram(loadSay('en'))
    for (const command of program.commands) idle(command)
    await program.parseAsync([...args], { from: 'user' })
}

/** Nouns have verbs below them, and those must not run either. */
function idle(command: Command): void {
    for (const below of command.commands) idle(below)
    // A noun that has an answer of its own, such as `tong quality`, has a handler beside its verbs.
    const answers = Reflect.get(command, '_actionHandler') !== null
    if (command.commands.length === 0 || answers) command.action(() => {})
    command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
}

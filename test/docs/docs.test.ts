import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '#cli/program.ts'
import { loadSay } from '#runtime/texts.ts'
import { anchorsOf, commandsOf, linksOf, readPages, root } from './pages.ts'
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

function idle(command: Command): void {
    command.action(() => {})
    command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
}

import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '#cli/program.ts'
import { loadSay } from '#runtime/texts.ts'

// One grammar for files, over every command that there is: rows and rules go to `--out`, pages for
// the browser to `--page`, and `--to` is the end of a period. src/cli/README.md says it to whoever
// adds a command, docs/reference/cli.md to whoever types one.

/** Flags that name a file to be written. */
const written: ReadonlySet<string> = new Set(['--out', '--page'])

/** What another command of identity takes has its name there: both write and read by it. */
const named: ReadonlySet<string> = new Set([
    ...['tong identity run --pairs', 'tong identity run --clusters'],
    'tong identity train --model',
])

/** Flags that name files to be read. */
const read: ReadonlySet<string> = new Set([
    ...['tong checkup --given', 'tong identity run --input', 'tong identity run --policy'],
    ...['tong identity run --labels', 'tong identity run --model', 'tong identity run --removed'],
    ...['tong identity train --input', 'tong identity train --policy'],
    ...['tong identity train --labels', 'tong identity evaluate --truth'],
    ...['tong identity evaluate --clusters', 'tong identity evaluate --pairs'],
])

/** Files that people write on from then on: nothing replaces them. */
const drafts: ReadonlySet<string> = new Set(['tong sources draft', 'tong identity draft'])

type Flag = { readonly path: string; readonly long: string; readonly flags: string }

function commandsOf(command: Command, above = ''): readonly (readonly [string, Command])[] {
    const path = `${above} ${command.name()}`.trim()
    return [[path, command], ...command.commands.flatMap((one) => commandsOf(one, path))]
}

const commands = commandsOf(createProgram(loadSay('en')))
const flags: readonly Flag[] = commands.flatMap(([path, command]) =>
    command.options.map(({ long, flags: text }) => ({ path, long: long ?? '', flags: text })),
)

test('a flag that takes a file is known as one that reads or one that writes', () => {
    const takers = flags.filter((flag) => /<files?(?:\.\.\.)?>/.test(flag.flags))
    const strangers = takers.filter(({ path, long }) => {
        const full = `${path} ${long}`
        return !(written.has(long) || named.has(full) || read.has(full))
    })
    expect(strangers.map(({ path, long }) => `${path} ${long}`)).toEqual([])
    expect(takers.filter(({ long }) => written.has(long)).length).toBeGreaterThan(9)
})

test('what is written is asked for by the same two flags, always with a file', () => {
    for (const { path, long, flags: text } of flags) {
        if (written.has(long)) expect(`${path} ${text}`).toBe(`${path} ${long} <file>`)
    }
    const others = /^--(?:csv|xlsx|html|parquet|json-file|output|file|write-to|save|export)$/
    expect(flags.filter(({ long }) => others.test(long))).toEqual([])
})

test('rows that are there are replaced by --force alone, pages always, drafts never', () => {
    for (const [path, command] of commands) {
        const longs = command.options.map(({ long }) => long)
        const writesRows = longs.includes('--out') && !drafts.has(path)
        expect([path, longs.includes('--force')]).toEqual([path, writesRows])
    }
})

test('--to is the end of a period and nothing else', () => {
    const ends = flags.filter(({ long }) => long === '--to')
    expect(ends.length).toBeGreaterThan(0)
    for (const { path, flags: text } of ends) {
        expect([path, text]).toEqual([path, '--to <month>'])
    }
})

test('--branch and --rm stand together, in the same words', () => {
    const scoped = commands.filter(([, { options }]) => {
        return options.some(({ long }) => long === '--branch' || long === '--rm')
    })
    expect(scoped.map(([path]) => path).sort()).toEqual([
        ...['tong cuts list', 'tong cuts show', 'tong export cut', 'tong export list'],
        ...['tong list', 'tong quality parties', 'tong report'],
    ])
    const wordsOf = ({ options }: Command): readonly (readonly [string, string])[] =>
        options
            .filter(({ long }) => long === '--branch' || long === '--rm')
            .map((option) => [option.flags, option.description] as const)
    const [first] = scoped
    for (const [, command] of scoped) {
        expect(wordsOf(command)).toEqual(first === undefined ? [] : wordsOf(first[1]))
        expect(wordsOf(command)).toHaveLength(2)
    }
})

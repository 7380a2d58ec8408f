import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { people, policyText, recordOf, tableOfRecords } from './people-table.ts'

// A run is kept, and records that come later are matched beside it.

let folder: string
let data: string

const at = (name: string): string => join(folder, name)
const run = (...args: readonly string[]) => ({ args: ['identity', 'run', ...args], data }) as const

const all = Array.from({ length: people }, (_, person) => person).flatMap((person) => [
    recordOf('one', person),
    recordOf('other', person),
])
const olds = all.filter((_, row) => row % 6 !== 5)
const news = all.filter((_, row) => row % 6 === 5)

type Told = {
    readonly counts: Readonly<Record<string, number>>
    readonly figures: Readonly<Record<string, number>>
}

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong more 客户 '))
    data = at('no-bank')
    await writeFile(at('policy.yaml'), policyText)
    await writeFile(at('olds.csv'), tableOfRecords(olds))
    await writeFile(at('news.csv'), tableOfRecords(news))
    await writeFile(at('all.csv'), tableOfRecords(all))
    await writeFile(at('gone.csv'), 'record_id\none-3\nnobody\n')
    const kept = ['--keep', at('base'), '--clusters', at('olds-clusters.csv')]
    const asked = ['--input', at('olds.csv'), '--policy', at('policy.yaml')]
    await answerOf(run(...asked, ...kept, '--pairs', at('olds-pairs.csv')))
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const more = (...args: readonly string[]) => run('--base', at('base'), ...args)
const text = (name: string): Promise<string> => readFile(at(name), 'utf8')

describe('a run beside one that was kept', () => {
    test('answers of all records, the same for the new ones alone as for all again', async () => {
        const files = (name: string): readonly string[] => [
            ...['--clusters', at(`${name}-clusters.csv`), '--pairs', at(`${name}-pairs.csv`)],
        ]
        const few = await answerOf<Told>(more('--input', at('news.csv'), ...files('news')))
        const many = await answerOf<Told>(more('--input', at('all.csv'), ...files('all')))
        const none = { changed: 0, removed: 0, unknown: 0 }
        expect(few.counts).toEqual({ ...none, added: news.length, unchanged: 0 })
        expect(many.counts).toEqual({ ...none, added: news.length, unchanged: olds.length })
        expect(few.figures).toEqual(many.figures)
        expect(few.figures.records).toBe(all.length)
        expect(await text('news-clusters.csv')).toBe(await text('all-clusters.csv'))
        expect(await text('news-pairs.csv')).toBe(await text('all-pairs.csv'))
        const rows = (await text('all-clusters.csv')).trimEnd().split('\n').slice(1)
        expect(rows.map((row) => row.split(',')[0]).sort()).toEqual(
            all.map((row) => row.split(',')[0]).sort(),
        )
        // Both records of a person are together, whichever of them came later.
        const clusterOf = new Map(rows.map((row) => row.split(',') as [string, string]))
        const apart = Array.from({ length: people }, (_, person) => person).filter(
            (person) => clusterOf.get(`one-${person}`) !== clusterOf.get(`other-${person}`),
        )
        expect(apart.length).toBeLessThan(people * 0.1)
    })

    test('without anything new writes what the run before wrote, byte by byte', async () => {
        const files = ['--clusters', at('same-clusters.csv'), '--pairs', at('same-pairs.csv')]
        const told = await answerOf<Told>(more('--input', at('olds.csv'), ...files))
        expect(told.figures).toMatchObject({ records: olds.length, pairs: 0 })
        expect(await text('same-clusters.csv')).toBe(await text('olds-clusters.csv'))
        expect(await text('same-pairs.csv')).toBe(await text('olds-pairs.csv'))
    })

    test('takes records away, and keeps what the next one is made beside', async () => {
        const kept = ['--keep', at('second')]
        const { counts } = await answerOf<Told>(more('--removed', at('gone.csv'), ...kept))
        expect(counts).toMatchObject({ removed: 1, unknown: 1, added: 0 })
        const next = ['--base', at('second'), '--input', at('all.csv')]
        const told = await answerOf<Told>(run(...next))
        expect(told.counts).toMatchObject({ added: news.length + 1, unchanged: olds.length - 1 })
        expect(told.figures.records).toBe(all.length)
        expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
    })

    test.each(languages)('shows no value of a record in %s', async (language) => {
        const asked = more('--input', at('news.csv'), '--removed', at('gone.csv'))
        const ended = await tong({ ...asked, args: [...asked.args, '--lang', language] })
        expect(ended).toMatchObject({ exit: 0 })
        const values = news.flatMap((row) => row.split(',').slice(1)).filter((one) => one !== '')
        expect(values.filter((value) => ended.stdout.includes(value))).toEqual([])
        expect(ended.stdout).not.toMatch(/\b(?:cli|identity)\.[a-z_]+\./)
    })
})

describe('what does not fit a base is refused', () => {
    test.each<[string, readonly string[], string]>([
        ['a folder that is none', ['--base', '.', '--input', 'news.csv'], 'identity.base_missing'],
        ['nothing to match', ['--base', 'base'], 'cli.flag_alone'],
        [
            'removed without a base',
            ['--input', 'news.csv', '--removed', 'gone.csv'],
            'cli.flag_alone',
        ],
        ['a link', ['--base', 'base', '--input', 'news.csv', '--link'], 'cli.flags_together'],
        [
            'two files',
            ['--base', 'base', '--input', 'news.csv', 'all.csv'],
            'cli.identity_base_files',
        ],
        ['other columns', ['--base', 'base', '--input', 'gone.csv'], 'cli.comparison_columns'],
        ['other ids', ['--base', 'base', '--input', 'ids.csv'], 'cli.identity_base_id'],
        ['removed of no id', ['--base', 'base', '--removed', 'ids.csv'], 'cli.identity_base_id'],
        [
            'a record given and removed',
            ['--base', 'base', '--input', 'olds.csv', '--removed', 'gone.csv'],
            'identity.removed_given',
        ],
        [
            'another comparison',
            ['--base', 'base', '--input', 'news.csv', '--policy', 'other.yaml'],
            'identity.base_comparison',
        ],
        [
            'a folder that is there',
            ['--base', 'base', '--input', 'news.csv', '--keep', 'base'],
            'cli.out_there',
        ],
        [
            'labels with what is kept',
            ['--input', 'olds.csv', '--labels', 'gone.csv', '--keep', 'x'],
            'cli.flags_together',
        ],
    ])('%s', async (_, words, code) => {
        await writeFile(at('ids.csv'), (await text('news.csv')).replace('record_id', 'number'))
        await writeFile(at('other.yaml'), policyText.replace('[phone.number], ', ''))
        const paths = words.map((word) => (word.startsWith('--') ? word : at(word)))
        const { failures } = await refusalOf(run(...paths))
        expect(failures.map((one) => one.code)).toEqual([code])
    })
})

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import { parseIdentityPolicy } from '#identity/policy/parse-identity-policy.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { shared } from '../identity/public-sets.ts'
import { given, people, policyText, surnames, tableOf, truthOf } from './people-table.ts'

// Who is who in tables that nobody has described, without any bank.

const script = join(shared, 'peers/linkage/evaluate.py')
const hasPeer = existsSync(script) && spawnSync('python3', ['--version']).status === 0
if (!hasPeer) console.warn(`\nNOT TESTED: no ${script} or no python3; TONG_SHARED names another\n`)

let folder: string
let data: string

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong identity 客户 '))
    data = join(folder, 'no-bank')
    await writeFile(at('clients.csv'), tableOf(['one', 'other']))
    await writeFile(at('left.csv'), tableOf(['one']))
    await writeFile(at('right.csv'), tableOf(['other']))
    await writeFile(at('policy.yaml'), policyText)
    await writeFile(at('truth.csv'), truthOf(['one', 'other']))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const call = (...args: readonly string[]) => ({ args: ['identity', ...args], data }) as const
const run = (...args: readonly string[]) => call('run', ...args)

type Found = {
    readonly policy: string | null
    readonly comparison: { readonly id: string }
    readonly figures: Readonly<Record<string, number>>
    readonly keys: readonly { readonly skippedRecords: number }[]
    readonly placeholders: readonly { readonly value: string; readonly holders: number }[]
}

describe('a draft', () => {
    test.each(languages)('is a policy with its reasons in %s', async (language) => {
        const ended = await tong(call('draft', at('clients.csv'), '--lang', language))
        expect(ended).toMatchObject({ exit: 0 })
        expect(parseIdentityPolicy(ended.stdout, 'draft.yaml')).toMatchObject({ ok: true })
        expect(ended.stdout.match(/^ +# /gm)?.length).toBeGreaterThan(3)
    })

    test('is written to a new file, which a run takes', async () => {
        const out = at('drafted.yaml')
        await answerOf(call('draft', at('clients.csv'), '--out', out))
        const again = await refusalOf(call('draft', at('clients.csv'), '--out', out))
        expect(again).toMatchObject({ exit: 2, failures: [{ code: 'cli.out_there' }] })
        const [own, drafted] = [
            await answerOf<Found>(run('--input', at('clients.csv'), '--policy', out)),
            await answerOf<Found>(run('--input', at('clients.csv'))),
        ]
        expect(own.policy).toBe(out)
        expect(drafted.policy).toBe(null)
        expect(own.figures).toEqual(drafted.figures)
    })
})

describe('a run', () => {
    test('counts what it writes, and both files are whole', async () => {
        const files = ['--clusters', at('c.csv'), '--pairs', at('p.csv')]
        const input = ['--input', at('clients.csv'), '--policy', at('policy.yaml')]
        const { figures, comparison } = await answerOf<Found>(run(...input, ...files))
        expect(comparison.id).toBe('persons')
        const clusters = rowsOf(await readFile(at('c.csv'), 'utf8'))
        expect(clusters.length).toBe(2 * people)
        const sizes = new Map<string, number>()
        for (const [, id = ''] of clusters) sizes.set(id, (sizes.get(id) ?? 0) + 1)
        const many = [...sizes.values()].filter((size) => size > 1)
        expect(figures).toMatchObject({
            records: 2 * people,
            clusters: sizes.size,
            sharedClusters: many.length,
            recordsInShared: many.reduce((sum, size) => sum + size, 0),
            largestCluster: Math.max(...sizes.values()),
        })
        const chances = rowsOf(await readFile(at('p.csv'), 'utf8')).map(([, , chance]) =>
            Number(chance),
        )
        const { joined = 0, keptApart = 0, toReview } = figures
        expect(joined + keptApart).toBe(chances.filter((chance) => chance >= 0.95).length)
        expect(toReview).toBe(chances.filter((chance) => chance >= 0.5 && chance < 0.95).length)
        expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
        const input2 = await refusalOf(run(...input, ...files))
        expect(input2).toMatchObject({ exit: 2, failures: [{ code: 'cli.out_there' }] })
    })

    test('joins rows of different files only where it is asked to link', async () => {
        const inputs = ['--input', at('left.csv'), '--input', at('right.csv'), '--link']
        const policy = ['--policy', at('policy.yaml'), '--pairs', at('linked.csv')]
        await answerOf<Found>(run(...inputs, ...policy))
        const pairs = rowsOf(await readFile(at('linked.csv'), 'utf8'))
        expect(pairs.length).toBeGreaterThan(people / 2)
        for (const [left = '', right = ''] of pairs) {
            expect([left.split('-')[0], right.split('-')[0]]).toEqual(['one', 'other'])
        }
        const sources = (await readFile(at('linked.csv'), 'utf8')).split('\n')[0]
        expect(sources).toContain('source_l,source_r')
    })

    test('takes the labels of a file, measures by them and keeps to them', async () => {
        const clusters = at('by-labels.csv')
        const asked = ['--input', at('clients.csv'), '--policy', at('policy.yaml')]
        const labels = 'id_l,id_r,same\none-1,other-1,no\none-1,one-2,是\n'
        await writeFile(at('labels.csv'), labels)
        const found = await answerOf<{ readonly labels: Readonly<Record<string, unknown>> }>(
            run(...asked, '--labels', at('labels.csv'), '--clusters', clusters),
        )
        expect(found.labels).toMatchObject({ accept: { same: 1, different: 1 }, unfollowed: 0 })
        const rows = new Map(
            rowsOf(await readFile(clusters, 'utf8')).map(([id = '', first = '']) => [id, first]),
        )
        expect(rows.get('one-1')).toBe(rows.get('one-2'))
        expect(rows.get('one-1')).not.toBe(rows.get('other-1'))
        await writeFile(at('other-labels.csv'), 'first,second\na,b\n')
        const wrong = await refusalOf(run(...asked, '--labels', at('other-labels.csv')))
        expect(wrong.failures.map(({ code }) => code)).toEqual(['cli.identity_label_columns'])
    })

    test('writes a page about the model that fetches nothing and names nobody', async () => {
        const page = at('model.html')
        const asked = ['--input', at('clients.csv'), '--policy', at('policy.yaml')]
        await answerOf<Found>(run(...asked, '--page', page))
        const text = await readFile(page, 'utf8')
        for (const language of languages) expect(text).toContain(`lang="${language}" data-title`)
        expect(text).not.toMatch(/https?:|\bundefined\b|\bNaN\b|exports\.identity\./)
        const values = rowsOf(tableOf(['one'])).map(([, name = '']) => name)
        expect(values.filter((value) => text.includes(value))).toEqual([])
    })

    test.each(languages)('shows no value of a record in %s', async (language) => {
        const input = ['--input', at('clients.csv'), '--policy', at('policy.yaml')]
        const text = await tong(run(...input, '--lang', language))
        const json = await tong(run(...input, '--json'))
        expect(text).toMatchObject({ exit: 0 })
        const values = rowsOf(tableOf(['one'])).flatMap(([, name = '', , phone = '']) => [
            name,
            phone,
        ])
        const shown = values.filter(
            (value) => text.stdout.includes(value) || json.stdout.includes(value),
        )
        expect(shown).toEqual([])
        expect(text.stdout).not.toMatch(/\b(?:cli|identity)\.[a-z_]+\./)
    })

    test('tells of one telephone that thousands share, masked', async () => {
        const more = Array.from({ length: 3000 }, (_, row) => {
            const [name, day] = [surnames[row % 20], `19${50 + (row % 45)}-06-${10 + (row % 18)}`]
            return `more-${row},${name}${given[row % 19]},${day},13962850417`
        })
        await writeFile(at('many.csv'), `${tableOf(['one', 'other'])}${more.join('\n')}\n`)
        const { placeholders, keys } = await answerOf<Found>(
            run('--input', at('many.csv'), '--policy', at('policy.yaml')),
        )
        const told = [
            ...placeholders.map(({ holders }) => holders),
            ...keys.map(({ skippedRecords }) => skippedRecords),
        ]
        expect(Math.max(...told)).toBeGreaterThanOrEqual(3000)
        expect(JSON.stringify(placeholders)).not.toContain('13962850417')
    })
})

const oneToOneFiles = 'cli.identity_one_to_one_files'

describe('what does not fit is refused', () => {
    const header = 'record_id,name,phone\n'
    test.each<[string, string, readonly string[], string]>([
        ['an empty file', '', [], 'pipeline.draft_file_empty'],
        ['one record', `${header}1,王伟,13911112222\n`, [], 'cli.identity_records_few'],
        ['no id', `${header}1,a,2\n1,b,3\n`, [], 'cli.identity_id_missing'],
        ['an id twice', `${header}1,a,2\n1,b,3\n`, ['--id', 'record_id'], 'identity.record_twice'],
        ['no such id', `${header}1,a,2\n2,b,3\n`, ['--id', 'x'], 'cli.identity_id_unknown'],
        ['link alone', `${header}1,a,2\n2,b,3\n`, ['--link'], 'cli.identity_link_alone'],
        ['one of one', `${header}1,a,2\n2,b,3\n`, ['--one-to-one'], oneToOneFiles],
        ['certainty', `${header}1,a,2\n2,b,3\n`, ['--threshold', '1'], 'cli.chance_wrong'],
        ['columns of nobody', 'id,amount\n1,2.5\n2,3.5\n', [], 'cli.identity_nothing_to_compare'],
        ['no policy', `${header}1,a,2\n2,b,3\n`, ['--comparison', 'x'], 'cli.flag_alone'],
    ])('%s', async (...[name, text, flags, code]) => {
        const file = at(`${name}.csv`)
        await writeFile(file, text)
        const { failures } = await refusalOf(run('--input', file, ...flags))
        expect(failures.map((one) => one.code)).toEqual([code])
    })

    test('a comparison that the table does not have, with all columns it lacks', async () => {
        await writeFile(at('bare.csv'), 'record_id,name\n1,王伟\n2,李娜\n')
        const bare = ['--input', at('bare.csv'), '--policy', at('policy.yaml')]
        const none = await refusalOf(run(...bare))
        expect(none.failures).toMatchObject([
            { code: 'cli.comparison_choose', params: { fitting: 0 } },
        ])
        const unknown = await refusalOf(run(...bare, '--comparison', 'x'))
        expect(unknown.failures).toMatchObject([{ code: 'cli.comparison_unknown' }])
        const two = ['--input', at('left.csv'), '--comparison', 'companies']
        const lacking = await refusalOf(run(...bare, ...two))
        expect(lacking.failures).toMatchObject([
            { at: { file: at('bare.csv') }, params: { missing: 'firm' } },
            { at: { file: at('left.csv') }, params: { missing: 'firm' } },
        ])
    })
})

describe('an evaluation', () => {
    test.runIf(hasPeer)('has the figures of the neutral script', async () => {
        const [clusters, pairs] = [at('e-clusters.csv'), at('e-pairs.csv')]
        const asked = ['--input', at('clients.csv'), '--policy', at('policy.yaml')]
        await answerOf(run(...asked, '--clusters', clusters, '--pairs', pairs))
        const truth = ['--truth', at('truth.csv')]
        type Shares = { readonly precision: number; readonly recall: number; readonly f1: number }
        const ours = await answerOf<{ pairwise: Shares; bCubed: Shares }>(
            call('evaluate', ...truth, '--clusters', clusters),
        )
        const theirs = peer('clusters', ...truth, '--pred', clusters)
        closeTo(ours.pairwise, theirs.pairwise)
        closeTo(ours.bCubed, theirs.bcubed)
        const scored = await answerOf<{
            readonly candidatePairs: number
            readonly at: readonly { readonly figures: Shares }[]
            readonly best: { readonly score: number; readonly figures: Shares }
        }>(call('evaluate', ...truth, '--pairs', pairs, '--at', '0.4,0.99'))
        const columns = ['--pair-cols', 'id_l', 'id_r', 'match_probability']
        const judged = peer('pairs', ...truth, '--pairs', pairs, ...columns, '--at', '0.4', '0.99')
        expect(scored.candidatePairs).toBe(judged.candidate_pairs)
        closeTo(scored.best.figures, judged.best)
        closeTo(scored.at[0]?.figures, judged.at['0.4'])
        closeTo(scored.at[1]?.figures, judged.at['0.99'])
    })

    test('is refused where nothing is to be judged, or the files do not fit', async () => {
        const truth = ['--truth', at('truth.csv')]
        const codeOf = async (...args: readonly string[]): Promise<readonly string[]> =>
            (await refusalOf(call('evaluate', ...args))).failures.map(({ code }) => code)
        await writeFile(at('wrong-pairs.csv'), 'id_l,id_r,score\none-1,other-1,high\n')
        await writeFile(at('stranger.csv'), 'record_id,cluster_id\nstranger,1\none-1,2\n')
        const wrong = ['--pairs', at('wrong-pairs.csv')]
        expect(await codeOf(...truth)).toEqual(['cli.identity_nothing_to_evaluate'])
        expect(await codeOf(...truth, ...wrong)).toEqual(['cli.identity_score'])
        expect(await codeOf(...truth, ...wrong, '--at', 'x')).toEqual(['cli.identity_at'])
        expect(await codeOf(...truth, '--clusters', at('stranger.csv'))).toEqual([
            'identity.truth_without_record',
        ])
        expect(await codeOf('--truth', at('left.csv'), '--clusters', at('truth.csv'))).toEqual([
            'cli.identity_column',
        ])
    })
})

// biome-ignore lint/suspicious/noExplicitAny: what a script prints has no types.
function peer(...args: readonly string[]): any {
    const ended = spawnSync('python3', [script, ...args], { encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(ended.stderr)
    return JSON.parse(ended.stdout)
}

function closeTo(
    found: Readonly<Record<string, unknown>> | undefined,
    wanted: Readonly<Record<string, number>>,
): void {
    for (const name of ['precision', 'recall', 'f1']) {
        expect(found?.[name]).toBeCloseTo(wanted[name] ?? Number.NaN, 12)
    }
}

function rowsOf(text: string): readonly (readonly string[])[] {
    const [, ...rows] = text.trimEnd().split('\n')
    return rows.map((row) => row.split(','))
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import { answerOf, refusalOf, said, tong } from '../e2e/tong-process.ts'

// Files of rules as a person checks them, without any bank.

type Checked = {
    readonly failures: readonly { readonly code: string; readonly sentence: string }[]
    readonly files: readonly { readonly file: string; readonly fits: boolean }[]
}

const policies = join(import.meta.dirname, '../../policies')
const shipped = {
    value: join(policies, 'value-score/2025-01.yaml'),
    rfm: join(policies, 'rfm/2025-01.yaml'),
    behaviour: join(policies, 'behaviour/2025-01.yaml'),
    lifecycle: join(policies, 'lifecycle/2025-01.yaml'),
    cuts: join(policies, 'cuts/2025-01.yaml'),
    lists: join(policies, 'cuts-lists/2025-01.yaml'),
}

let folder: string
let data: string

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong rules 规则 '))
    data = join(folder, 'no-bank')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
    const file = join(folder, name)
    await writeFile(file, content)
    return file
}

const check = (files: readonly string[], ...flags: readonly string[]) =>
    ({ args: ['scores', 'check', ...files, ...flags], data }) as const

describe('rules that fit', () => {
    test('all that is shipped does, and the answer says of what kind each is', async () => {
        const { failures, files } = await answerOf<Checked>(check(Object.values(shipped)))
        expect(failures).toEqual([])
        expect(files).toMatchObject([
            { fits: true, scorecard: 'value_score', version: '2025-01', effectiveFrom: '2025-01' },
            { fits: true, scorecard: 'rfm' },
            { fits: true, scorecard: 'behaviour' },
            { fits: true, lifecycle: 'party' },
            { fits: true, cuts: 'business' },
            { fits: true, cuts: 'lists' },
        ])
    })

    test.each(languages)('are read out in %s', async (language) => {
        const ended = await tong(check(Object.values(shipped), '--lang', language))
        expect(ended).toMatchObject({ exit: 0, stderr: '' })
        // As they stand in the files: the least share known, days without a transaction, a band.
        for (const figure of ['60%', '180', '75', '30%']) expect(ended.stdout).toContain(figure)
        expect(ended.stdout).not.toMatch(/[{}]|undefined|NaN/)
        if (language === 'en') return
        expect(ended.stdout.replaceAll(folder, '')).not.toMatch(/[a-z]{3,} [a-z]{3,}/)
    })
})

describe('rules that do not fit', () => {
    test('are told every fault of every file by line and column', async () => {
        const text = await readFile(shipped.value, 'utf8')
        const broken = text
            .replace('effective_from: 2025-01', 'effective_from: 2025-13')
            .replace('feature: tenure_months', 'feature: tenure_month')
            .replace('high: 75, middle: 50', 'high: 50, middle: 75')
        const lines = broken.split('\n')
        const lineOf = (part: string): number => lines.findIndex((one) => one.includes(part)) + 1
        const card = await fileOf('card.yaml', broken)
        const unknown = await fileOf('unknown.yaml', 'colour: red\n')
        const told = await refusalOf(check([card, unknown, shipped.rfm]))
        expect(told.exit).toBe(3)
        expect(told.failures.map(({ code, at }) => [code, at?.file, at?.line])).toEqual([
            ['features.value_unfit', card, lineOf('2025-13')],
            ['features.feature_unknown', card, lineOf('tenure_month,')],
            ['scores.bands_out_of_order', card, lineOf('high: 50')],
            ['scores.rules_unknown', unknown, 1],
        ])
        const { stdout, exit } = await tong(check([card, shipped.rfm]))
        expect(exit).toBe(3)
        expect(stdout).toContain(`${card}:${lineOf('2025-13')}:`)
        expect(stdout).toContain(`✓ ${shipped.rfm}`)
    })

    const odd: readonly (readonly [string, string | Uint8Array, string])[] = [
        ['empty.yaml', '', 'scores.rules_empty'],
        ['list.yaml', '- scorecard\n', 'scores.rules_bare'],
        ['policy.yaml', 'ladder: wealth\n', 'scores.rules_of_ladder'],
        ['typo.yaml', 'scorcard: rfm\n', 'scores.rules_unknown'],
        ['kind.yaml', 'scorecard: frm\n', 'features.word_unknown'],
        ['yaml.yaml', 'scorecard: [\n', 'domain.yaml_invalid'],
        ['alias.yaml', 'scorecard: *kind\n', 'domain.yaml_alias'],
        ['binary.yaml', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0xff), 'cli.rules_not_text'],
        ['gb18030.yaml', Uint8Array.of(0xc6, 0xc0, 0xb7, 0xd6, 0x0a), 'cli.rules_not_text'],
        ['large.yaml', `scorecard: rfm\n${'# …\n'.repeat(400_000)}`, 'cli.rules_large'],
    ]

    test('each kind of odd file has a sentence of its own', async () => {
        const files = await Promise.all(odd.map(([name, content]) => fileOf(name, content)))
        const { exit, failures } = await refusalOf(check(files))
        expect(exit).toBe(3)
        // YAML may have more to say of one place.
        const codes = new Map(failures.map(({ code, at }) => [at?.file, code]))
        expect(files.map((file) => codes.get(file))).toEqual(odd.map(([, , code]) => code))
        const typo = failures.find(({ at }) => at?.file.endsWith('typo.yaml') === true)
        expect(typo?.sentence).toMatch(/Is scorecard meant\? .*scorecard, lifecycle, cuts/)
    })

    test.each(['zh-CN', 'zh-TW'])('what is wrong is said in %s', async (language) => {
        const files = odd.map(([name]) => join(folder, name))
        const missing = join(folder, 'missing.yaml')
        const ended = await tong(check([...files, folder, missing], '--lang', language))
        expect(ended.exit).toBe(3)
        const prose = said(ended).replaceAll(/tong policies check \S+|[!-~]*[/:,][!-~ ]*/g, '')
        expect(prose).not.toMatch(/[A-Za-z]{3,} [A-Za-z]{3,}/)
    })

    test('a folder and a file that is not there are told apart', async () => {
        const { failures } = await refusalOf(check([folder, join(folder, 'missing.yaml')]))
        expect(failures.map(({ code, params }) => [code, params.reason])).toEqual([
            ['cli.rules_unreadable', 'EISDIR'],
            ['cli.rules_unreadable', 'ENOENT'],
        ])
    })

    test('amounts have to be in the currency that is asked for', async () => {
        const text = await readFile(shipped.rfm, 'utf8')
        const when = '{ feature: aum_avg_month, op: ">=", value: 50000 CNY }'
        const file = await fileOf(
            'rich.yaml',
            text.replace(/^population: .*$/m, `population: ${when}`),
        )
        expect(await answerOf<Checked>(check([file]))).toMatchObject({ files: [{ fits: true }] })
        expect((await refusalOf(check([file], '--currency', 'TWD'))).exit).toBe(3)
    })
})

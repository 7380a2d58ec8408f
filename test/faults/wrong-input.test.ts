import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import {
    filesOf,
    importSmallBank,
    smallPolicy as policy,
    removeBank,
    type SmallBank,
} from '../e2e/small-bank.ts'
import { customers } from '../e2e/small-bank-files.ts'
import { answerOf, refusalOf, type ToldFailure } from '../e2e/tong-process.ts'

// What a bank may write wrongly into its own files, and ask wrongly. Every fault is told with its
// place and a remedy, and nothing of the bank changes.

let bank: SmallBank
/** Keeps the bank's server up between the commands; each of them opens it for itself. */
let held: Bank

const model = 'models/identity/corner__rates.sql'
const twin = 'models/identity/corner__rates.yml'
const close = ['close', '--through', '2025-02']
const run = ['run', '--as-of', '2025-02']

beforeAll(async () => {
    bank = await importSmallBank()
    await answerOf({ args: close, data: bank.data })
    held = await openBank({ config: readConfig({ data: bank.data }, {}), access: 'read' })
})

afterAll(async () => {
    await held.close()
    await removeBank(bank)
})

/** Changes one file of the bank; null removes it. */
type Change = (text: string) => string | null

/** What a command says while one file is otherwise. The file is put back. */
async function refusedWith(
    file: string,
    { change, args }: { readonly change: Change; readonly args: readonly string[] },
): Promise<{ readonly exit: number | null; readonly told: readonly string[]; text: string }> {
    const path = join(bank.data, file)
    const before = await readFile(path, 'utf8')
    const after = change(before)
    expect(after).not.toBe(before)
    const there = await filesOf(bank.data)
    try {
        if (after === null) await rm(path)
        else await writeFile(path, after)
        const { exit, failures } = await refusalOf({ args, data: bank.data })
        const text = failures.map(({ sentence }) => sentence).join('\n')
        return { exit, told: failures.map(placed), text }
    } finally {
        await writeFile(path, before)
        const now = await filesOf(bank.data)
        const proven = provenSince(now, there)
        expect(now.filter((one) => !proven.includes(one))).toEqual(there)
        expect(proven.filter((one) => one.includes('corner__rates'))).toEqual([])
    }
}

/** Files of snapshots that are whole: models that are not at fault may be built meanwhile. */
function provenSince(now: readonly string[], there: readonly string[]): readonly string[] {
    const fresh = now.filter((one) => !there.includes(one))
    return fresh.filter((one) => {
        const [root, key] = one.split('/')
        return root === 'snapshots' && fresh.includes(`${root}/${key}/step.json`)
    })
}

/** A failure as `code file:line`. */
function placed({ code, at }: ToldFailure): string {
    const place = at === undefined ? '' : ` ${[at.file, at.line].filter(Boolean).join(':')}`
    return `${code}${place}`
}

type Case = readonly [
    what: string,
    change: Change,
    expected: { readonly told: readonly string[]; readonly says: readonly string[] },
]

describe('a policy', () => {
    const cases: readonly Case[] = [
        [
            'with a feature that nobody knows',
            (text) => text.replace('deposit_avg_month', 'deposit_avg_mouth'),
            {
                told: [`features.feature_unknown ${policy}:9`],
                says: ['deposit_avg_mouth', 'Did you mean deposit_avg_month?'],
            },
        ],
        [
            'with tiers out of order',
            (text) => text.replace('500000 CNY', '40000 CNY'),
            { told: [`tiers.tiers_out_of_order ${policy}:14`], says: ['low to high'] },
        ],
        [
            'with an amount without its currency',
            (text) => text.replace('50000 CNY', '50000'),
            {
                told: [`features.amount_without_currency ${policy}:13`],
                says: ['write 50000 CNY'],
            },
        ],
        [
            'with a misspelt key',
            (text) => `${text}floor: []\n`,
            { told: [`features.key_unknown ${policy}:20`], says: ['floors'] },
        ],
        [
            'with several faults',
            (text) =>
                text
                    .replace('deposit_avg_month', 'money')
                    .replace('50000 CNY', '50000')
                    .replace('wait: 3', 'wait: soon'),
            {
                told: [
                    `features.feature_unknown ${policy}:9`,
                    `features.amount_without_currency ${policy}:13`,
                    `features.count_unfit ${policy}:16`,
                ],
                says: ['a whole number from 1 to'],
            },
        ],
        [
            'that is gone',
            () => null,
            { told: [`workbench.file_unreadable ${policy}`], says: ['Name a file that is there'] },
        ],
        [
            'that is published already with another text, for a month that is closed',
            (text) => text.replace('wait: 3', 'wait: 4'),
            {
                told: [
                    `workbench.policy_version_taken ${policy}`,
                    `workbench.policy_month_closed ${policy}:5`,
                ],
                says: ['Give this text a version of its own', '2025-03 or later'],
            },
        ],
    ]

    test.each(cases)('%s', async (_, change, { told, says }) => {
        const args = ['policies', 'check', join(bank.data, policy)]
        const refused = await refusedWith(policy, { change, args })
        const places = refused.told.map((one) => one.replace(`${bank.data}/`, ''))
        expect({ exit: refused.exit, told: places }).toEqual({ exit: 3, told })
        for (const words of says) expect(refused.text).toContain(words)
    })
})

describe('tong.yaml', () => {
    const here = () => join(bank.data, 'tong.yaml')

    test('that is no YAML names line and column', async () => {
        const change = () => 'base_currency: [CNY\n'
        const { exit, told } = await refusedWith('tong.yaml', { change, args: ['list'] })
        expect({ exit, told }).toEqual({ exit: 3, told: [`domain.yaml_invalid ${here()}:2`] })
    })

    test('with several faults tells all of them', async () => {
        const text = 'base_currency: yuan\nladders: []\nfirst_close: 2025-13\n'
        const { exit, told } = await refusedWith('tong.yaml', {
            change: () => text,
            args: ['list'],
        })
        const places = [1, 2, 3].map((line) => `domain.yaml_value_unfit ${here()}:${line}`)
        expect({ exit, told }).toEqual({ exit: 3, told: places })
    })

    test('that names a ladder without a policy', async () => {
        const change: Change = (text) => text.replace('[corner]', '[korner]')
        const refused = await refusedWith('tong.yaml', { change, args: close })
        expect(refused).toMatchObject({ exit: 3, told: ['pipeline.ladder_unknown'] })
        expect(refused.text).toContain('tong policies submit FILE')
    })

    test('that is gone: the folder is left alone', async () => {
        const refused = await refusedWith('tong.yaml', { change: () => null, args: ['start'] })
        expect(refused).toMatchObject({ exit: 2, told: ['cli.start_half_bank'] })
        expect(refused.text).toContain('tong.yaml')
    })
})

describe('a model', () => {
    const ofSql: readonly Case[] = [
        [
            'with a word that the engines do not share',
            (text) => `${text.trimEnd()}\nqualify row_number() over () = 1\n`,
            { told: [`pipeline.words_refused ${model}:11`], says: ['qualify', 'row_number()'] },
        ],
        [
            'with a column that is not there',
            (text) => text.replace('        rate\n', '        price as rate\n'),
            {
                told: [`pipeline.sql_failed ${model}`],
                says: ['identity.corner__rates', '"price" not found', 'Correct the model.'],
            },
        ],
        [
            'with a bracket too many',
            (text) => text.replace('rates as (', 'rates as (('),
            { told: [`pipeline.sql_failed ${model}`], says: ['syntax error'] },
        ],
        [
            'that fails on a value',
            (text) =>
                text.replace(
                    '        currency,',
                    '        cast(cast(currency as bigint) as varchar) as currency,',
                ),
            { told: [`pipeline.sql_failed ${model}`], says: ['EUR'] },
        ],
        [
            'with a template word that nobody knows',
            (text) => text.replace('source(', 'sauce('),
            { told: [`pipeline.template_invalid ${model}:7`], says: ['sauce'] },
        ],
        [
            'with a table that is not delivered',
            (text) => text.replace("'rates')", "'prices')"),
            { told: ['pipeline.table_unknown'], says: ['prices', 'customers, accounts'] },
        ],
    ]

    test.each(ofSql)('%s', async (_, change, { told, says }) => {
        const refused = await refusedWith(model, { change, args: run })
        expect(refused).toMatchObject({ exit: 3, told })
        for (const words of says) expect(refused.text).toContain(words)
    })

    const tested = (holds: string) => (text: string) =>
        `${text}tests:\n    - law: { name: rates are small, holds: ${holds} }\n`

    const ofTwin: readonly Case[] = [
        [
            'whose twin has another type',
            (text) => text.replace('decimal(18,8)', 'double'),
            { told: [`pipeline.columns_differ ${model}`], says: ['rate double'] },
        ],
        [
            'whose twin is gone',
            () => null,
            { told: [`pipeline.twin_missing ${twin}`], says: ['Write one'] },
        ],
        [
            'whose twin has a wrong key',
            (text) => text.replace('[currency, month]', '[currency]'),
            { told: [`pipeline.test_failed ${twin}`], says: ['currency is unique'] },
        ],
        [
            'that breaks its own law',
            tested('rate < 8'),
            { told: [`pipeline.test_failed ${twin}`], says: ['rates are small', '12 rows'] },
        ],
        [
            'whose law is no SQL',
            tested('price < 8'),
            { told: [`pipeline.sql_failed ${twin}`], says: ['"price" not found'] },
        ],
    ]

    test.each(ofTwin)('%s', async (_, change, { told, says }) => {
        const refused = await refusedWith(twin, { change, args: run })
        expect(refused).toMatchObject({ exit: 3, told })
        for (const words of says) expect(refused.text).toContain(words)
    })
})

describe('a question', () => {
    const questions = [
        {
            args: ['explain', 'corner:customer:999'],
            code: 'serving.party_unknown',
            says: customers.steady,
        },
        { args: ['history', '12345'], code: 'serving.party_unknown', says: '12345' },
        { args: ['history', '王先生'], code: 'serving.party_text', says: 'system:entity:key' },
        { args: ['explain', customers.company], code: 'serving.not_in_close', says: 'history' },
        {
            args: ['explain', customers.steady, '--month', '2025-06'],
            code: 'serving.month_not_closed',
            says: 'Closed are 2025-01 to 2025-02.',
        },
        {
            args: ['list', '--month', '2024-12'],
            code: 'serving.month_not_closed',
            says: '2024-12 is not closed.',
        },
        { args: ['list', '--ladder', 'gold'], code: 'cli.ladder_unknown', says: 'are: corner' },
        {
            args: ['close', '--through', '2024-12', '--dry-run'],
            code: 'pipeline.close_order',
            says: 'first close, 2025-01',
        },
        {
            args: ['run', '--as-of', '2020-01', '--dry-run'],
            code: 'pipeline.before_history',
            says: '2024-02',
        },
    ]
    const usage = ['serving.party_text', 'cli.ladder_unknown']

    test('that cannot be answered says why; many may ask at once', async () => {
        const asked = questions.map(({ args }) => refusalOf({ args, data: bank.data }))
        for (const [index, { exit, failures }] of (await Promise.all(asked)).entries()) {
            const { args, code, says } = questions[index] ?? { args: [], code: '', says: '' }
            const codes = failures.map((one) => one.code)
            expect({ args, exit, codes }).toEqual({
                args,
                exit: usage.includes(code) ? 2 : 3,
                codes: [code],
            })
            expect(failures[0]?.sentence).toContain(says)
        }
    })
})

describe('a delivery', () => {
    test('that is not there', async () => {
        const args = ['import', 'corner', '/nowhere/at/all']
        const { exit, failures } = await refusalOf({ args, data: bank.data })
        expect({ exit, told: failures.map(placed) }).toEqual({
            exit: 3,
            told: ['sources.folder_unreadable'],
        })
        expect(failures[0]?.sentence).toContain('/nowhere/at/all')
    })

    test('is not carried beyond its last booking', async () => {
        const args = ['run', '--as-of', '2025-09-15']
        const { exit, failures } = await refusalOf({ args, data: bank.data })
        expect({ exit, told: failures.map(placed) }).toEqual({
            exit: 3,
            told: ['pipeline.data_ends_before'],
        })
        expect(failures[0]?.sentence).toContain('2025-06-20')
    })

    test('with money in a currency that has no rate of its month is refused', async () => {
        const rates = 'currency,month,rate\nEUR,202412,8\nUSD,202501,7\n'
        const other = await importSmallBank({ 'rates.csv': rates })
        try {
            const { exit, failures } = await refusalOf({ args: run, data: other.data })
            expect(exit).toBe(3)
            expect(failures.map(placed)).toEqual([
                'pipeline.rate_missing models/features/account_flows.yml',
            ])
            expect(failures[0]?.sentence).toMatch(/rate of the month: EUR 20\d{4}/)
        } finally {
            await removeBank(other)
        }
    })

    test('with a faulty file names file, line and column, and changes nothing', async () => {
        const before = await filesOf(bank.data)
        const path = join(bank.files, 'balances.csv')
        const text = await readFile(path, 'utf8')
        const lines = text.split('\n')
        lines[3] = 'A001,202409,ten thousand'
        await writeFile(path, lines.join('\n'))
        try {
            const { exit, failures } = await refusalOf({
                args: ['import', 'corner', bank.files],
                data: bank.data,
            })
            expect(exit).toBe(3)
            expect(failures.map(placed)).toEqual(['sources.cell_decimal balances.csv:4'])
            expect(failures[0]?.params).toMatchObject({ column: 'average' })
            expect(await filesOf(bank.data)).toEqual(before)
        } finally {
            await writeFile(path, text)
        }
    })
})

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '#pipeline/manifest.ts'
import type { ExplainedField } from '#pipeline/quality/explain-field.ts'
import { newFolder, removeBank } from './small-bank.ts'
import { answerOf, refusalOf, said, tong } from './tong-process.ts'

// Two records of a customer; what is shown of them follows the bank's own rules, with its origin.

let data: string
/** The record of the core, and the one of the relationship managers. */
let core: string
let client: string
/** Snapshots by the shipped rules, the two being one. */
let shipped: Readonly<Record<string, string>>

const ask = <T>(...args: readonly string[]): Promise<T> => answerOf<T>({ args, data })

/** Builds the parties and what they rest on; returns the key of each snapshot. */
async function run(): Promise<Readonly<Record<string, string>>> {
    const args = ['run', '--as-of', '2025-12', '--select', 'identity.parties']
    const { results } = await ask<Pick<Manifest, 'results'>>(...args)
    return Object.fromEntries(results.map(({ step, key }) => [step, key]))
}

async function takenOf(field: string): Promise<readonly unknown[]> {
    const { fields } = await ask<{ readonly fields: readonly ExplainedField[] }>(
        ...['explain', core, '--field', field],
    )
    const [one] = fields
    if (one?.shown != null) return [one.shown.record, one.shown.reason]
    return [one?.sayings[one.taken?.index ?? -1]?.record, one?.taken?.reason]
}

const own = (): string => join(data, 'policies', 'shown.yaml')

beforeAll(async () => {
    const folder = await newFolder()
    data = join(folder, 'data')
    const files = join(folder, 'files')
    await answerOf({ args: ['sample', files, '--customers', '300'], data })
    for (const system of ['sample', 'sample_crm']) {
        await answerOf({ args: ['import', system, join(files, system)], data })
    }
    const truth = await readFile(join(files, 'truth', 'records.csv'), 'utf8')
    const [found = ''] = /^sample_crm,client,\w+,\d+$/m.exec(truth) ?? []
    const [, , key = '', customer = ''] = found.split(',')
    core = `sample:customer:${customer}`
    client = `sample_crm:client:${key}`
    await run()
}, 600_000)

afterAll(() => removeBank({ data }))

describe('what is shown of a customer', () => {
    test('is what its one record says', async () => {
        expect(await takenOf('phone')).toEqual([core, 'only'])
        expect(await takenOf('branch')).toEqual([core, 'only'])
    })

    test('is by the shipped rules what the founding record says', async () => {
        await ask('identity', 'merge', core, client, '--reason', 'seen in the branch')
        shipped = await run()
        expect(await takenOf('phone')).toEqual([core, 'founding'])
        expect(await takenOf('branch')).toEqual([core, 'only'])
    })

    test('follows the rules of the bank from the next run on', async () => {
        await mkdir(join(data, 'policies'), { recursive: true })
        const text = [
            'survivorship: ours',
            'version: 2025-01',
            'sources: [sample_crm, sample]',
            'default: [sources]',
        ]
        await writeFile(own(), `${text.join('\n')}\n`)
        expect(await takenOf('phone')).toEqual([core, 'last_run'])
        const built = await run()
        const changed = Object.keys(built).filter((step) => built[step] !== shipped[step])
        expect(changed.sort()).toEqual(['identity.parties', 'identity.party_origins'])
        expect(await takenOf('phone')).toEqual([client, 'sources'])
        expect(await takenOf('branch')).toEqual([core, 'only'])
    })

    test('is said in every language', async () => {
        for (const [language, words] of [
            ['en', 'order of sources'],
            ['zh-CN', '按来源顺序优先'],
            ['zh-TW', '依來源順序優先'],
        ] as const) {
            const args = ['explain', core, '--field', 'phone', '--lang', language]
            expect(said(await tong({ args, data }))).toContain(words)
        }
    })

    test('stays as it is while the rules are wrong, which is told with all that is', async () => {
        const text = [
            'survivorship: ours',
            'version: 2025-01',
            'fields:',
            '    fone: [valid]',
            '    phone: [longest, sources]',
            'default: []',
        ]
        await writeFile(own(), `${text.join('\n')}\n`)
        const codes = ['field_unknown', 'rule_unfit', 'sources_missing', 'rules_empty']
        for (const args of [
            ['run', '--as-of', '2025-12', '--select', 'identity.parties'],
            ['policies', 'check', own()],
        ]) {
            const { exit, failures } = await refusalOf({ args, data })
            expect(exit).toBe(3)
            const found = failures.map(({ code }) => code)
            expect(found).toEqual(codes.map((code) => `identity.survivor_${code}`))
        }
    })

    test('is as before once the rules are taken away: the same snapshots', async () => {
        await rm(own())
        expect(await run()).toEqual(shipped)
        expect(await takenOf('phone')).toEqual([core, 'founding'])
    })
})

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { people, policyText, tableOf } from './people-table.ts'

// Weights are learned once and taken by later runs.

let folder: string
let data: string

const at = (name: string): string => join(folder, name)
const call = (...args: readonly string[]) => ({ args: ['identity', ...args], data }) as const
const clients = () => ['--input', at('clients.csv'), '--policy', at('policy.yaml')]

type Trained = {
    readonly policy: string | null
    readonly seed: number
    readonly learned: readonly {
        readonly records: number
        readonly model: {
            readonly fields: readonly unknown[]
            readonly sessions: readonly unknown[]
        }
    }[]
    readonly written: { readonly model: string; readonly page: string | null }
}

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong train 模型 '))
    data = join(folder, 'no-bank')
    await writeFile(at('clients.csv'), tableOf(['one', 'other']))
    await writeFile(at('policy.yaml'), policyText)
    await answerOf(call('train', ...clients(), '--model', at('model.json')))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('training', () => {
    test('writes the same file for the same records and seed, without any value', async () => {
        const again = at('again.json')
        const told = await answerOf<Trained>(call('train', ...clients(), '--model', again))
        expect(told.written).toEqual({ model: again, page: null })
        expect(told.learned.map(({ records }) => records)).toEqual([2 * people])
        expect(told.learned[0]?.model.sessions.length).toBe(3)
        const text = await readFile(at('model.json'), 'utf8')
        expect(await readFile(again, 'utf8')).toBe(text)
        const values = tableOf(['one', 'other'])
            .split('\n')
            .slice(1)
            .flatMap((row) => row.split(',').filter((cell) => cell.length > 1))
        expect(values.filter((value) => text.includes(value))).toEqual([])
        const left = (await readdir(folder)).filter((name) => name.endsWith('.part'))
        expect(left).toEqual([])
    })

    test('teaches a run what it would have learned itself', async () => {
        const [own, taken] = [at('own.csv'), at('taken.csv')]
        const learned = await answerOf<{ readonly model: unknown }>(
            call('run', ...clients(), '--clusters', own),
        )
        const model = ['--model', at('model.json')]
        const found = await answerOf<{ readonly model: unknown; readonly weightsFrom: string }>(
            call('run', ...clients(), ...model, '--clusters', taken),
        )
        expect(found.weightsFrom).toBe(at('model.json'))
        expect(found.model).toEqual(learned.model)
        expect(await readFile(taken, 'utf8')).toBe(await readFile(own, 'utf8'))
    })

    test('gives its weights to other records, and counts the matches among those', async () => {
        await writeFile(at('left.csv'), tableOf(['one']))
        const asked = ['--input', at('left.csv'), '--policy', at('policy.yaml')]
        type Model = { readonly fields: readonly unknown[]; readonly prior: number }
        const model = ['--model', at('model.json')]
        const found = await answerOf<{ readonly model: Model; readonly figures: unknown }>(
            call('run', ...asked, ...model),
        )
        const file = JSON.parse(await readFile(at('model.json'), 'utf8'))
        const [learned] = file.comparisons
        const levels = (fields: readonly unknown[]): unknown =>
            fields.map((field) => (field as { readonly levels: unknown }).levels)
        expect(levels(found.model.fields)).toEqual(levels(learned.fields))
        // Nobody stands twice among them.
        expect(found.model.prior).toBeLessThan(learned.prior)
        expect(found.figures).toMatchObject({ records: people, clusters: people })
    })

    test.each(languages)('shows the card of the model in %s', async (language) => {
        const model = at(`model-${language}.json`)
        const page = at(`model-${language}.html`)
        const ended = await tong(
            call('train', ...clients(), '--model', model, '--page', page, '--lang', language),
        )
        expect(ended).toMatchObject({ exit: 0 })
        expect(ended.stdout).toContain(model)
        expect(ended.stdout).toContain('phone.number')
        expect(ended.stdout).not.toMatch(/\b(?:cli|identity|exports)\.[a-z_]+\./)
        expect(await readFile(page, 'utf8')).toContain(`lang="${language}"`)
    })
})

describe('what is refused', () => {
    const codes = async (...args: readonly string[]): Promise<readonly string[]> =>
        (await refusalOf(call(...args))).failures.map(({ code }) => code)

    test('a model that is there, or nothing to learn from', async () => {
        const model = ['--model', at('model.json')]
        expect(await codes('train', ...clients(), ...model)).toEqual(['cli.out_there'])
        await writeFile(at('few.csv'), 'record_id,name\n1,王伟\n')
        const few = ['--input', at('few.csv'), '--model', at('few.json')]
        expect(await codes('train', ...few)).toEqual(['cli.identity_records_few'])
        const alone = ['--model', at('x.json'), '--labels', at('few.csv')]
        expect(await codes('train', ...alone)).toEqual(['cli.flag_alone'])
        const one = ['--model', at('x.json'), '--page', at('x.json')]
        expect(await codes('train', ...clients(), ...one)).toEqual(['cli.out_twice'])
    })

    test('a model that was edited, cut off, is none or is nowhere', async () => {
        const text = await readFile(at('model.json'), 'utf8')
        await writeFile(at('edited.json'), text.replace(/"weight": (\d)/, '"weight": 1$1'))
        await writeFile(at('cut.json'), text.slice(0, 900))
        const run = (file: string) => codes('run', ...clients(), '--model', at(file))
        expect(await run('edited.json')).toEqual(['identity.model_edited'])
        expect(await run('cut.json')).toEqual(['identity.model_broken'])
        expect(await run('clients.csv')).toEqual(['identity.model_broken'])
        expect(await run('nowhere.json')).toEqual(['cli.model_unreadable'])
    })

    test('a model of another comparison, with every field that differs', async () => {
        const other = policyText
            .replace('name: { kind: person_name }', 'name: { kind: text }')
            .replace('name.pinyin], [birth', 'name.folded], [birth')
            .replace('phone.number, name.pinyin', 'phone.number, name.folded')
            .replace('phone: { kind: phone }', 'phone: { kind: phone, frequency: true }')
        await writeFile(at('other.yaml'), other)
        const asked = ['--input', at('clients.csv'), '--policy', at('other.yaml')]
        const { failures } = await refusalOf(call('run', ...asked, '--model', at('model.json')))
        expect(failures.map(({ code, params }) => [code, params?.field, params?.what])).toEqual([
            ['identity.model_field', 'name', 'kind'],
            ['identity.model_field', 'phone', 'frequency'],
        ])
    })
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, removeBank } from './small-bank.ts'
import { answerOf, tong } from './tong-process.ts'

// The customers of the sample bank's seven systems become parties; people merge, split and take
// back, and every tier is as it would have been.

type Shown = { readonly decision: number; readonly parties: readonly Party[] }
type Party = { readonly party: string; readonly records: readonly { readonly record: string }[] }
type Month = { readonly month: string; readonly edition: number; readonly tier: string | null }

const systems = ['sample', 'cards', 'wealth', 'credit', 'crm', 'ledger', 'desk'].map(
    (name, index) => (index === 0 ? name : `sample_${name}`),
)

let data: string
let files: string
let found: { readonly matching: number; readonly records: number; readonly parties: number }
/** Two customers with several records each. */
let two: readonly [string, string]
/** The customer of the core that each record is, as the generator knows. */
const truth = new Map<string, string>()

const ask = <T>(...args: readonly string[]): Promise<T> => answerOf<T>({ args, data })

beforeAll(async () => {
    const folder = await newFolder()
    data = join(folder, 'data')
    files = join(folder, 'files')
    await answerOf({ args: ['sample', files, '--customers', '800'], data })
    for (const system of systems) {
        await answerOf({ args: ['import', system, join(files, system)], data })
    }
    const told = await readFile(join(files, 'truth', 'records.csv'), 'utf8')
    for (const line of told.trim().split('\n').slice(1)) {
        const [system = '', entity = '', key = '', customer = ''] = line.split(',')
        truth.set(`${system}:${entity}:${key}`, customer)
    }
    found = await ask('identity', 'run')
    await ask('close', '--through', '2025-02')
    two = await twoParties()
}, 900_000)

afterAll(() => removeBank({ data }))

/** The records of a party, by explaining its tier. */
async function recordsOf(party: string): Promise<readonly string[]> {
    const told = await ask<{ readonly records: readonly { readonly record: string }[] }>(
        'explain',
        party,
    )
    return told.records.map(({ record }) => record)
}

async function historyOf(party: string): Promise<readonly Month[]> {
    return (await ask<{ readonly months: readonly Month[] }>('history', party)).months
}

/** Two customers of the top of the list whose parties have several records. */
async function twoParties(): Promise<readonly [string, string]> {
    const list = await ask<{ readonly parties: readonly { readonly recordKey: string }[] }>(
        ...['list', 'all', '--limit', '60'],
    )
    const many: string[] = []
    for (const { recordKey: party } of list.parties) {
        if ((await recordsOf(party)).length > 1) many.push(party)
        if (many.length === 2) break
    }
    const [one = '', other = ''] = many
    return [one, other]
}

describe('identity in a bank', () => {
    test('finds the customers of all systems, and joins no two of them', async () => {
        const truly = new Set(truth.values()).size
        expect(found.records).toBeGreaterThan(truly)
        // Precision at least 0.995 and most of what is there, by the generator's own truth.
        expect(found.parties).toBeGreaterThan(truly * 0.995)
        expect(found.parties).toBeLessThan(truly + (found.records - truly) * 0.1)
        const reviews = await ask<{ readonly pairs: readonly unknown[] }>('identity', 'review')
        expect(Array.isArray(reviews.pairs)).toBe(true)
    })

    test('says of a party why its records are one', async () => {
        const [party] = two
        const records = await recordsOf(party)
        expect(new Set(records.map((record) => truth.get(record))).size).toBe(1)
        const [one = '', other = ''] = records
        const told = await ask<{
            readonly isOne: boolean
            readonly evidence: {
                readonly weight: number
                readonly prior: number
                readonly rarity: number | null
                readonly declared: number
                readonly fields: readonly { readonly weight: number; readonly values: string[] }[]
            }
        }>('identity', 'explain', one, other)
        expect(told.isOne).toBe(true)
        const { evidence } = told
        const sum = evidence.fields.reduce((all, { weight }) => all + weight, evidence.prior)
        expect(sum + (evidence.rarity ?? 0) + evidence.declared).toBe(evidence.weight)
        // What is shown of a value is its first and last letter at most.
        for (const value of evidence.fields.flatMap(({ values }) => values)) {
            expect(value).toMatch(/^(–|\*+|.\*+.)$/u)
        }
    })

    test('a merge acts at the next close, an undo gives back what would have been', async () => {
        const [one, other] = two
        const [before, ofOther] = [await historyOf(one), await historyOf(other)]
        const merged = await ask<Shown>('identity', 'merge', one, other, '--reason', 'seen both')
        expect(merged.parties).toHaveLength(1)
        await ask('close', '--through', '2025-03')
        // Whoever names the party that is no more is led on.
        const joined = await historyOf(one)
        expect(await historyOf(other)).toEqual(joined)
        expect(joined.map(({ month }) => month)).toContain('2025-03')

        await ask('identity', 'undo', String(merged.decision), '--reason', 'two after all')
        await ask('close', '--restate', '2025-03', '--reason', 'undone', '--yes')
        await ask('close', '--through', '2025-04')
        for (const [party, then] of [
            [one, before],
            [other, ofOther],
        ] as const) {
            const now = await historyOf(party)
            expect(now.slice(0, then.length)).toEqual(then)
            expect(now.map(({ month }) => month)).toEqual(
                expect.arrayContaining(['2025-03', '2025-04']),
            )
        }
        const log = await ask<{ readonly decisions: readonly { readonly undone: unknown }[] }>(
            ...['identity', 'log'],
        )
        expect(log.decisions[0]?.undone).not.toBeNull()
    }, 600_000)

    test('a split holds against the next matching, and the rest keeps its id', async () => {
        const [party] = two
        const records = await recordsOf(party)
        const gone = records.at(-1) ?? ''
        const told = await ask<Shown>(
            ...['identity', 'split', party, '--records', gone, '--reason', 'his brother'],
        )
        expect(told.parties).toHaveLength(2)
        const again = await ask<{ readonly digest: string }>('identity', 'run')
        expect(again.digest).toMatch(/^[0-9a-f]{64}$/)
        const rest = await recordsOf(party)
        expect(rest).toEqual(records.filter((record) => record !== gone))
    }, 600_000)

    test('a model is learned without a matching, and the next matching takes it', async () => {
        type Learned = { readonly fields: unknown; readonly priorWeight: number }
        const model = join(data, '..', 'model.json')
        const { matching } = await ask<{ readonly matching: number }>('identity', 'run')
        const trained = await ask<{
            readonly learned: readonly {
                readonly comparison: { readonly id: string }
                readonly model: Learned
            }[]
        }>('identity', 'train', '--model', model)
        const names = trained.learned.map(({ comparison }) => comparison.id)
        expect(names).toEqual(['persons', 'companies'])
        const run = await ask<{
            readonly matching: number
            readonly comparisons: readonly { readonly id: string; readonly model: Learned }[]
        }>('identity', 'run', '--model', model)
        expect(run.matching).toBe(matching + 1)
        for (const [at, { model: taken }] of run.comparisons.entries()) {
            expect(taken.fields).toEqual(trained.learned[at]?.model.fields)
            expect(taken.priorWeight).toBe(trained.learned[at]?.model.priorWeight)
        }
        await writeFile(model, (await readFile(model, 'utf8')).replace('"persons"', '"people"'))
        const ended = await tong({ args: ['identity', 'run', '--model', model], data })
        expect(ended.exit).toBe(3)
        expect(ended.stderr).toMatch(/somebody has changed the file/)
    }, 600_000)

    test('refuses what makes no sense, with what to do', async () => {
        const [one, other] = two
        const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
            [['merge', one, one, '--reason', 'x'], /one party already/],
            [['merge', one, 'sample:customer:7', '--reason', 'x'], /no record sample:customer:7/],
            [['merge', one, other, '--reason', ' '], /a reason of 1 to 500/],
            [['merge', 'nonsense', other, '--reason', 'x'], /nonsense/],
            [['split', one, '--records', other, '--reason', 'x'], /is no record of/],
            [
                ['split', one, '--records', ...(await recordsOf(one)), '--reason', 'x'],
                /would leave/,
            ],
            [['undo', '99', '--reason', 'x'], /no decision 99/],
            [['explain', one, one], /named twice/],
            [['run', '--threshold', '0.9'], /--input/],
        ]
        for (const [args, says] of cases) {
            const ended = await tong({ args: ['identity', ...args], data })
            expect([args.join(' '), ended.exit]).not.toEqual([args.join(' '), 0])
            expect(ended.stderr).toMatch(says)
        }
    }, 600_000)
})

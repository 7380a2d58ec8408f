import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeBank } from '../e2e/small-bank.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import {
    becomeCompliance,
    type ExplainedStage,
    lastMonth,
    makeScoredBank,
    type ScoredBank,
    someone,
} from './scored-bank.ts'
import { centsOf, type FeatureDesk, openFeatureDesk, type TracedParty } from './traced-parties.ts'

// What is told of one customer beside the tier: scores, stage, features and their rows.

type Counts = readonly { readonly value: string | null; readonly parties: number }[]
type Listed = {
    readonly month: string
    readonly scorecards: readonly string[]
    readonly bands: Counts
    readonly kinds: Counts
    readonly codes: Counts
}
type Part = {
    readonly score: number | null
    readonly weight: number
    readonly features: readonly { readonly points: number | null; readonly weight: number }[]
}
type Explained = ExplainedStage & {
    readonly month: string
    readonly value: {
        readonly score: number | null
        readonly weightPresent: number
        readonly parts: readonly Part[]
    } | null
    readonly rfm: { readonly code: number | null; readonly recency: Grade } | null
}
type Grade = { readonly feature: string; readonly value: unknown; readonly fifth: number | null }
type Measure = {
    readonly gini: string
    readonly top_1_share: string
    readonly top_20_share: string
    readonly parties: number
    readonly parties_for_80: number
}

let bank: ScoredBank
let data: string
let desk: FeatureDesk

beforeAll(async () => {
    bank = await makeScoredBank()
    data = bank.data
    desk = await openFeatureDesk(data)
}, 900_000)

afterAll(async () => {
    await desk?.close()
    await removeBank({ data })
})

/** What is left of a Chinese page when commands, ids and keys are taken out. */
function proseOf(page: string): string {
    return page
        .replaceAll(/\.?\/?tong [a-z]+( [a-z]+)?|--\S+( \S*\/\S+)?|[!-~]*[_@#:/][!-~]*/g, '')
        .replaceAll(/\b[0-9a-f]{12}\b|Gini|HHI|RFM|AUM|PSI|JSON/g, '')
}

describe('tong scores', () => {
    test('counts everybody once in each score', async () => {
        const found = await answerOf<Listed>({ args: ['scores', 'list'], data })
        expect(found).toMatchObject({ month: lastMonth })
        expect(found.scorecards.map((key) => key.split('@')[0]).sort()).toEqual([
            ...['behaviour', 'rfm', 'value_score'],
        ])
        const sums = [found.bands, found.kinds, found.codes].map((counts) =>
            counts.reduce((sum, { parties }) => sum + parties, 0),
        )
        expect(sums[0]).toBeGreaterThan(200)
        expect(new Set(sums).size).toBe(1)
        expect(found.bands.map(({ value }) => value)).toEqual(
            expect.arrayContaining(['high', 'middle', 'ordinary']),
        )
    })

    test('tells how much rests on few customers', async () => {
        const args = ['scores', 'concentration', '--month', lastMonth]
        const { measures } = await answerOf<{ measures: readonly Measure[] }>({ args, data })
        expect(measures.length).toBeGreaterThan(0)
        for (const one of measures) {
            const [gini, top1, top20] = [one.gini, one.top_1_share, one.top_20_share].map(Number)
            expect(gini).toBeGreaterThan(0)
            expect(gini).toBeLessThan(1)
            expect(top1).toBeLessThanOrEqual(top20 ?? 0)
            expect(top20).toBeLessThanOrEqual(1)
            expect(one.parties_for_80).toBeLessThanOrEqual(one.parties)
        }
    })

    test('explains a score by parts that add up to it', async () => {
        const found = await answerOf<Explained>({ args: ['scores', 'explain', someone], data })
        const { value, rfm } = found
        expect(value?.score).not.toBeNull()
        const close = (score: number | null | undefined, parts: readonly Part[]): void =>
            expect(Math.abs((score ?? -1) - meanOf(parts))).toBeLessThan(0.001)
        close(value?.score, value?.parts ?? [])
        for (const { score, features } of value?.parts ?? []) {
            const known = features.map((one) => ({ score: one.points, weight: one.weight }))
            close(
                score,
                known.map((one) => ({ ...one, features: [] })),
            )
        }
        expect(String(rfm?.code)[0]).toBe(String(rfm?.recency.fifth))
    })

    /** Σ weight × score ÷ Σ weight, over those that have a score. */
    function meanOf(parts: readonly Part[]): number {
        const known = parts.filter(({ score }) => score !== null)
        const sum = known.reduce((all, { score, weight }) => all + (score ?? 0) * weight, 0)
        return sum / known.reduce((all, { weight }) => all + weight, 0)
    }

    test.each(['zh-CN', 'zh-TW'])('speaks %s without English sentences', async (language) => {
        const pages = [['list'], ['concentration'], ['explain', someone]].map((args) =>
            tong({ args: ['scores', ...args, '--lang', language], data }),
        )
        for (const { exit, stdout, stderr } of await Promise.all(pages)) {
            expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
            expect(proseOf(stdout)).not.toMatch(/[A-Za-z]{3,}/)
            expect(stdout).not.toMatch(/[{}]|undefined|null|NaN/)
        }
    })

    test.each([
        [['--month', '2025-13'], 2, 'cli.month_wrong'],
        [['--month', '2019-01'], 3, 'pipeline.scores_not_built'],
    ])('%s is refused', async (flags, exit, code) => {
        for (const verb of [['list'], ['concentration'], ['explain', someone]]) {
            const told = await refusalOf({ args: ['scores', ...verb, ...flags], data })
            expect([told.exit, ...told.failures.map((one) => one.code)]).toEqual([exit, code])
        }
    })

    test.each([
        ['sample:customer:1', 'pipeline.party_not_scored'],
        ['9223372036854775807', 'pipeline.party_not_scored'],
        ['9999999999999999999', 'pipeline.party_not_scored'],
        ['nobody', 'serving.party_text'],
    ])('the customer %s is not found, whatever is asked', async (party, code) => {
        for (const verb of [['scores', 'explain'], ['features', 'explain'], ['lifecycle']]) {
            const { failures } = await refusalOf({ args: [...verb, party], data })
            expect([verb, failures.map((one) => one.code)]).toEqual([verb, [code]])
        }
    })
})

describe('the stage of the lifecycle', () => {
    test('is hinted at where no run has told it', () => {
        const { lifecycle, lifecycleMissing } = bank.explainedBefore
        expect(lifecycle).toBeNull()
        expect(lifecycleMissing?.code).toBe('pipeline.lifecycle_not_built')
    })

    test('stands beside the tier and the scores, as tong lifecycle tells it', async () => {
        const args = [
            ['explain', someone],
            ['scores', 'explain', someone],
            ['lifecycle', someone],
        ]
        const [tier, scores, own] = await Promise.all(
            args.map((one) =>
                answerOf<ExplainedStage & { months: unknown[] }>({ args: one, data }),
            ),
        )
        expect(tier?.lifecycle?.stage).toEqual(expect.any(String))
        expect(scores?.lifecycle).toEqual(tier?.lifecycle)
        expect(own?.months[0]).toMatchObject({
            month: lastMonth,
            stage: tier?.lifecycle?.stage,
            sentence: tier?.lifecycle?.sentence,
        })
        const { stdout } = await tong({ args: ['explain', someone], data })
        expect(stdout).toContain(tier?.lifecycle?.sentence)
    })
})

describe('the rows that a feature is traced to', () => {
    const sumOf = ({ models, sources }: TracedParty, [place, column, holds]: Sum): bigint => {
        const model = models.find((one) => one.model === place)?.rows
        const source = sources.find(({ system, table }) => `${system}.${table}` === place)?.rows
        const rows: readonly Row[] = model ?? source?.map(({ values }) => values) ?? []
        const own = rows.filter((row) => holds?.(row) ?? true)
        return own.reduce((sum, row) => sum + centsOf(row[column]), 0n)
    }
    /** Where rows lie, the column that is added up, and of which rows. */
    type Sum = readonly [place: string, column: string, holds?: (row: Row) => boolean]
    type Row = Readonly<Record<string, TracedParty['models'][number]['rows'][number][string]>>
    const isIn =
        (...products: readonly string[]) =>
        ({ product }: Row): boolean =>
            products.includes(String(product))
    const isWhole = ({ models, sources }: TracedParty, ...places: readonly string[]): boolean =>
        [...models, ...sources.map((one) => ({ ...one, model: `${one.system}.${one.table}` }))]
            .filter(({ model }) => places.includes(model))
            .every(({ rows, total }) => rows.length === total && total > 0)
    const isHome = ({ sources }: TracedParty): boolean =>
        sources.every(({ rows }) =>
            rows.every(({ values }) => (values.currency ?? 'CNY') === 'CNY'),
        )

    const cases: Readonly<Record<string, readonly Sum[]>> = {
        deposit_avg_month: [
            ['features.account_months', 'balance_avg', isIn('deposit')],
            ['sample.balances', 'average'],
        ],
        deposit_balance: [
            ['features.account_holdings', 'balance_end', isIn('deposit')],
            ['sample.balances', 'end'],
        ],
        inflow_month: [['features.account_flows', 'inflow']],
        salary_month: [['features.account_flows', 'salary_in']],
        inflow_12m: [['features.account_flows', 'inflow', ({ month }) => Number(month) > 202412]],
        loan_owed: [
            ['features.account_loans', 'owed', isIn('loan', 'mortgage')],
            ['sample_credit.loan_months', 'end_owed'],
        ],
        maturing_90d: [
            [
                'features.account_holdings',
                'balance_end',
                ({ maturity_date: day }) =>
                    String(day) > '2025-12-31' && String(day) <= '2026-03-31',
            ],
        ],
        payroll_month: [['features.account_flows', 'salary_out']],
        card_balance: [['features.account_loans', 'owed', isIn('card')]],
    }

    test.each(Object.entries(cases))('of %s add up to it', async (feature, sums) => {
        const places = sums.map(([place]) => place)
        const trace = await desk.trace(feature, (one) => isWhole(one, ...places) && isHome(one))
        if (trace === null) return expect.fail(`no party has ${feature} and few rows`)
        expect(centsOf(trace.value)).toBeGreaterThan(0n)
        for (const sum of sums) {
            expect([sum[0], sumOf(trace, sum)]).toEqual([sum[0], centsOf(trace.value)])
        }
    })

    test('of a mean are the months that it is of', async () => {
        const trace = await desk.trace('deposit_avg_3m', () => true)
        const rows = trace?.models.find(({ model }) => model === 'features.party_accounts')?.rows
        const months = (rows ?? []).filter(({ month }) => Number(month) >= 202510)
        const sum = months.reduce((all, row) => all + centsOf(row.deposit_avg), 0n)
        expect(months).toHaveLength(3)
        // Half a cent is rounded up.
        expect(centsOf(trace?.value)).toBe((sum * 2n + 3n) / 6n)
    })
})

describe('what is no amount', () => {
    test('is traced to the field that says it, or to the rows that it counts', async () => {
        type Traced = {
            readonly traces: readonly (Pick<TracedParty, 'sources'> & { value: unknown })[]
        }
        const ids = ['branch', 'contacts_12m']
        const args = ['features', 'explain', someone, ...ids]
        const { traces } = await answerOf<Traced>({ args, data })
        const [branch, contacts] = traces
        const told = branch?.sources.find(({ table }) => table === 'customers')?.rows[0]
        expect(told?.values.branch).toBe(branch?.value)
        expect(told).toMatchObject({ batchNo: 1, file: 'customers.csv' })
        const rows = contacts?.sources.filter(({ about }) => about === 'party') ?? []
        expect(rows.map(({ table }) => table)).toEqual(['contacts'])
        expect(contacts?.value).toBe(rows[0]?.total)
    })
})

describe('a restricted customer', () => {
    const asks = [['scores', 'explain'], ['features', 'explain'], ['lifecycle']]

    test('is withheld from everybody but compliance', async () => {
        for (const verb of asks) {
            const told = await refusalOf({ args: [...verb, bank.restricted], data })
            expect([verb, told.exit, told.failures.map(({ code }) => code)]).toEqual([
                ...[verb, 3, ['cli.party_restricted']],
            ])
        }
        const traced = ['features', 'explain', bank.restricted, 'deposit_avg_month']
        expect(await tong({ args: traced, data })).toMatchObject({ exit: 3, stdout: '' })
        const tier = await answerOf<object>({ args: ['explain', bank.restricted], data })
        expect(tier).not.toHaveProperty('lifecycle')
        const today = ['today', bank.restricted, '--as-of', '2025-12-15']
        expect(await answerOf({ args: today, data })).toMatchObject({ facts: {}, aims: [] })
    })

    test('is shown to compliance whole', async () => {
        await becomeCompliance(bank)
        for (const verb of asks) {
            expect(await tong({ args: [...verb, bank.restricted], data })).toMatchObject({
                exit: 0,
            })
        }
        const today = ['today', bank.restricted, '--as-of', '2025-12-15']
        const { facts } = await answerOf<{ facts: object }>({ args: today, data })
        expect(Object.keys(facts).length).toBeGreaterThan(10)
    })
})

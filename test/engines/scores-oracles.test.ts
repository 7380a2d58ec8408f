import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { type TieRule, tieRules } from '#scores/scorecard.ts'
import { writeScores } from '#scores/write-scores.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtScores, type ScoredParty } from './build-scores.ts'
import { shippedCards } from './shipped-cards.ts'

const shared = process.env.TONG_SHARED ?? join(import.meta.dirname, '../../../shared')
const sample = join(shared, 'data/cdnow/CDNOW_sample.txt')
const isThere = existsSync(sample) && existsSync(join(shared, 'oracles/rfm/values.json'))
if (!isThere) {
    console.warn(`\nNOT TESTED: no CDNOW in ${shared}; TONG_SHARED names another place\n`)
}

const opened = keepWarehouse()

type Purchase = { readonly customer: number; readonly day: string; readonly cents: number }

/** The log of purchases: master id, sample id, day, CDs, dollars. */
function readPurchases(): readonly Purchase[] {
    return readFileSync(sample, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((words) => words.length === 5)
        .map(([, id = '', day = '', , dollars = '']) => ({
            customer: Number(id),
            day: day.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
            cents: Math.round(Number(dollars) * 100),
        }))
}

const money = (cents: number): Decimal => ({ units: BigInt(cents), scale: 2 })

/** Recency, frequency and monetary value of the customers up to a day, as features that exist. */
function customersAt(asOf: string): readonly ScoredParty[] {
    const customers = new Map<number, { days: Set<string>; cents: number }>()
    for (const { customer, day, cents } of readPurchases()) {
        if (day > asOf) continue
        const one = customers.get(customer) ?? { days: new Set<string>(), cents: 0 }
        one.days.add(day)
        one.cents += cents
        customers.set(customer, one)
    }
    return [...customers].map(([id, { days, cents }]) => ({
        id,
        facts: {
            party_kind: 'person',
            last_transaction_date: [...days].sort().at(-1) ?? null,
            transactions_month: days.size,
            outflow_month: money(cents),
        },
    }))
}

type RfmValues = {
    readonly as_of: string
    readonly tie_rules: Readonly<
        Record<
            string,
            {
                readonly cell_counts: Readonly<Record<string, number>>
                readonly sum_of_codes: number
                readonly customers: Readonly<Record<string, { readonly code: number }>>
            }
        >
    >
}

async function built(
    name: 'rfm' | 'concentration',
    { parties, ties }: { readonly parties: readonly ScoredParty[]; readonly ties: TieRule },
): Promise<readonly Row[]> {
    const cards = await shippedCards()
    const monetary = {
        feature: 'outflow_month',
        type: 'money',
        scale: 2,
        isInverse: false,
    } as const
    const scored = { ...monetary, weight: 1, normaliser: { kind: 'percentile' } } as const
    const texts = writeScores({
        ...cards,
        value: { ...cards.value, parts: [{ id: 'spending', weight: 1, features: [scored] }] },
        rfm: {
            ...cards.rfm,
            ties,
            recency: { feature: 'last_transaction_date', type: 'date', scale: 0, isInverse: false },
            frequency: {
                feature: 'transactions_month',
                type: 'number',
                scale: 2,
                isInverse: false,
            },
            monetary,
        },
    })
    const rows = await builtScores([name], { parties, month: 199806, texts, ...opened })
    return rows[name]
}

describe.skipIf(!isThere)('RFM of CDNOW', { timeout: 120_000 }, () => {
    const values = isThere
        ? (JSON.parse(readFileSync(join(shared, 'oracles/rfm/values.json'), 'utf8')) as Record<
              string,
              RfmValues
          >)
        : {}
    for (const name of ['end_of_log', 'end_of_calibration']) {
        for (const ties of tieRules.filter((rule) => rule !== 'midpoint')) {
            it(`is that of pandas at the ${name} with ties ${ties}`, async () => {
                const oracle = values[name]
                const expected = oracle?.tie_rules[ties]
                const rows = await built('rfm', { parties: customersAt(oracle?.as_of ?? ''), ties })
                const codes = new Map(rows.map((row) => [String(row.party_id), Number(row.rfm)]))
                const counts: Record<string, number> = {}
                for (const code of codes.values()) counts[code] = (counts[code] ?? 0) + 1
                expect(counts).toEqual(expected?.cell_counts)
                const sum = [...codes.values()].reduce((all, code) => all + code, 0)
                expect(sum).toBe(expected?.sum_of_codes)
                for (const [id, { code }] of Object.entries(expected?.customers ?? {})) {
                    expect({ id, code: codes.get(id) }).toEqual({ id, code })
                }
            })
        }
    }
})

type Measures = {
    readonly [key: string]: number | Readonly<Record<string, number>> | readonly unknown[]
}

/** The oracle's name of each column. */
const named: Readonly<Record<string, string>> = {
    parties: 'n',
    parties_zero: 'n_zero',
    total: 'total',
    gini: 'gini',
    gini_unbiased: 'gini_unbiased_n_over_n_minus_1',
    gini_positive: 'gini_positive_only',
    hhi: 'hhi_0_1',
    hhi_normalised: 'hhi_normalised',
    entropy: 'entropy_nats',
    entropy_normalised: 'entropy_normalised_over_ln_n',
    theil_t: 'theil_T',
    theil_l: 'theil_L_positive_only',
    hoover: 'hoover',
    parties_for_80: 'customers_for_80pct_of_total',
}

const numberOf = (cell: Cell | undefined): number =>
    typeof cell === 'object' && cell !== null ? Number(formatDecimal(cell)) : Number(cell)

function holders(cents: readonly number[]): readonly ScoredParty[] {
    const facts = (amount: number): Facts => ({
        aum_end_month: money(amount),
        deposit_avg_month: money(0),
        loan_balance: null,
        outflow_month: null,
    })
    return cents.map((amount, index) => ({ id: index + 1, facts: facts(amount) }))
}

/** Every figure of a row against the oracle's, to 1e-10; large ones by as many digits. */
function expectMeasures(row: Row | undefined, measures: Measures): void {
    const near = (column: string, value: number): void => {
        const tolerance = 1e-10 * Math.max(1, Math.abs(value))
        const found = numberOf(row?.[column])
        expect({
            column,
            isNear: Math.abs(found - value) <= tolerance,
            found,
            value,
        }).toMatchObject({
            isNear: true,
        })
    }
    for (const [column, name] of Object.entries(named)) near(column, Number(measures[name]))
    const tops = measures.top_share as Readonly<Record<string, number>>
    for (const [share, value] of Object.entries(tops)) {
        near(`top_${Math.round(Number(share) * 100)}_share`, value)
    }
    const lorenz = measures.lorenz as readonly { readonly p: number; readonly L: number }[]
    for (const { p, L } of lorenz.slice(1, -1)) {
        near(`lorenz_${String(Math.round(p * 100)).padStart(2, '0')}`, L)
    }
}

describe.skipIf(!isThere)('concentration', { timeout: 120_000 }, () => {
    const file = join(shared, 'oracles/concentration/values.json')
    const values = isThere
        ? (JSON.parse(readFileSync(file, 'utf8')) as Record<
              string,
              { readonly measures: Measures }
          >)
        : {}

    async function measured(cents: readonly number[]): Promise<Row | undefined> {
        const rows = await built('concentration', { parties: holders(cents), ties: 'average' })
        return rows.find(({ measure }) => measure === 'aum_end_month')
    }

    it('of what CDNOW customers spent', async () => {
        const spent = new Map<number, number>()
        for (const { customer, cents } of readPurchases()) {
            spent.set(customer, (spent.get(customer) ?? 0) + cents)
        }
        const row = await measured([...spent.values()])
        expectMeasures(row, values.cdnow_spend?.measures ?? {})
    })

    it('of the last balances of Berka accounts, negative ones as nothing', async () => {
        const text = readFileSync(join(shared, 'data/berka/trans_first_99999.asc.gz'))
        const last = new Map<string, number>()
        for (const line of gunzipSync(text).toString('utf8').split('\n').slice(1)) {
            const [, account = '', , , , , balance] = line.split(';')
            if (balance !== undefined) last.set(account, Math.round(Number(balance) * 100))
        }
        expectMeasures(await measured([...last.values()]), values.berka?.measures ?? {})
    })

    it('of small vectors with closed forms', async () => {
        const five = await measured([100, 200, 300, 400, 500])
        expect(numberOf(five?.gini)).toBeCloseTo(4 / 15, 11)
        const one = await measured([0, 0, 0, 700])
        expect(numberOf(one?.gini)).toBeCloseTo(3 / 4, 11)
        expect(numberOf(one?.hhi)).toBe(1)
        expect(numberOf(one?.parties_for_80)).toBe(1)
    })

    it('of nothing and of one holder is said without an error', async () => {
        const none = await measured([0, -500])
        expect(none).toMatchObject({ gini: null, hhi: null, entropy: null, parties: 2n })
        const alone = await measured([500])
        expect(numberOf(alone?.gini)).toBe(0)
        expect(alone).toMatchObject({ gini_unbiased: null, hhi_normalised: null })
    })
})

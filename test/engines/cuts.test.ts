import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { catalogue } from '#features/catalogue.ts'
import { testsOf } from '#features/condition.ts'
import { type ConditionCut, cutFeatures } from '#features/cut.ts'
import { evaluateCondition, type Fact, type Facts } from '#features/evaluate-condition.ts'
import { cutAssets, writeCut, writeCutCounts } from '#features/write-cuts.ts'
import { cutsOfMonth } from '#pipeline/cuts/load-cuts.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { factText, factTypes } from './fact-sql.ts'

const opened = keepWarehouse()
let cuts: readonly ConditionCut[]
let features: readonly string[]

beforeAll(async () => {
    const policies = join(import.meta.dirname, '../../policies')
    const folders = { policies: join(policies, 'none') }
    const settings = { baseCurrency: 'CNY', ladders: [], firstClose: 202501 }
    const all = (await cutsOfMonth({ policyRoots: [policies], folders, settings }, 202501)).cuts
    cuts = all.filter((cut): cut is ConditionCut => 'when' in cut)
    features = [...new Set([cutAssets, ...cuts.flatMap(cutFeatures)])]
})

/** Values of a feature at, just below and just above all bounds of the cuts; unknown as well. */
function factArbitrary(feature: string): fc.Arbitrary<Fact> {
    const known = catalogue.get(feature)
    const literals = cuts
        .flatMap(({ when }) => testsOf(when))
        .filter((test) => test.feature === feature)
        .flatMap(({ values }) => values)
    if (known?.type === 'boolean') return fc.option(fc.boolean())
    if (known?.type === 'text') {
        const words = [...literals.map(String), ...(known.values ?? []), 'elsewhere']
        return fc.option(fc.constantFrom(...words))
    }
    const scale = scaleOf(feature)
    const bounds = literals.flatMap((one) =>
        typeof one === 'object'
            ? [(one.units * 10n ** BigInt(scale)) / 10n ** BigInt(one.scale)]
            : [],
    )
    const values = [0n, ...bounds].flatMap((one) => [one - 1n, one, one + 1n])
    // What is counted is never negative; what has fallen is.
    const least = bounds.some((one) => one < 0n) || known?.type === 'money' ? null : 0n
    const possible = values.filter((one) => least === null || one >= least)
    return fc.option(fc.constantFrom(...possible).map((units) => ({ units, scale })))
}

/** Digits after the point: cents, millionths of a share, none of what is counted. */
function scaleOf(feature: string): number {
    const known = catalogue.get(feature)
    if (known?.type === 'money') return 2
    return known?.unit === 'share' ? 6 : 0
}

function partiesArbitrary(): fc.Arbitrary<readonly Facts[]> {
    const facts = Object.fromEntries(features.map((id) => [id, factArbitrary(id)]))
    return fc.array(fc.record(facts), { minLength: 1, maxLength: 12 })
}

/** The parties as a relation, numbered from 1. */
function relationOf(parties: readonly Facts[]): string {
    const rows = parties.map((facts, index) => {
        const cells = features.map((id) => {
            const type = catalogue.get(id)?.type ?? 'text'
            return `cast(${factText(facts[id] ?? null)} as ${factTypes[type]}) as ${id}`
        })
        return `select ${index + 1} as party_id, ${cells.join(', ')}`
    })
    return `(${rows.join(' union all ')})`
}

/** What a count has to be, party by party and cut by cut. */
function countedOneByOne(parties: readonly Facts[]): Row {
    const counted: Record<string, Row[string]> = { parties: parties.length }
    const assetsOf = (chosen: readonly Facts[]): Row[string] => {
        const known = chosen.flatMap((facts) => {
            const assets = facts[cutAssets]
            return typeof assets === 'object' && assets !== null ? [assets.units] : []
        })
        if (known.length === 0) return null
        return { units: known.reduce((sum, units) => sum + units, 0n), scale: 2 }
    }
    counted.assets = assetsOf(parties)
    cuts.forEach(({ when }, index) => {
        const chosen = parties.filter((facts) => evaluateCondition(when, facts) === true)
        counted[`parties_${index}`] = chosen.length
        counted[`assets_${index}`] = assetsOf(chosen)
        counted[`unknown_${index}`] = chosen.filter((facts) => facts[cutAssets] === null).length
    })
    return counted
}

/** Counts come as big or small integers. */
function plain(row: Row | undefined): Row {
    const cells = Object.entries(row ?? {}).map(([name, cell]) => [
        name,
        typeof cell === 'bigint' ? Number(cell) : cell,
    ])
    return Object.fromEntries(cells)
}

it('counts every cut as one would one by one', async () => {
    await fc.assert(
        fc.asyncProperty(partiesArbitrary(), async (parties) => {
            const relation = relationOf(parties)
            const [row] = await opened.warehouse.rows(writeCutCounts(cuts, relation))
            expect(plain(row)).toEqual(countedOneByOne(parties))
        }),
        { numRuns: 12 },
    )
})

it('lists those whom it counts', async () => {
    await fc.assert(
        fc.asyncProperty(partiesArbitrary(), fc.nat(), async (parties, chosen) => {
            const cut = cuts[chosen % cuts.length] as ConditionCut
            const rows = await opened.warehouse.rows(
                `select party_id from ${writeCut(cut, relationOf(parties))} chosen order by 1`,
            )
            const expected = parties.flatMap((facts, index) =>
                evaluateCondition(cut.when, facts) === true ? [index + 1] : [],
            )
            expect(rows.map((row) => Number(row.party_id))).toEqual(expected)
        }),
        { numRuns: 20 },
    )
})

/** Cuts of which each customer is in at most one, and in one where this is known. */
const partitions: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
        'wealth',
        ['aum_avg_month'],
        [...['assets_under_50k', 'assets_50k_to_600k', 'assets_600k_to_6m', 'assets_over_6m']],
    ],
    ['value', ['value_band'], ['value_high', 'value_middle', 'value_ordinary']],
    ['age', ['age_years'], ['age_under_35', 'age_35_to_59', 'age_from_60']],
    ['usage cycle', ['usage_cycle_days'], ['use_weekly', 'use_monthly', 'use_rarely']],
    ['importance', ['importance'], ['red_list', 'ordinary_list', 'black_list']],
    ['spending', ['spending_level'], ['spending_high', 'spending_middle', 'spending_low']],
]

it.each(partitions)('cuts nobody twice by %s, and nobody out', (_, known, ids) => {
    fc.assert(
        fc.property(partiesArbitrary(), (parties) => {
            for (const facts of parties) {
                const truths = ids.map((id) => isIn(id, facts))
                const isKnown = known.every((feature) => isSensible(feature, facts))
                expect(truths.filter(Boolean)).toHaveLength(isKnown ? 1 : 0)
            }
        }),
    )
})

it('gives each company one grade of credit at most, and one where payment is known', () => {
    const grades = ['credit_good', 'credit_ordinary', 'credit_poor']
    fc.assert(
        fc.property(partiesArbitrary(), (parties) => {
            for (const facts of parties) {
                const found = grades.filter((grade) => isIn(grade, facts))
                const isCompany = facts.party_kind === 'company'
                const isKnown = isCompany && facts.overdue_days_max_24m !== null
                if (isKnown) expect(found).toHaveLength(1)
                else expect(found.length).toBeLessThanOrEqual(isCompany ? 1 : 0)
            }
        }),
    )
})

function isIn(id: string, facts: Facts): boolean {
    const cut = cuts.find((one) => one.id === id)
    if (cut === undefined) throw new Error(`there is no cut ${id}`)
    return evaluateCondition(cut.when, facts) === true
}

/** Known, and a word of the catalogue where it is a word. */
function isSensible(feature: string, facts: Facts): boolean {
    const fact = facts[feature]
    if (fact == null) return false
    if (typeof fact === 'string') return catalogue.get(feature)?.values?.includes(fact) ?? true
    return true
}

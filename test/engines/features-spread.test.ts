import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastDayOf, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { kindsMax, shareFloor } from '#features/drift.ts'
import type { Feature, FeatureTable } from '#features/feature.ts'
import type { BuiltMonth } from '#pipeline/features/built-features.ts'
import { describeFeatures } from '#pipeline/features/describe-features.ts'
import { measureDrift } from '#pipeline/features/measure-drift.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const opened = keepWarehouse()

const features = ['aum_avg_month', 'party_kind', 'salary_month', 'last_transaction_date'].map(
    (id): Feature => {
        const feature = catalogue.get(id)
        if (feature === undefined) throw new Error(`no feature ${id}`)
        return feature
    },
)

/** Amounts in whole units, a day of the month, null where nothing is known. */
type Party = {
    readonly aum: number | null
    readonly kind: string | null
    /** Null: no row in the table of flows at all. */
    readonly flows: { readonly salary: number; readonly day: number | null } | null
}

const amount = fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 200_000 }))
const party: fc.Arbitrary<Party> = fc.record({
    aum: fc.option(amount),
    kind: fc.option(fc.constantFrom('person', 'company')),
    flows: fc.option(
        fc.record({ salary: amount, day: fc.option(fc.integer({ min: 1, max: 28 })) }),
    ),
})
const parties = fc.array(party, { minLength: 1, maxLength: 60 })

const [before, now]: readonly [Month, Month] = [202501, 202502]

function monthOfParties(month: Month, all: readonly Party[]): BuiltMonth {
    const rows = all.map(
        ({ aum, kind }, id) =>
            `(${id}, ${month}, cast(${aum} as decimal(18,2)), ` +
            `${kind === null ? 'cast(null as varchar)' : `'${kind}'`})`,
    )
    const flows = all.flatMap((one, id) =>
        one.flows === null
            ? []
            : [
                  `(${id}, cast(${one.flows.salary} as decimal(18,2)), ` +
                      `cast(${dayOf(month, one.flows.day)} as date))`,
              ],
    )
    const none = '(-1, cast(0 as decimal(18,2)), cast(null as date))'
    const relation = (table: FeatureTable, [columns, values]: readonly [string, string[]]) => ({
        table,
        runId: `run ${month}`,
        key: 'key',
        relation: `(select * from (values ${values.join(', ')}) t(${columns}))`,
    })
    const months = relation('features.party_months', [
        'party_id, month, aum_avg_month, party_kind',
        rows,
    ])
    const moved = relation('features.party_flows', [
        'party_id, salary_month, last_transaction_date',
        [...flows, none],
    ])
    const tables = new Map([months, moved].map((one) => [one.table, one]))
    return { month, runId: `run ${month}`, asOf: lastDayOf(month), tables }
}

function dayOf(month: Month, day: number | null): string {
    const [year, ofYear] = [Math.floor(month / 100), month % 100]
    return day === null ? 'null' : `'${year}-0${ofYear}-${String(day).padStart(2, '0')}'`
}

/** What each party has of a feature: a number, a word, null where unknown. */
function valuesOf(month: Month, all: readonly Party[]): Record<string, (number | string | null)[]> {
    const end = Number(lastDayOf(month).slice(8))
    return {
        aum_avg_month: all.map(({ aum }) => aum),
        party_kind: all.map(({ kind }) => kind),
        // Who has no row earned nothing; when the last transaction was is then unknown.
        salary_month: all.map(({ flows }) => flows?.salary ?? 0),
        last_transaction_date: all.map(({ flows }) =>
            flows?.day == null ? null : end - flows.day,
        ),
    }
}

/** The least value that so much of the sorted known ones does not exceed. */
function quantile(values: readonly (number | string | null)[], share: number): number | null {
    const known = values.filter((one) => typeof one === 'number').toSorted((a, b) => a - b)
    if (known.length === 0) return null
    return known[Math.max(Math.ceil(known.length * share - 1e-9), 1) - 1] ?? null
}

/** The index by the formula, over bins that are found by looking at every value. */
function expectedIndex(
    old: readonly (number | string | null)[],
    recent: readonly (number | string | null)[],
): number {
    const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => quantile(old, tenth / 10))
    const distinct = [...new Set(edges.filter((edge) => edge !== null))]
    const binOf = (value: number | string | null): string => {
        // Words that nobody had in the month before are one bin together.
        if (value === null || typeof value === 'string') {
            return old.includes(value) ? String(value) : 'others'
        }
        const place = distinct.findIndex((edge) => value <= edge)
        return `bin ${place}`
    }
    const bins = new Set([...old, ...recent].map(binOf))
    let index = 0
    for (const bin of bins) {
        const [share, shareNow] = [old, recent].map((values) =>
            Math.max(values.filter((one) => binOf(one) === bin).length / values.length, shareFloor),
        )
        if (share === undefined || shareNow === undefined) throw new Error('two months')
        index += (shareNow - share) * Math.log(shareNow / share)
    }
    return index
}

describe('drift', () => {
    it('is that of a loop over all parties', async () => {
        expect(kindsMax).toBeGreaterThan(2)
        await fc.assert(
            fc.asyncProperty(parties, parties, async (old, recent) => {
                const drift = await measureDrift(opened, {
                    before: monthOfParties(before, old),
                    now: monthOfParties(now, recent),
                    features,
                })
                const [values, valuesNow] = [valuesOf(before, old), valuesOf(now, recent)]
                expect(drift.parties).toEqual({ before: old.length, now: recent.length })
                expect(drift.features).toHaveLength(features.length)
                for (const { feature, index, unknown } of drift.features) {
                    const [was = [], is = []] = [values[feature], valuesNow[feature]]
                    expect(index).toBeCloseTo(expectedIndex(was, is), 5)
                    const nulls = is.filter((one) => one === null).length
                    expect(unknown.now).toBeCloseTo(nulls / is.length, 5)
                }
            }),
            { numRuns: 25 },
        )
    })
})

describe('the spread of a feature', () => {
    it('is that of a loop over all parties', async () => {
        await fc.assert(
            fc.asyncProperty(parties, parties, async (old, recent) => {
                const spreads = await describeFeatures(opened, {
                    before: monthOfParties(before, old),
                    now: monthOfParties(now, recent),
                    features,
                })
                const [values, valuesNow] = [valuesOf(before, old), valuesOf(now, recent)]
                expect(spreads.map(({ feature }) => feature)).toEqual(features.map(({ id }) => id))
                for (const { feature, edges, now: is, before: was, quantiles } of spreads) {
                    for (const [side, all] of [
                        [is, valuesNow[feature] ?? []],
                        [was, values[feature] ?? []],
                    ] as const) {
                        expect(side?.parties).toBe(all.length)
                        expect(side?.unknown).toBe(all.filter((one) => one === null).length)
                        if (feature === 'party_kind') {
                            for (const { value, parties } of side?.kinds ?? []) {
                                expect(parties).toBe(all.filter((one) => one === value).length)
                            }
                            continue
                        }
                        expect(side?.counts).toEqual(countsBetween(edges, all))
                        expect(side?.zero).toBe(all.filter((one) => one === 0).length)
                        const median = side?.median ?? null
                        expect(median === null ? null : Number(median)).toBe(quantile(all, 0.5))
                    }
                    for (const { share, value } of quantiles) {
                        const own = quantile(valuesNow[feature] ?? [], share)
                        expect(value === null ? null : Number(value)).toBe(own)
                    }
                }
            }),
            { numRuns: 25 },
        )
    })
})

function countsBetween(
    edges: readonly number[],
    values: readonly (number | string | null)[],
): readonly number[] {
    const counts = [...edges, null].map(() => 0)
    for (const value of values) {
        if (typeof value !== 'number') continue
        const place = edges.findIndex((edge) => value <= edge)
        const bin = place === -1 ? edges.length : place
        counts[bin] = (counts[bin] ?? 0) + 1
    }
    return counts
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths, type Day, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import { type Figures, plainRow } from './figures.ts'
import { type Firms, firmModels, firmsArbitrary, itemNames, type Statement } from './firm-bank.ts'
import { sections, sizeClasses, sizeOf } from './size-standard.ts'
import { lastMonth, partiesOf, type SmallRecord } from './small-parties.ts'

const opened = keepWarehouse()

async function built(firms: Firms, asOf?: Day): Promise<ReadonlyMap<number, Figures>> {
    const rows = await builtRows('features.party_companies', {
        delivered: firmModels(firms),
        month: lastMonth,
        ...(asOf === undefined ? {} : { asOf }),
        ...opened,
    })
    return new Map(rows.map((row) => [Number(row.party_id), plainRow(row)]))
}

const monthEnd = lastDayOf(lastMonth)

/** Statements of whole years that count for a party, by month of their end; amounts in cents. */
function yearsOf({ records, statements }: Firms, id: number): ReadonlyMap<Month, Statement> {
    const own = statements
        .filter(({ record }) => records.find((one) => one.id === record)?.party === id)
        .filter(({ months, end }) => months === 12 && addMonths(end, 4) <= lastMonth)
        .filter(({ items }) => itemNames.some((name) => items[name] !== undefined))
        .toSorted(
            (one, other) =>
                Number(other.isAudited === true) - Number(one.isAudited === true) ||
                one.record - other.record,
        )
    const years = new Map<Month, Statement>()
    for (const one of own) if (!years.has(one.end)) years.set(one.end, one)
    return years
}

/** An amount in the base currency: a dollar is 7.28 in every month; euros have no rate. */
function amountOf({ currency, items }: Statement, name: string): number | null {
    const cents = items[name]
    if (cents === undefined || currency === 'EUR') return null
    if (currency === 'CNY') return cents
    return Math.sign(cents) * Math.floor((Math.abs(cents) * 728 + 50) / 100)
}

/** Millionths, half away from zero, at most ±999.999999; null unless the whole is positive. */
function shareOf(part: number | null, whole: number | null): number | null {
    if (part === null || whole === null || whole <= 0) return null
    const [above, below] = [BigInt(Math.abs(part)), BigInt(whole)]
    const millionths = Number((above * 2_000_000n + below) / (2n * below))
    return Math.sign(part) * Math.min(millionths, 999_999_999) + 0
}

function minus(left: number | null, right: number | null): number | null {
    return left === null || right === null ? null : left - right
}

function daysOf(share: number | null): number | null {
    return share === null ? null : Math.floor((share * 365 * 2 + 1_000_000) / 2_000_000)
}

function expectedOf(firms: Firms, party: SmallRecord): Figures {
    const years = yearsOf(firms, party.id)
    const latest = Math.max(...years.keys())
    const statement = years.get(latest) ?? null
    const before = years.get(latest - 100) ?? null
    const of = (name: string): number | null =>
        statement === null ? null : amountOf(statement, name)
    const revenueBefore = before === null ? null : amountOf(before, 'revenue')
    const debts = of('current_liabilities')
    const interest = of('interest_expense')
    const employees = employeesOf(firms, party.id)
    const sales = of('revenue') ?? party.sales
    const assets = of('total_assets')
    const tenThousands = (cents: number | null): number | null =>
        cents === null ? null : cents / 1_000_000
    const figures = { sales: tenThousands(sales), assets: tenThousands(assets) }
    return {
        party_id: party.id,
        month: lastMonth,
        industry: party.industry,
        employees,
        company_size: sizeOf(party.industry, { people: employees, ...figures }),
        company_size_by_sales: bySales(party.industry, figures.sales),
        statement_date: statement === null ? null : lastDayOf(latest),
        is_statement_audited: statement?.isAudited ?? null,
        total_assets: assets,
        equity: of('equity'),
        revenue: of('revenue'),
        net_profit: of('net_income'),
        operating_cash_flow: of('operating_cash_flow'),
        current_ratio: shareOf(of('current_assets'), debts),
        quick_ratio: shareOf(minus(of('current_assets'), of('inventories')), debts),
        cash_ratio: shareOf(of('cash'), debts),
        cash_flow_ratio: shareOf(of('operating_cash_flow'), debts),
        debt_ratio: shareOf(of('total_liabilities'), assets),
        interest_cover: shareOf(
            minus(of('pretax_income'), interest === null ? null : -interest),
            interest,
        ),
        gross_margin: shareOf(minus(of('revenue'), of('cost_of_sales')), of('revenue')),
        net_margin: shareOf(of('net_income'), of('revenue')),
        return_on_assets: shareOf(of('net_income'), assets),
        return_on_equity: shareOf(of('net_income'), of('equity')),
        asset_turnover: shareOf(of('revenue'), assets),
        receivable_days: daysOf(shareOf(of('receivables'), of('revenue'))),
        inventory_days: daysOf(shareOf(of('inventories'), of('cost_of_sales'))),
        revenue_growth: shareOf(minus(of('revenue'), revenueBefore), revenueBefore),
        payroll_month: payrollOf(firms, party.id),
    }
}

/** By sales alone: figures that the standard asks for beside them are taken as large. */
function bySales(industry: string | null, sales: number | null): string | null {
    const classes = sections[industry ?? ''] ?? [industry ?? '']
    const isAsked = classes.every((name) => (sizeClasses[name]?.sales ?? null) !== null)
    const most = Number.POSITIVE_INFINITY
    return isAsked ? sizeOf(industry, { people: most, sales, assets: most }) : null
}

function employeesOf({ records, profiles }: Firms, id: number): number | null {
    let found: Firms['profiles'][number] | null = null
    for (const one of profiles.toSorted((left, right) => left.record - right.record)) {
        const owner = records.find((record) => record.id === one.record)?.party
        if (owner !== id || one.noted > monthEnd || one.employees === null) continue
        if (found === null || one.noted > found.noted) found = one
    }
    return found?.employees ?? null
}

/** Salaries that went out of the accounts of all records of the party in the month. */
function payrollOf({ records, bookings }: Firms, id: number): number {
    let sum = 0
    for (const { record, day, amount, kind } of bookings) {
        const owner = records.find((one) => one.id === record)
        if (owner?.party !== id || owner.opened === null || kind !== 'salary') continue
        if (monthOf(day) === lastMonth && amount !== null && amount < 0) sum -= amount
    }
    return sum
}

describe('the features of companies', () => {
    it('are what plain loops over the same statements give', async () => {
        await fc.assert(
            fc.asyncProperty(firmsArbitrary, async (firms) => {
                const rows = await built(firms)
                const parties = partiesOf(firms.records).filter(({ kind }) => kind === 'company')
                const ids = [...rows.keys()].sort((one, other) => one - other)
                expect(ids).toEqual(parties.map(({ id }) => id))
                for (const one of parties) expect(rows.get(one.id)).toEqual(expectedOf(firms, one))
            }),
            { numRuns: 4, seed: 20_261_122, interruptAfterTimeLimit: 40_000, endOnFailure: true },
        )
    }, 60_000)

    it('change with neither the order of rows nor what comes later', async () => {
        await fc.assert(
            fc.asyncProperty(firmsArbitrary, async (firms) => {
                const rows = await built(firms)
                const turned = {
                    records: firms.records.toReversed(),
                    statements: firms.statements.toReversed(),
                    profiles: firms.profiles.toReversed(),
                    bookings: firms.bookings.toReversed(),
                }
                expect(await built(turned, '2025-05-31')).toEqual(rows)
                const earlier = {
                    records: firms.records,
                    statements: firms.statements.filter(
                        ({ end }) => addMonths(end, 4) <= lastMonth,
                    ),
                    profiles: firms.profiles.filter(({ noted }) => noted <= monthEnd),
                    bookings: firms.bookings.filter(({ day }) => day <= monthEnd),
                }
                expect(await built(earlier)).toEqual(rows)
            }),
            { numRuns: 2, seed: 20_261_123, interruptAfterTimeLimit: 40_000, endOnFailure: true },
        )
    }, 60_000)
})

/** Every bound of the standard reached, and missed by one person or one cent, all else large. */
const boundCases = Object.entries(sizeClasses).flatMap(([industry, { people, sales, assets }]) => {
    const large = { people: 1_000_000, sales: 10_000_000, assets: 10_000_000 }
    const below = { people: 1, sales: 0.000_001, assets: 0.000_001 }
    return Object.entries({ people, sales, assets }).flatMap(([figure, bounds]) =>
        (bounds ?? []).flatMap((bound, step) => {
            const reached = ['large', 'medium', 'small'][step] ?? ''
            const missed = ['medium', 'small', 'micro'][step] ?? ''
            const less = bound - below[figure as keyof typeof below]
            return [
                { industry, ...large, [figure]: bound, size: reached },
                { industry, ...large, [figure]: less, size: missed },
            ]
        }),
    )
})

/** What the standard leaves open, and what it settles all the same. */
const doubtCases = [
    { industry: '工业', people: null, sales: 50_000, assets: null, size: null },
    { industry: '工业', people: null, sales: 299, assets: null, size: 'micro' },
    { industry: '工业', people: 500, sales: 300, assets: null, size: 'small' },
    { industry: '制造业', people: 1000, sales: 40_000, assets: null, size: 'large' },
    { industry: 'C', people: 1000, sales: 40_000, assets: null, size: 'large' },
    { industry: '批发和零售业', people: 20, sales: 5000, assets: null, size: null },
    { industry: '批发和零售业', people: 50, sales: 5000, assets: null, size: 'medium' },
    { industry: '批发和零售业', people: 4, sales: 5000, assets: null, size: 'micro' },
    { industry: '社会工作', people: 300, sales: null, assets: null, size: 'large' },
    { industry: '教育', people: 300, sales: 5000, assets: 5000, size: null },
]

describe('the size of a company', () => {
    it('is that of the standard of 2017 at every bound', async () => {
        const cases = [...boundCases, ...doubtCases]
        expect(boundCases.length).toBe(2 * 3 * 30)
        const base = { kind: 'company', born: null, sex: null, region: null } as const
        const records = cases.map(({ industry }, index) => {
            const id = index + 1
            return { ...base, id, party: id, industry, sales: null, opened: '2024-11-05' }
        })
        const inCents = (tenThousands: number): number => Math.round(tenThousands * 1_000_000)
        const statements = cases.map(({ sales, assets }, index): Statement => {
            const items = {
                ...(sales === null ? {} : { revenue: inCents(sales) }),
                ...(assets === null ? {} : { total_assets: inCents(assets) }),
            }
            const year = { end: 202312, months: 12, currency: 'CNY', isAudited: null } as const
            return { ...year, record: index + 1, items }
        })
        const profiles = cases.map(({ people }, index) => {
            return { record: index + 1, noted: '2025-03-31', employees: people }
        })
        const rows = await built({ records, statements, profiles, bookings: [] })
        const found = cases.map((one, index) => {
            return { ...one, size: rows.get(index + 1)?.company_size }
        })
        expect(found).toEqual(cases)
    })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf } from '#domain/month.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { accountColumns, balanceColumns } from './bank-columns.ts'
import { builtTables } from './build-small-bank.ts'
import { plainRow } from './figures.ts'
import { dayText, money, rowsModel } from './small-bank.ts'
import {
    anyDay,
    lastMonth,
    partiesOf,
    recordCount,
    recordModels,
    recordsArbitrary,
    type SmallRecord,
} from './small-parties.ts'

// Groups by SQL against plain loops over the same relations; roll-ups that add up to the bank.

const kinds = [
    ...(['shareholder', 'shareholder', 'controller', 'actual_controller'] as const),
    ...(['group_member', 'guarantor', 'supplier'] as const),
] as const

/** A relation between two records; the share is in whole percents, the amount in cents. */
type Relation = {
    readonly id: number
    readonly from: number
    readonly to: number
    readonly kind: (typeof kinds)[number]
    readonly share: number | null
    readonly amount: number | null
    readonly since: Day | null
    readonly until: Day | null
}

/** What a record has on its account and owes, at month-end in cents; null: unknown. */
type Money = { readonly held: number | null; readonly owed: number }
type Web = {
    readonly records: readonly SmallRecord[]
    readonly relations: readonly Relation[]
    readonly money: readonly Money[]
}

const anyone = fc.integer({ min: 1, max: recordCount })
const cents = fc.integer({ min: 0, max: 90_000_000 })

const webArbitrary: fc.Arbitrary<Web> = fc.record({
    records: recordsArbitrary(['company', 'company', 'person']),
    money: fc.array(fc.record({ held: fc.option(cents, { freq: 9 }), owed: cents }), {
        minLength: recordCount,
        maxLength: recordCount,
    }),
    relations: fc
        .array(
            fc
                .record({
                    from: anyone,
                    to: anyone,
                    kind: fc.constantFrom(...kinds),
                    share: fc.option(fc.constantFrom(20, 30, 40, 50, 51, 60, 100), { freq: 9 }),
                    amount: fc.option(cents, { freq: 9 }),
                    since: fc.option(anyDay, { freq: 1 }),
                    until: fc.option(anyDay, { freq: 1 }),
                })
                .filter(({ from, to }) => from !== to),
            { minLength: 5, maxLength: 45 },
        )
        .map((all) => all.map((one, index) => ({ ...one, id: 1000 + index }))),
})

const opened = keepWarehouse()
const relationColumns = {
    relation_id: 'bigint',
    from_record_id: 'bigint',
    to_record_id: 'bigint',
    kind: 'varchar',
    share: 'decimal(9,6)',
    amount_yearly: 'decimal(18,2)',
    from_date: 'date',
    until_date: 'date',
}
const wanted = [
    ...['identity.company_groups', 'identity.shareholdings', 'features.group_months'],
    'features.party_months',
]

async function built({ records, relations, money: amounts }: Web, asOf?: Day) {
    const lines = relations.map(
        ({ id, from, to, kind, share, amount, since, until }) =>
            `(${id}, ${from}, ${to}, '${kind}', ${money(share)}, ${money(amount)}, ` +
            `${dayText(since)}, ${dayText(until)})`,
    )
    const open = records.filter(({ opened: day }) => day !== null)
    const accounts = open.flatMap(({ id, opened: day }) =>
        (['deposit', 'loan'] as const).map(
            (product, slot) =>
                `(${100 + 100 * slot + id}, 'small', '${product}${id}', ${id}, '${product}', ` +
                `'CNY', ${dayText(day)}, null, null)`,
        ),
    )
    const balances = open
        .filter(({ opened: day }) => day !== null && day <= monthEnd)
        .flatMap(({ id }) => {
            const { held, owed } = amounts[id - 1] ?? { held: null, owed: 0 }
            return [
                `(${100 + id}, ${lastMonth}, ${money(held)}, ${money(held)})`,
                `(${200 + id}, ${lastMonth}, ${money(owed)}, ${money(owed)})`,
            ]
        })
    return await builtTables(wanted, {
        delivered: {
            ...recordModels(records),
            'identity.small__accounts': rowsModel(accountColumns, accounts),
            'identity.small__balances': {
                ...rowsModel(balanceColumns, balances),
                key: ['account_id', 'month'],
            },
            'identity.small__relations': rowsModel(relationColumns, lines),
        },
        month: lastMonth,
        ...(asOf === undefined ? {} : { asOf }),
        ...opened,
    })
}

const monthEnd = lastDayOf(lastMonth)

/** Relations in force at month-end between parties; `record` is the one at the other end. */
type Tie = Pick<Relation, 'kind' | 'share' | 'amount'> & {
    readonly from: number
    readonly to: number
    readonly record: number
}

function tiesOf({ records, relations }: Web): readonly Tie[] {
    const partyOf = (record: number): number =>
        records.find(({ id }) => id === record)?.party ?? Number.NaN
    return relations
        .filter(({ since }) => since === null || since <= monthEnd)
        .filter(({ until }) => until === null || until >= monthEnd)
        .map(({ from, to, ...rest }) => {
            return { ...rest, from: partyOf(from), to: partyOf(to), record: to }
        })
        .filter(({ from, to }) => from !== to)
}

/** Percents that one party holds of another: classes add up, statements of two records do not. */
function shareOf(ties: readonly Tie[], holder: number, company: number): number | null {
    const own = ties.filter(
        ({ kind, from, to }) => kind === 'shareholder' && from === holder && to === company,
    )
    const sums = [...new Set(own.map(({ record }) => record))].map((record) => {
        const told = own.filter((one) => one.record === record && one.share !== null)
        return told.length === 0 ? -1 : told.reduce((sum, { share }) => sum + (share ?? 0), 0)
    })
    const most = Math.max(-1, ...sums)
    return most < 0 ? null : most
}

type Above = {
    readonly parent: number
    readonly way: string
    readonly share: number | null
    readonly others: number
}

/** Who stands above a party, by the order of the ways. */
function aboveOf(ties: readonly Tie[], party: number): Above | null {
    const holders = [...new Set(ties.filter(({ to }) => to === party).map(({ from }) => from))]
    const majority = holders.flatMap((parent) => {
        const share = shareOf(ties, parent, party)
        return share !== null && share > 50 ? [{ parent, way: 'majority', share }] : []
    })
    const told = (way: Relation['kind']) =>
        ties
            .filter(({ kind, from, to }) =>
                kind === way ? (way === 'group_member' ? from : to) === party : false,
            )
            .map(({ from, to, share }) => ({
                parent: way === 'group_member' ? to : from,
                way: way as string,
                share,
            }))
    const ways = [
        majority,
        ...(['controller', 'actual_controller', 'group_member'] as const).map(told),
    ]
    const best = ways
        .find((all) => all.length > 0)
        ?.toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0) || a.parent - b.parent)[0]
    if (best === undefined) return null
    return { ...best, others: new Set(ways.flat().map(({ parent }) => parent)).size - 1 }
}

/** The parties from a party upwards, each once, and whether the way ended. */
function wayUp(above: ReadonlyMap<number, Above>, party: number) {
    const passed: number[] = []
    let at: number | undefined = party
    while (at !== undefined && !passed.includes(at)) {
        passed.push(at)
        at = above.get(at)?.parent
    }
    const circle = at === undefined ? [] : passed.slice(passed.indexOf(at))
    return { passed, circle }
}

/** The rows of `identity.company_groups` by the plainest loops. */
function expectedGroups(web: Web): readonly object[] {
    const ties = tiesOf(web)
    const parties = [...new Set(web.records.map(({ party }) => party))]
    const above = new Map(
        parties.flatMap((party) => {
            const found = aboveOf(ties, party)
            return found === null ? [] : [[party, found] as const]
        }),
    )
    const parents = new Set([...above.values()].map(({ parent }) => parent))
    return parties.flatMap((party) => {
        const own = above.get(party)
        if (own === undefined && !parents.has(party)) return []
        const { passed, circle } = wayUp(above, party)
        return [
            {
                party_id: party,
                month: lastMonth,
                group_id: circle.length > 0 ? Math.min(...circle) : (passed.at(-1) ?? party),
                parent_id: own?.parent ?? null,
                way: own?.way ?? null,
                share: own?.share == null ? null : own.share * 10_000,
                depth: circle.length > 0 ? null : passed.length - 1,
                is_circular: circle.includes(party),
                is_contested: (own?.others ?? 0) > 0,
            },
        ]
    })
}

const byParty = (one: Row, other: Row): number => Number(one.party_id) - Number(other.party_id)

it('finds the groups that plain loops over the same relations find', async () => {
    await fc.assert(
        fc.asyncProperty(webArbitrary, async (web) => {
            const tables = await built(web)
            const rows = [...(tables.get('identity.company_groups') ?? [])].sort(byParty)
            expect(rows.map(plainRow)).toEqual(expectedGroups(web))
            const ties = tiesOf(web)
            const holdings = tables.get('identity.shareholdings') ?? []
            for (const row of holdings) {
                const share = shareOf(ties, Number(row.holder_id), Number(row.party_id))
                expect(plainRow(row).share).toBe(share === null ? null : share * 10_000)
            }
            const pairs = ties.filter(({ kind }) => kind === 'shareholder')
            expect(holdings).toHaveLength(
                new Set(pairs.map(({ from, to }) => `${from} ${to}`)).size,
            )
        }),
        { numRuns: 5, seed: 20_261_122, interruptAfterTimeLimit: 60_000 },
    )
}, 90_000)

it('adds members up once each, and all lines up to the bank', async () => {
    await fc.assert(
        fc.asyncProperty(webArbitrary, async (web) => {
            const tables = await built(web)
            const lines = (tables.get('features.group_months') ?? []).map(plainRow)
            const parties = (tables.get('features.party_months') ?? []).map(plainRow)
            const groups = (tables.get('identity.company_groups') ?? []).map(plainRow)
            const groupOf = (party: unknown): number =>
                Number(groups.find(({ party_id: id }) => id === party)?.group_id ?? 0)
            const guarantees = tiesOf(web).filter(({ kind }) => kind === 'guarantor')
            for (const line of lines) {
                const own = parties.filter(({ party_id: id }) => groupOf(id) === line.group_id)
                const sum = (column: string): number =>
                    own.reduce((total, row) => total + Number(row[column] ?? 0), 0)
                const given = guarantees.filter(({ from }) => groupOf(from) === line.group_id)
                const within = ({ to }: Tie): boolean =>
                    line.group_id !== 0 && groupOf(to) === line.group_id
                const amount = (all: readonly Tie[]): number =>
                    all.reduce((total, one) => total + (one.amount ?? 0), 0)
                const outside = amount(given.filter((one) => !within(one)))
                expect(line).toMatchObject({
                    customers: own.length,
                    customers_unknown: own.filter((row) => row.aum_end_month === null).length,
                    aum_end_month: sum('aum_end_month'),
                    loan_balance: sum('loan_balance'),
                    guaranteed_inside: amount(given.filter(within)),
                    guaranteed_outside: outside,
                    exposure: sum('loan_balance') + outside,
                    guarantees_unknown: given.filter((one) => one.amount === null).length,
                })
                const members = groups.filter(({ group_id: id }) => id === line.group_id)
                expect(line.parties).toBe(members.length)
            }
            const total = (column: string): number =>
                lines.reduce((sum, line) => sum + Number(line[column]), 0)
            expect(total('customers')).toBe(partiesOf(web.records).length)
            const owed = web.records
                .filter(({ opened: day }) => day !== null && day <= monthEnd)
                .reduce((sum, { id }) => sum + (web.money[id - 1]?.owed ?? 0), 0)
            expect(total('loan_balance')).toBe(owed)
        }),
        { numRuns: 4, seed: 20_261_123, interruptAfterTimeLimit: 60_000 },
    )
}, 90_000)

it('changes with neither the order of rows nor what begins later', async () => {
    await fc.assert(
        fc.asyncProperty(webArbitrary, async (web) => {
            const sorted = async (one: Web, asOf?: Day) =>
                [...((await built(one, asOf)).get('identity.company_groups') ?? [])].sort(byParty)
            const rows = await sorted(web)
            const relations = web.relations.toReversed()
            expect(await sorted({ ...web, relations }, '2025-05-31')).toEqual(rows)
            const begun = web.relations.filter(({ since }) => since === null || since <= monthEnd)
            expect(await sorted({ ...web, relations: begun })).toEqual(rows)
        }),
        { numRuns: 2, seed: 20_261_124, interruptAfterTimeLimit: 60_000 },
    )
}, 90_000)

it('climbs a chain of sixty companies, and a circle at its top', async () => {
    const record = { kind: 'company', born: null, sex: null, region: null, industry: null } as const
    const records = Array.from({ length: 60 }, (_, index) => {
        return { ...record, id: index + 1, party: index + 1, sales: null, opened: null }
    })
    const tie = { kind: 'shareholder', share: 51, amount: null, since: null, until: null } as const
    const chain = Array.from({ length: 59 }, (_, index): Relation => {
        return { ...tie, id: index + 1, from: index + 1, to: index + 2 }
    })
    const rowsOf = async (relations: readonly Relation[]) =>
        (await built({ records, relations, money: [] })).get('identity.company_groups') ?? []
    const rows = (await rowsOf(chain)).map(plainRow)
    expect(rows).toHaveLength(60)
    for (const { party_id: id, group_id: group, depth } of rows) {
        expect({ group, depth }).toEqual({ group: 1, depth: Number(id) - 1 })
    }
    const closed = await rowsOf([...chain, { ...tie, id: 99, from: 7, to: 1 }])
    for (const row of closed.map(plainRow)) {
        expect(row).toMatchObject({
            group_id: 1,
            depth: null,
            is_circular: Number(row.party_id) < 8,
        })
    }
})

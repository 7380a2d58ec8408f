import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import { type Figures, plainRow } from './figures.ts'
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

const kinds = [
    ...(['group_member', 'controller', 'shareholder', 'guarantor', 'supplier'] as const),
    ...(['legal_representative', 'family'] as const),
] as const

/** A relation between two records; the amount is in cents. */
type Relation = {
    readonly id: number
    readonly from: number
    readonly to: number
    readonly kind: (typeof kinds)[number]
    readonly amount: number | null
    readonly since: Day | null
    readonly until: Day | null
}
type Web = { readonly records: readonly SmallRecord[]; readonly relations: readonly Relation[] }

const anyone = fc.integer({ min: 1, max: recordCount })

const webArbitrary: fc.Arbitrary<Web> = fc.record({
    records: recordsArbitrary(['person', 'company']),
    relations: fc
        .array(
            fc
                .record({
                    from: anyone,
                    to: anyone,
                    kind: fc.constantFrom(...kinds),
                    amount: fc.option(fc.integer({ min: 0, max: 90_000_000 })),
                    since: fc.option(anyDay),
                    until: fc.option(anyDay, { freq: 2 }),
                })
                .filter(({ from, to }) => from !== to),
            { minLength: 30, maxLength: 120 },
        )
        .map((all) => all.map((one, index) => ({ ...one, id: 1000 + index }))),
})

const opened = keepWarehouse()

const columns = {
    relation_id: 'bigint',
    from_record_id: 'bigint',
    to_record_id: 'bigint',
    kind: 'varchar',
    share: 'decimal(9,6)',
    amount_yearly: 'decimal(18,2)',
    from_date: 'date',
    until_date: 'date',
}

async function built(
    { records, relations }: Web,
    asOf?: Day,
): Promise<ReadonlyMap<number, Figures>> {
    const lines = relations.map(
        ({ id, from, to, kind, amount, since, until }) =>
            `(${id}, ${from}, ${to}, '${kind}', null, ${money(amount)}, ` +
            `${dayText(since)}, ${dayText(until)})`,
    )
    const rows = await builtRows('features.party_relations', {
        delivered: {
            ...recordModels(records),
            'identity.small__relations': rowsModel(columns, lines),
        },
        month: lastMonth,
        ...(asOf === undefined ? {} : { asOf }),
        ...opened,
    })
    return new Map(rows.map((row) => [Number(row.party_id), plainRow(row)]))
}

const monthEnd = lastDayOf(lastMonth)

/** A relation in force between two parties. */
type Tie = Pick<Relation, 'from' | 'to' | 'kind' | 'amount'>

function tiesOf({ records, relations }: Web): readonly Tie[] {
    const partyOf = (record: number): number =>
        records.find(({ id }) => id === record)?.party ?? Number.NaN
    return relations
        .filter(({ since }) => since === null || since <= monthEnd)
        .filter(({ until }) => until === null || until >= monthEnd)
        .map((one) => ({ ...one, from: partyOf(one.from), to: partyOf(one.to) }))
        .filter(({ from, to }) => from !== to)
}

/** The features of a party by the plainest loops; null where it has no relation. */
function expectedOf(ties: readonly Tie[], id: number): Figures | null {
    const others = (kind: Tie['kind'], side: 'from' | 'to'): ReadonlySet<number> => {
        const other = side === 'from' ? 'to' : 'from'
        const own = ties.filter((tie) => tie.kind === kind && tie[side] === id)
        return new Set(own.map((tie) => tie[other]))
    }
    const sum = (kind: Tie['kind'], side: 'from' | 'to'): number =>
        ties
            .filter((tie) => tie.kind === kind && tie[side] === id)
            .reduce((total, { amount }) => total + (amount ?? 0), 0)
    const all = kinds.flatMap((kind) => [...others(kind, 'from'), ...others(kind, 'to')])
    if (all.length === 0) return null
    const sizes = ties
        .filter(({ kind }) => kind === 'group_member')
        .filter(({ from, to }) => from === id || to === id)
        .map(({ to }) => groupOf(ties, to).size)
    const family = [...others('family', 'from'), ...others('family', 'to')]
    return {
        party_id: id,
        month: lastMonth,
        related_parties: new Set(all).size,
        is_group_member: sizes.length > 0,
        is_group_head: others('group_member', 'to').size > 0,
        group_size: Math.max(0, ...sizes),
        companies_controlled: others('controller', 'from').size,
        controllers: others('controller', 'to').size,
        shareholdings: others('shareholder', 'from').size,
        shareholders: others('shareholder', 'to').size,
        is_guarantor: others('guarantor', 'from').size > 0,
        parties_guaranteed: others('guarantor', 'from').size,
        guaranteed_amount: sum('guarantor', 'from'),
        guarantors: others('guarantor', 'to').size,
        guarantors_amount: sum('guarantor', 'to'),
        suppliers: others('supplier', 'to').size,
        suppliers_amount: sum('supplier', 'to'),
        buyers: others('supplier', 'from').size,
        buyers_amount: sum('supplier', 'from'),
        is_legal_representative: others('legal_representative', 'from').size > 0,
        companies_represented: others('legal_representative', 'from').size,
        family_links: new Set(family).size,
    }
}

/** A head with those who belong to it. */
function groupOf(ties: readonly Tie[], head: number): ReadonlySet<number> {
    const members = ties.filter(({ kind, to }) => kind === 'group_member' && to === head)
    return new Set([head, ...members.map(({ from }) => from)])
}

it('builds what plain loops over the same relations give', async () => {
    await fc.assert(
        fc.asyncProperty(webArbitrary, async (web) => {
            const rows = await built(web)
            const ties = tiesOf(web)
            const expected = partiesOf(web.records).flatMap(({ id }) => {
                const one = expectedOf(ties, id)
                return one === null ? [] : [one]
            })
            const ids = [...rows.keys()].sort((one, other) => one - other)
            expect(ids).toEqual(expected.map(({ party_id: id }) => id))
            for (const one of expected) expect(rows.get(Number(one.party_id))).toEqual(one)
        }),
        { numRuns: 4, seed: 20_261_122, interruptAfterTimeLimit: 40_000 },
    )
}, 60_000)

it('changes with neither the order of rows nor what begins later', async () => {
    await fc.assert(
        fc.asyncProperty(webArbitrary, async (web) => {
            const rows = await built(web)
            const turned = {
                records: web.records.toReversed(),
                relations: web.relations.toReversed(),
            }
            expect(await built(turned, '2025-05-31')).toEqual(rows)
            const begun = web.relations.filter(({ since }) => since === null || since <= monthEnd)
            expect(await built({ ...web, relations: begun })).toEqual(rows)
        }),
        { numRuns: 2, seed: 20_261_123, interruptAfterTimeLimit: 40_000 },
    )
}, 60_000)

it('counts what is sold on one side as bought on the other', async () => {
    const record = { kind: 'company', born: null, sex: null, region: null, industry: null } as const
    const records = [1, 2, 3].map((id) => {
        return { ...record, id, party: id, sales: null, opened: '2024-11-05' }
    })
    const tie = { kind: 'supplier', since: null, until: null } as const
    const rows = await built({
        records,
        relations: [
            { ...tie, id: 1, from: 1, to: 2, amount: 100 },
            { ...tie, id: 2, from: 1, to: 2, amount: 50 },
            { ...tie, id: 3, from: 3, to: 2, amount: null },
        ],
    })
    expect(rows.get(2)).toMatchObject({ suppliers: 2, suppliers_amount: 150, buyers: 0 })
    expect(rows.get(1)).toMatchObject({ buyers: 1, buyers_amount: 150, suppliers: 0 })
    expect(rows.get(3)).toMatchObject({ buyers: 1, buyers_amount: 0, related_parties: 1 })
})

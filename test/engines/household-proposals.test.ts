import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf } from '#domain/month.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtTables } from './build-small-bank.ts'
import { plainRow } from './figures.ts'
import { dayText, rowsModel } from './small-bank.ts'
import {
    anyDay,
    lastMonth,
    partiesOf,
    recordCount,
    recordModels,
    recordsArbitrary,
    type SmallRecord,
} from './small-parties.ts'

// Who is pooled and who is proposed, by SQL against plain loops over the same registers.

const kinds = ['spouse', 'parent', 'guardian', 'family', 'shareholder'] as const

type Relation = {
    readonly from: number
    readonly to: number
    readonly kind: (typeof kinds)[number]
    readonly since: Day | null
    readonly until: Day | null
}
type Membership = {
    readonly home: number
    readonly record: number
    readonly consent: boolean | null
    readonly from: Day
    readonly until: Day | null
}
type Town = {
    readonly records: readonly SmallRecord[]
    readonly relations: readonly Relation[]
    readonly memberships: readonly Membership[]
    /** A record with the address that it has given. */
    readonly addresses: readonly (readonly [record: number, address: number])[]
}

const anyone = fc.integer({ min: 1, max: recordCount })
const townArbitrary: fc.Arbitrary<Town> = fc.record({
    records: recordsArbitrary(['person', 'person', 'person', 'company']),
    relations: fc.array(
        fc
            .record({
                from: anyone,
                to: anyone,
                kind: fc.constantFrom(...kinds),
                since: fc.option(anyDay, { freq: 1 }),
                until: fc.option(anyDay, { freq: 1 }),
            })
            .filter(({ from, to }) => from !== to),
        { minLength: 20, maxLength: 60 },
    ),
    memberships: fc.uniqueArray(
        fc
            .record({
                home: fc.integer({ min: 501, max: 505 }),
                record: anyone,
                consent: fc.constantFrom(true, true, false, null),
                from: anyDay,
                until: fc.option(anyDay, { freq: 1 }),
            })
            .filter(({ from, until }) => until === null || until >= from),
        { maxLength: 30, selector: ({ home, record, from }) => `${home} ${record} ${from}` },
    ),
    // Address 1 has most of them: it is no home.
    addresses: fc.uniqueArray(fc.tuple(anyone, fc.constantFrom(...[1, 1, 1, 1, 1, 1, 2, 3, 4])), {
        maxLength: 40,
        selector: ([record, address]) => `${record} ${address}`,
    }),
})

const opened = keepWarehouse()
const wanted = [
    ...['identity.household_stays', 'identity.household_members', 'identity.household_proposals'],
    ...['features.household_months', 'features.party_months'],
]

async function built({ records, relations, memberships, addresses }: Town) {
    const tell = (rows: readonly (readonly (string | number | boolean | null)[])[]) =>
        rows.map((row) => `(${row.map(String).join(', ')})`)
    return await builtTables(wanted, {
        delivered: {
            ...recordModels(records),
            'identity.small__relations': rowsModel(
                {
                    ...{ relation_id: 'bigint', from_record_id: 'bigint', to_record_id: 'bigint' },
                    ...{ kind: 'varchar', share: 'decimal(9,6)', amount_yearly: 'decimal(18,2)' },
                    ...{ from_date: 'date', until_date: 'date' },
                },
                tell(
                    relations.map(({ from, to, kind, since, until }, index) => [
                        ...[index, from, to, `'${kind}'`, null, null],
                        ...[dayText(since), dayText(until)],
                    ]),
                ),
            ),
            'identity.small__household_memberships': {
                ...rowsModel(
                    {
                        ...{
                            household_id: 'bigint',
                            record_id: 'bigint',
                            has_consented: 'boolean',
                        },
                        ...{ from_date: 'date', until_date: 'date' },
                    },
                    tell(
                        memberships.map(({ home, record, from, consent, until }) => [
                            ...[home, record, consent, dayText(from), dayText(until)],
                        ]),
                    ),
                ),
                key: ['household_id', 'record_id', 'from_date'],
            },
            'identity.small__addresses': {
                ...rowsModel({ record_id: 'bigint', address_key: 'bigint' }, tell(addresses)),
                key: ['record_id', 'address_key'],
            },
        },
        month: lastMonth,
        ...opened,
    })
}

const monthEnd = lastDayOf(lastMonth)

const inForce = ({ since, until }: { readonly since: Day | null; readonly until: Day | null }) =>
    (since === null || since <= monthEnd) && (until === null || until >= monthEnd)

function partyOf({ records }: Town, record: number): number {
    return records.find(({ id }) => id === record)?.party ?? Number.NaN
}

/** Years of age on the last day of the month by any record; null where no birth date is known. */
function yearsOld({ records }: Town, party: number): number | null {
    const own = records.filter((one) => one.party === party)
    const born = own.find((one) => one.born !== null)?.born ?? null
    if (born === null) return null
    const [year, month] = born.split('-').map(Number)
    return Math.floor((2025 * 12 + 3 - ((year ?? 0) * 12 + (month ?? 0))) / 12)
}

type Standing = { readonly party: number; readonly home: number; readonly standing: string }

/** Everybody's standing by plain loops: the latest consented stay of an adult counts. */
function expectedStandings(town: Town): readonly Standing[] {
    const now = town.memberships
        .filter((one) => inForce({ since: one.from, until: one.until }))
        .map((one) => ({ ...one, party: partyOf(town, one.record) }))
    const pairs = [...new Set(now.map(({ party, home }) => `${party} ${home}`))]
    return pairs.map((pair): Standing => {
        const [party = 0, home = 0] = pair.split(' ').map(Number)
        const customer = partiesOf(town.records).find(({ id }) => id === party)
        const consents = now.filter((one) => one.party === party && one.consent === true)
        const [best] = consents.toSorted((one, other) =>
            one.from === other.from ? one.home - other.home : one.from < other.from ? 1 : -1,
        )
        const own = now.filter((one) => one.party === party && one.home === home)
        const years = customer === undefined ? null : yearsOld(town, party)
        const standing = (): string => {
            if (customer === undefined) return 'no_customer'
            if (customer.kind === 'company') return 'company'
            if (years === null) return 'age_unknown'
            if (years < 18) return 'minor'
            if (own.some(({ consent }) => consent === true)) {
                return best?.home === home ? 'pooled' : 'other_household'
            }
            return own.some(({ consent }) => consent === false) ? 'no_consent' : 'not_asked'
        }
        return { party, home, standing: standing() }
    })
}

/** Pairs of customers with the reason to propose them, by plain loops. */
function expectedProposals(town: Town, standings: readonly Standing[]): readonly object[] {
    const persons = partiesOf(town.records).filter(({ kind }) => kind === 'person')
    const addressesOf = (party: number): readonly number[] =>
        town.addresses
            .filter(([record]) => partyOf(town, record) === party)
            .map(([, address]) => address)
    const isHome = (address: number): boolean =>
        new Set(
            town.addresses
                .filter(([, one]) => one === address)
                .map(([record]) => partyOf(town, record)),
        ).size <= 8
    const homesOf = (party: number) =>
        standings.filter((one) => one.party === party).map(({ home }) => home)
    const pooledIn = (party: number): number | null =>
        standings.find((one) => one.party === party && one.standing === 'pooled')?.home ?? null
    return persons.flatMap((one) =>
        persons.flatMap((other) => {
            if (one.id >= other.id) return []
            if (homesOf(one.id).some((home) => homesOf(other.id).includes(home))) return []
            const ties = town.relations
                .filter(inForce)
                .map((tie) => ({
                    ...tie,
                    from: partyOf(town, tie.from),
                    to: partyOf(town, tie.to),
                }))
                .filter(
                    ({ from, to }) =>
                        (from === one.id && to === other.id) ||
                        (from === other.id && to === one.id),
                )
                .filter(({ kind }) => kind !== 'shareholder')
            const isMinor = (id: number): boolean => (yearsOld(town, id) ?? 99) < 18
            const reason = ties.some(({ kind }) => kind === 'spouse')
                ? 'spouse'
                : ties.some(({ kind, to }) => kind !== 'family' && isMinor(to))
                  ? 'minor_child'
                  : ties.length > 0 &&
                      addressesOf(one.id).some(
                          (address) => isHome(address) && addressesOf(other.id).includes(address),
                      )
                    ? 'same_address'
                    : null
            if (reason === null) return []
            return [
                {
                    ...{ party_id: one.id, other_id: other.id, month: lastMonth, reason },
                    household_id: pooledIn(one.id),
                    other_household_id: pooledIn(other.id),
                },
            ]
        }),
    )
}

const sortedBy = (rows: readonly Row[], ...columns: readonly string[]) =>
    rows
        .map(plainRow)
        .toSorted((one, other) =>
            columns.reduce((sum, column) => sum || Number(one[column]) - Number(other[column]), 0),
        )

it('gives everybody one standing a household, and proposes who belongs together', async () => {
    await fc.assert(
        fc.asyncProperty(townArbitrary, async (town) => {
            const tables = await built(town)
            const standings = expectedStandings(town)
            const stays = sortedBy(
                tables.get('identity.household_stays') ?? [],
                'party_id',
                'household_id',
            )
            expect(
                stays.map((row) => ({
                    party: row.party_id,
                    home: row.household_id,
                    standing: row.standing,
                })),
            ).toEqual(standings.toSorted((a, b) => a.party - b.party || a.home - b.home))
            const proposals = tables.get('identity.household_proposals') ?? []
            expect(sortedBy(proposals, 'party_id', 'other_id')).toEqual(
                expectedProposals(town, standings),
            )
            const pooled = standings.filter(({ standing }) => standing === 'pooled')
            expect(new Set(pooled.map(({ party }) => party)).size).toBe(pooled.length)
            const members = sortedBy(tables.get('identity.household_members') ?? [], 'party_id')
            expect(members.map((row) => `${row.party_id} ${row.household_id}`).sort()).toEqual(
                pooled.map(({ party, home }) => `${party} ${home}`).sort(),
            )
            const parties = tables.get('features.party_months') ?? []
            const lines = tables.get('features.household_months') ?? []
            expect(lines.reduce((sum, row) => sum + Number(row.parties), 0)).toBe(parties.length)
            for (const { household_id: id, parties: count } of lines.map(plainRow)) {
                if (id === 0) continue
                expect(count).toBe(pooled.filter(({ home }) => home === id).length)
            }
        }),
        { numRuns: 5, seed: 20_261_122, interruptAfterTimeLimit: 60_000 },
    )
}, 90_000)

it('changes with no order of rows', async () => {
    const [town] = fc.sample(townArbitrary, { numRuns: 1, seed: 20_261_123 })
    if (town === undefined) throw new Error('no town was drawn')
    const turned = {
        ...town,
        relations: town.relations.toReversed(),
        memberships: town.memberships.toReversed(),
        addresses: town.addresses.toReversed(),
    }
    const [tables, others] = [await built(town), await built(turned)]
    for (const name of wanted) {
        const key = name.endsWith('household_months') ? 'household_id' : 'party_id'
        const columns = [key, 'household_id', 'other_id']
        expect(sortedBy(others.get(name) ?? [], ...columns)).toEqual(
            sortedBy(tables.get(name) ?? [], ...columns),
        )
    }
    expect(tables.get('identity.household_proposals')?.length).toBeGreaterThan(0)
})

it('takes an address of eight parties for a home, and one of nine for none', async () => {
    const record = { kind: 'person', sex: null, region: null, industry: null, sales: null } as const
    const records = Array.from({ length: 17 }, (_, index) => {
        const own = { id: index + 1, party: index + 1, born: '1980-05-06', opened: '2024-11-05' }
        return { ...record, ...own }
    })
    const tie = { kind: 'family', since: null, until: null } as const
    const tables = await built({
        records,
        relations: [
            { ...tie, from: 2, to: 1 },
            { ...tie, from: 9, to: 10 },
        ],
        memberships: [],
        addresses: records.map(({ id }) => [id, id <= 8 ? 1 : 2] as const),
    })
    const proposals = (tables.get('identity.household_proposals') ?? []).map(plainRow)
    expect(proposals).toMatchObject([{ party_id: 1, other_id: 2, reason: 'same_address' }])
})

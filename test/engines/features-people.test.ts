import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Day, lastDayOf, monthOf, monthsBetween } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import { profileColumns, stayColumns } from './bank-columns.ts'
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
    text,
} from './small-parties.ts'

/** What was noted of a record on a day. Income is in cents. */
type Profile = {
    readonly record: number
    readonly noted: Day
    readonly occupation: string | null
    readonly education: string | null
    readonly marital: string | null
    readonly income: number | null
    readonly interests: string | null
    readonly ethnic: string | null
    readonly religion: string | null
    readonly health: string | null
}
type Stay = {
    readonly home: number
    readonly record: number
    readonly consent: boolean | null
    readonly from: Day
    readonly until: Day | null
}
type People = {
    readonly records: readonly SmallRecord[]
    readonly profiles: readonly Profile[]
    readonly stays: readonly Stay[]
}

const peopleArbitrary: fc.Arbitrary<People> = fc.record({
    records: recordsArbitrary(['person', 'person', 'person', 'company']),
    profiles: fc.uniqueArray(
        fc.record({
            record: fc.integer({ min: 1, max: recordCount }),
            noted: anyDay,
            occupation: fc.constantFrom('clerk', 'retired', null),
            marital: fc.constantFrom('single', 'married', null),
            income: fc.option(
                fc.oneof(
                    fc.constantFrom(5_999_999, 6_000_000, 17_999_999, 18_000_000, 50_000_000),
                    fc.integer({ min: 0, max: 90_000_000 }),
                ),
            ),
            interests: fc.constantFrom('travel', 'cars food travel', 'none', 'chess art', null),
            education: fc.constantFrom('bachelor', 'doctor', null),
            ethnic: fc.constantFrom('HA', 'MA', null),
            religion: fc.constantFrom('none', 'buddhism', null),
            health: fc.constantFrom('good', 'fair', null),
        }),
        { minLength: 10, maxLength: 50, selector: ({ record, noted }) => `${record} ${noted}` },
    ),
    stays: fc.uniqueArray(
        fc
            .record({
                home: fc.integer({ min: 501, max: 506 }),
                record: fc.integer({ min: 1, max: recordCount }),
                consent: fc.constantFrom(true, true, false, null),
                from: anyDay,
                until: fc.option(anyDay),
            })
            .filter(({ from, until }) => until === null || until >= from),
        {
            minLength: 10,
            maxLength: 40,
            selector: ({ home, record, from }) => `${home} ${record} ${from}`,
        },
    ),
})

function modelsOf({ records, profiles, stays }: People): Readonly<Record<string, SmallModel>> {
    const profileRows = profiles.map(
        (one) =>
            `(${one.record}, ${dayText(one.noted)}, ${text(one.occupation)}, ` +
            `${text(one.education)}, ${money(one.income)}, ${text(one.marital)}, ` +
            `${text(one.interests)}, null, ${text(one.ethnic)}, ${text(one.religion)}, ` +
            `${text(one.health)})`,
    )
    const stayRows = stays.map(
        ({ home, record, consent, from, until }) =>
            `(${home}, ${record}, ${consent}, ${dayText(from)}, ${dayText(until)})`,
    )
    return {
        ...recordModels(records),
        'identity.small__profiles': {
            ...rowsModel(profileColumns, profileRows),
            key: ['record_id', 'noted_date'],
        },
        'identity.small__household_memberships': {
            ...rowsModel(stayColumns, stayRows),
            key: ['household_id', 'record_id', 'from_date'],
        },
    }
}

const opened = keepWarehouse()

async function built(people: People, asOf?: Day): Promise<ReadonlyMap<number, Figures>> {
    const rows = await builtRows('features.party_people', {
        delivered: modelsOf(people),
        month: lastMonth,
        ...(asOf === undefined ? {} : { asOf }),
        ...opened,
    })
    return new Map(rows.map((row) => [Number(row.party_id), plainRow(row)]))
}

const monthEnd = lastDayOf(lastMonth)

/** The features of a party by the plainest loops; money in cents. */
function expectedOf(people: People, party: SmallRecord): Figures {
    const isPerson = party.kind === 'person'
    const profile = profileOf(people, party)
    const personal = isPerson ? profile : null
    const known = personal?.interests?.split(' ') ?? null
    const likes = (interest: string): boolean | null => known?.includes(interest) ?? null
    const named = ['art', 'cars', 'children', 'food', 'reading', 'sports', 'technology', 'travel']
    return {
        party_id: party.id,
        month: lastMonth,
        region: party.region,
        branch: 'East',
        profile_date: profile?.noted ?? null,
        sex: isPerson ? party.sex : null,
        age_band: isPerson && party.born !== null ? bandOf(party.born) : null,
        birthday_month: isPerson && party.born !== null ? Number(party.born.slice(5, 7)) : null,
        has_birthday_next_month:
            isPerson && party.born !== null ? party.born.slice(5, 7) === '04' : null,
        occupation: personal?.occupation ?? null,
        education: personal?.education ?? null,
        marital_status: personal?.marital ?? null,
        income_yearly: personal?.income ?? null,
        income_level: levelOf(personal?.income ?? null),
        interests: known?.filter((one) => named.includes(one)).length ?? null,
        ...Object.fromEntries(named.map((one) => [`has_interest_${one}`, likes(one)])),
        ...homeOf(people, party),
        ethnic_group: personal?.ethnic ?? null,
        religion: personal?.religion ?? null,
        health: personal?.health ?? null,
    }
}

/** The profile of the latest day by the month's end; of one day that of the lower record. */
function profileOf({ records, profiles }: People, party: SmallRecord): Profile | null {
    let found: Profile | null = null
    for (const one of profiles.toSorted((left, right) => left.record - right.record)) {
        const owner = records.find(({ id }) => id === one.record)?.party
        if (owner !== party.id || one.noted > monthEnd) continue
        if (found === null || one.noted > found.noted) found = one
    }
    return found
}

function bandOf(born: Day): string {
    const age = Math.floor(monthsBetween({ from: monthOf(born), to: lastMonth }) / 12)
    if (age < 18) return 'under_18'
    if (age >= 65) return 'from_65_on'
    if (age < 25) return 'from_18_to_24'
    const low = Math.floor((age - 5) / 10) * 10 + 5
    return `from_${low}_to_${low + 9}`
}

function levelOf(cents: number | null): string | null {
    if (cents === null) return null
    const yuan = cents / 100
    if (yuan < 60_000) return 'low'
    if (yuan < 180_000) return 'middle'
    return yuan < 500_000 ? 'upper' : 'high'
}

function homeOf(people: People, party: SmallRecord): Figures {
    const nobody = { household_size: null, household_pooled: null, has_household_consent: null }
    const stay = stayOf(people, party)
    if (stay === null) return nobody
    const members = partiesOf(people.records).filter(
        (one) => stayOf(people, one)?.home === stay.home,
    )
    const pooled = partiesOf(people.records).filter((one) => {
        const agreed = { ...people, stays: people.stays.filter(({ consent }) => consent === true) }
        const isAdult = one.born !== null && bandOf(one.born) !== 'under_18'
        return isAdult && stayOf(agreed, one)?.home === stay.home
    })
    return {
        household_size: members.length,
        household_pooled: pooled.length,
        has_household_consent: stay.consent ?? false,
    }
}

/** The stay of a person that began last; of equal ones that of the lower household. */
function stayOf({ records, stays }: People, party: SmallRecord): Stay | null {
    if (party.kind === 'company') return null
    const own = stays.filter(({ record, from, until }) => {
        const owner = records.find(({ id }) => id === record)?.party
        return owner === party.id && from <= monthEnd && (until === null || until >= monthEnd)
    })
    const [first] = own.toSorted(
        (left, right) =>
            (right.from > left.from ? 1 : right.from < left.from ? -1 : 0) ||
            left.home - right.home ||
            Number(right.consent === true) - Number(left.consent === true),
    )
    return first ?? null
}

it('builds what plain loops over the same records give', async () => {
    await fc.assert(
        fc.asyncProperty(peopleArbitrary, async (people) => {
            const rows = await built(people)
            const expected = partiesOf(people.records).map((party) => expectedOf(people, party))
            expect([...rows.keys()].sort((a, b) => a - b)).toEqual(
                expected.map(({ party_id: id }) => id),
            )
            for (const one of expected) expect(rows.get(Number(one.party_id))).toEqual(one)
        }),
        { numRuns: 4, seed: 20_261_122, interruptAfterTimeLimit: 40_000 },
    )
}, 60_000)

it('changes with neither the order of rows nor what is noted later', async () => {
    await fc.assert(
        fc.asyncProperty(peopleArbitrary, async (people) => {
            const rows = await built(people)
            const turned = {
                records: people.records.toReversed(),
                profiles: people.profiles.toReversed(),
                stays: people.stays.toReversed(),
            }
            expect(await built(turned, '2025-05-31')).toEqual(rows)
            const earlier = {
                ...people,
                profiles: people.profiles.filter(({ noted }) => noted <= monthEnd),
                stays: people.stays.filter(({ from }) => from <= monthEnd),
            }
            expect(await built(earlier)).toEqual(rows)
        }),
        { numRuns: 2, seed: 20_261_123, interruptAfterTimeLimit: 40_000 },
    )
}, 60_000)

import { beforeAll, expect, it } from 'vitest'
import type { Day } from '#domain/month.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { stayColumns } from './bank-columns.ts'
import { builtRows } from './build-small-bank.ts'
import { dayText, rowsModel, type SmallOwner, smallBankModels } from './small-bank.ts'

type Stay = {
    readonly home: number
    readonly from: Day
    readonly until?: Day
    readonly consent?: boolean | null
}
type Case = {
    readonly name: string
    readonly person?: Partial<SmallOwner>
    /** The first account's day; a record without an account is no party yet. */
    readonly opened?: Day
    readonly stays: readonly Stay[]
    /** The household at the end of March 2025. */
    readonly home: number | null
}

const lastYear = '2024-05-20'
const cases: readonly Case[] = [
    { name: 'an adult who agrees', stays: [{ home: 7, from: lastYear }], home: 7 },
    {
        name: '18 on the last day of the month',
        person: { born: '2007-03-31' },
        stays: [{ home: 7, from: lastYear }],
        home: 7,
    },
    {
        name: '18 on the next day',
        person: { born: '2007-04-01' },
        stays: [{ home: 7, from: lastYear }],
        home: null,
    },
    {
        name: 'of unknown age',
        person: { born: null },
        stays: [{ home: 7, from: lastYear }],
        home: null,
    },
    {
        name: 'a company',
        person: { kind: 'company' },
        stays: [{ home: 7, from: lastYear }],
        home: null,
    },
    { name: 'no consent', stays: [{ home: 7, from: lastYear, consent: false }], home: null },
    { name: 'not asked', stays: [{ home: 7, from: lastYear, consent: null }], home: null },
    { name: 'joined within the month', stays: [{ home: 7, from: '2025-03-15' }], home: 7 },
    { name: 'joined on the last day', stays: [{ home: 7, from: '2025-03-31' }], home: 7 },
    { name: 'joined on the next day', stays: [{ home: 7, from: '2025-04-01' }], home: null },
    {
        name: 'left the day before the last',
        stays: [{ home: 7, from: lastYear, until: '2025-03-30' }],
        home: null,
    },
    {
        name: 'leaves on the last day',
        stays: [{ home: 7, from: lastYear, until: '2025-03-31' }],
        home: 7,
    },
    {
        name: 'moved within the month',
        stays: [
            { home: 7, from: lastYear, until: '2025-03-14' },
            { home: 8, from: '2025-03-15' },
        ],
        home: 8,
    },
    {
        name: 'in two: the one joined last',
        stays: [
            { home: 7, from: '2025-01-01' },
            { home: 8, from: lastYear },
        ],
        home: 7,
    },
    {
        name: 'in two since one day: the lower id',
        stays: [
            { home: 9, from: lastYear },
            { home: 8, from: lastYear },
        ],
        home: 8,
    },
    {
        name: 'in two, without consent in the later',
        stays: [
            { home: 7, from: lastYear },
            { home: 8, from: '2025-01-01', consent: false },
        ],
        home: 7,
    },
    {
        name: 'no account yet',
        opened: '2025-04-01',
        stays: [{ home: 7, from: lastYear }],
        home: null,
    },
    { name: 'in none', stays: [], home: null },
]

const opened = keepWarehouse()
let homes: ReadonlyMap<number, number>

beforeAll(async () => {
    const stays = cases.flatMap(({ stays: all }, index) =>
        all.map(
            ({ home, from, until = null, consent = true }) =>
                `(${home}, ${index + 1}, ${consent}, ${dayText(from)}, ${dayText(until)})`,
        ),
    )
    const bank = smallBankModels({
        owners: cases.map((_, index) => index + 1),
        people: Object.fromEntries(
            cases.map(({ person }, index) => [
                index + 1,
                { kind: 'person', born: '1980-05-06', sales: null, ...person } as const,
            ]),
        ),
        accounts: cases.map(({ opened = lastYear }, index) => ({
            id: 100 + index,
            owner: index + 1,
            product: 'deposit',
            currency: 'CNY',
            opened,
            closed: null,
            balances: {},
        })),
        bookings: [],
        listings: [],
    })
    const memberships = {
        ...rowsModel(stayColumns, stays),
        key: ['household_id', 'record_id', 'from_date'],
    }
    const rows = await builtRows('identity.household_members', {
        delivered: { ...bank, 'identity.small__household_memberships': memberships },
        month: 202503,
        ...opened,
    })
    expect(rows.every(({ month }) => month === 202503)).toBe(true)
    homes = new Map(rows.map((row) => [Number(row.party_id), Number(row.household_id)]))
})

it.each(cases.map((one, index) => [one.name, index, one.home] as const))(
    'households at the end of a month: %s',
    (_, index, home) => {
        expect(homes.get(index + 1) ?? null).toBe(home)
    },
)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { daysOf, monthOf, monthsOf } from '#domain/month.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type BuiltModel, buildBerka } from './berka-models.ts'

const asOf = '1993-04-30'

/** A booking in cents: what came in, and the balance that the bank printed beside it. */
type Booking = {
    readonly account: number
    readonly day: string
    readonly amount: number
    readonly balance: number
}

/**
 * Account 1 by hand. Day 1: 0 + 100 - 30 + 50 = 120, but the row of 120 comes first. Day 2: one
 * row. Day 3: both rows could end the day, and only the end of day 2 tells which does: 200 + 5 =
 * 205. Day 4 is 10 off. Day 5: 215 and 225 lie equally near to 220, the lower counts.
 */
const byHand: readonly Booking[] = (
    [
        ['1993-01-11', 50, 120],
        ['1993-01-11', 100, 100],
        ['1993-01-11', -30, 70],
        ['1993-01-20', 80, 200],
        ['1993-02-03', 15, 205],
        ['1993-02-03', -10, 190],
        ['1993-02-04', 0, 215],
        ['1993-04-01', 2, 225],
        ['1993-04-01', 3, 215],
    ] as const
).map(([day, amount, balance]) => ({ account: 1, day, amount, balance }))
const endsByHand = [120, 200, 205, 215, 215]

/** Numbers that repeat: a linear congruence. */
function numbers(seed: number): (below: number) => number {
    let state = seed
    return (below) => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
        return Math.floor((state / 2_147_483_648) * below)
    }
}

/** Accounts with several bookings a day in any order, some balances wrong, some below zero. */
function invented(): readonly Booking[] {
    const next = numbers(7)
    const bookings: Booking[] = []
    for (let account = 2; account <= 60; account++) {
        let balance = 0
        for (let day = 1 + next(20); day <= 118; day += 1 + next(6)) {
            const date = new Date(Date.UTC(1993, 0, day)).toISOString().slice(0, 10)
            const ofDay: Booking[] = []
            for (let count = 1 + next(4); count > 0; count--) {
                const amount = next(200_000) - 90_000
                balance += amount
                const printed = next(40) === 0 ? balance + next(900) : balance
                ofDay.push({ account, day: date, amount, balance: printed })
            }
            bookings.push(...ofDay.toSorted((left, right) => left.amount - right.amount))
        }
    }
    return bookings
}

/** Day-ends by the definition, day after day: account and day to cents. */
function walkedEnds(bookings: readonly Booking[]): ReadonlyMap<string, number> {
    const ends = new Map<string, number>()
    const last = new Map<number, number>()
    const days = Map.groupBy(bookings, ({ account, day }) => `${account} ${day}`)
    for (const key of [...days.keys()].toSorted()) {
        const rows = days.get(key) ?? []
        const account = rows[0]?.account ?? 0
        const expected = rows.reduce((sum, row) => sum + row.amount, last.get(account) ?? 0)
        const [nearest] = rows
            .map(({ balance }) => balance)
            .toSorted((a, b) => Math.abs(a - expected) - Math.abs(b - expected) || a - b)
        ends.set(key, nearest ?? 0)
        last.set(account, nearest ?? 0)
    }
    return ends
}

/** Month averages and ends by a walk over every day: account and month to cents. */
function walkedMonths(ends: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
    const months = new Map<string, string>()
    for (const account of new Set([...ends.keys()].map((key) => Number(key.split(' ')[0])))) {
        let balance = 0
        for (const month of monthsOf({ from: 199301, to: monthOf(asOf) })) {
            let sum = 0
            for (let day = 1; day <= daysOf(month); day++) {
                const date = `1993-0${month % 100}-${String(day).padStart(2, '0')}`
                balance = ends.get(`${account} ${date}`) ?? balance
                sum += Math.max(balance, 0)
            }
            const average = Math.floor((2 * sum + daysOf(month)) / (2 * daysOf(month)))
            months.set(`${account} ${month}`, `${average} ${balance}`)
        }
    }
    return months
}

const bookings = [...byHand, ...invented()]
let folder: string
let warehouse: Warehouse
let built: ReadonlyMap<string, BuiltModel>

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-day-ends-'))
    warehouse = await openDuckdb({ spillFolder: join(folder, 's'), memoryLimitGb: 1, threads: 2 })
    const batch = join(folder, 'batch')
    for (const [table, sql] of Object.entries(smallBerka())) {
        await warehouse.writeParquet({ sql, folder: join(batch, table) })
    }
    built = await buildBerka(warehouse, { batch, asOf, folder })
})

afterAll(async () => {
    warehouse.close()
    await rm(folder, { recursive: true, force: true })
})

/** The tables of a batch as SQL: the bookings, and of all else as little as the models need. */
function smallBerka(): Readonly<Record<string, string>> {
    const money = (cents: number): string => `cast(${cents}.00 / 100 as decimal(18,2))`
    const trans = bookings.map(({ account, day, amount, balance }, index) => {
        const type = amount < 0 ? 'VYDAJ' : 'PRIJEM'
        const values = [index, account, `date '${day}'`, `'${type}'`, "'VKLAD'"]
        return `(${[...values, money(Math.abs(amount)), money(balance)].join(', ')})`
    })
    const accounts = [...new Set(bookings.map(({ account }) => account))]
    const ids = `(values ${accounts.map((account) => `(${account})`).join(', ')}) t(id)`
    const numbersOfDistrict = Array.from({ length: 13 }, (_, index) => `1 as a${index + 4}`)
    return {
        district: `select 1 as a1, 'x' as a2, 'x' as a3, ${numbersOfDistrict.join(', ')}`,
        client: `select id as client_id, '700101' as birth_number, 1 as district_id from ${ids}`,
        account: `select id as account_id, 1 as district_id, 'x' as frequency,
            date '1993-01-01' as date from ${ids}`,
        disp: `select id as disp_id, id as client_id, id as account_id, 'OWNER' as type
            from ${ids}`,
        card: `select 1 as card_id, 1 as disp_id, 'x' as type, date '1993-01-01' as issued`,
        loan: `select 1 as loan_id, 1 as account_id, date '1993-01-01' as date,
            cast(1 as decimal(18,2)) as amount, 1 as duration,
            cast(1 as decimal(18,2)) as payments, 'A' as status where 1 = 0`,
        order: `select 1 as order_id, 1 as account_id, 'x' as bank_to, 'x' as account_to,
            cast(1 as decimal(18,2)) as amount, 'x' as k_symbol`,
        trans: `select *, cast(null as varchar) as k_symbol, cast(null as varchar) as bank,
            cast(null as varchar) as account from (values ${trans.join(', ')})
            t(trans_id, account_id, date, type, operation, amount, balance)`,
    }
}

async function read(name: string, columns: string): Promise<ReadonlyMap<string, string>> {
    const accounts = built.get('identity.berka__accounts')?.relation
    const rows = await warehouse.rows(
        `select a.source_key || ' ' || ${columns.replace(', ', ' as key, ')} as value
         from ${built.get(`identity.${name}`)?.relation} b
         join ${accounts} a on a.account_id = b.account_id`,
    )
    return new Map(rows.map((row) => [String(row.key), String(row.value)]))
}

it('ends days as the hand does', () => {
    const ends = [...walkedEnds(byHand).values()]
    expect(ends).toEqual(endsByHand)
})

it.each([
    ['berka__booked_days', 'b.booked_date, cast(b.day_end * 100 as bigint)'],
    ['berka__day_ends', 'b.day, cast(b.balance * 100 as bigint)'],
])('ends every day as a walk by the definition does, in %s', async (name, columns) => {
    const found = await read(name, columns)
    const walked = [...walkedEnds(bookings)].map(([key, value]) => [key, String(value)] as const)
    expect(walked.length).toBeGreaterThan(1000)
    expect(found).toEqual(new Map(walked))
})

it('averages every month as a walk over its days does', async () => {
    const cents = ['b.balance_avg', 'b.balance_end'].map((name) => `cast(${name} * 100 as bigint)`)
    const found = await read('berka__balances', `b.month, ${cents.join(` || ' ' || `)}`)
    expect(found).toEqual(walkedMonths(walkedEnds(bookings)))
})

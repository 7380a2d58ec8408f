import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '#domain/day-number.ts'
import type { Day } from '#domain/month.ts'
import {
    addWorkingDays,
    isWorkingDay,
    type NamedDay,
    workingCalendar,
    workingDaysBetween,
} from '#domain/working-days.ts'
import { shippedDays, shippedDaysModel, shippedDaysSql } from '../docs/shipped-calendar.ts'
import { isThere } from '../import/is-there.ts'
import { type DeliveredBank, openDeliveredBank } from './delivered-bank.ts'

const root = join(import.meta.dirname, '../..')
const oracle = join(process.env.TONG_SHARED ?? join(root, '../shared'), 'oracles/dates')
const present = await isThere(join(oracle, 'values.json'))
if (!present) {
    console.warn(`\nNOT TESTED: no dates in ${oracle}; TONG_SHARED names another place\n`)
}

const shipped = workingCalendar(shippedDays())
const [firstDay, lastDay] = ['2023-01-01', '2026-12-31'] as const

function daysOf({ from, until }: { readonly from: Day; readonly until: Day }): readonly Day[] {
    const days: Day[] = []
    for (let day = from; day <= until; day = addDays(day, 1)) days.push(day)
    return days
}

type Values = {
    readonly counts: Readonly<Record<string, { readonly working_days: number }>>
    readonly working_days_after: readonly Shift[]
    readonly special_cases_zero_and_negative: readonly Shift[]
    readonly working_days_in_range_start_exclusive_end_inclusive: readonly {
        readonly start: Day
        readonly end: Day
        readonly count: number
    }[]
}
type Shift = { readonly start: Day; readonly n: number; readonly result: Day }

describe.runIf(present)('the shipped calendar and the notices of the State Council', () => {
    let values: Values
    let listed: ReadonlyMap<Day, string>
    beforeAll(async () => {
        values = JSON.parse(await readFile(join(oracle, 'values.json'), 'utf8')) as Values
        const text = await readFile(join(oracle, 'china_days_2023_2026.csv'), 'utf8')
        const rows = text
            .trim()
            .split('\n')
            .slice(1)
            .map((line) => line.split(','))
        listed = new Map(rows.map(([day = '', kind = '']) => [day, kind]))
    })

    it('name the same days', () => {
        const ours = shippedDays().map(({ day, kind }) => [day, kind])
        const theirs = [...listed].map(([day, kind]) => [
            day,
            kind === 'holiday' ? 'holiday' : 'workday',
        ])
        expect(theirs).toHaveLength(143)
        expect(ours).toEqual(theirs)
    })

    it('count the same working days of each year', () => {
        for (const [year, { working_days: count }] of Object.entries(values.counts)) {
            const after = addDays(`${year}-01-01`, -1)
            const days = daysOf({ from: `${year}-01-01`, until: `${year}-12-31` })
            expect(days.filter((day) => isWorkingDay(shipped, day))).toHaveLength(count)
            if (after < firstDay) continue
            expect(workingDaysBetween(shipped, { after, until: `${year}-12-31` })).toBe(count)
        }
    })

    it('reach the same days after so many working days', () => {
        const shifts = [...values.working_days_after, ...values.special_cases_zero_and_negative]
        expect(shifts.length).toBeGreaterThan(25)
        for (const { start: day, n: count, result } of shifts) {
            expect({ day, count, is: addWorkingDays(shipped, { day, count }) }).toEqual({
                day,
                count,
                is: result,
            })
        }
    })

    it('count the same working days between days', () => {
        const ranges = values.working_days_in_range_start_exclusive_end_inclusive
        expect(ranges.length).toBeGreaterThan(3)
        for (const { start: after, end: until, count } of ranges) {
            expect(workingDaysBetween(shipped, { after, until })).toBe(count)
        }
    })
})

describe('identity.calendar', () => {
    const own: readonly NamedDay[] = [
        { day: '2026-01-01', kind: 'holiday', name: 'New Year' },
        { day: '2026-05-01', kind: 'holiday', name: 'Labour Day' },
        { day: '2027-01-01', kind: 'holiday', name: 'New Year' },
        { day: '2028-05-01', kind: 'holiday', name: 'Labour Day' },
    ]
    let plain: DeliveredBank
    let delivered: DeliveredBank
    beforeAll(async () => {
        plain = await openDeliveredBank({})
        delivered = await openDeliveredBank({ calendar: { days: own } })
    })
    afterAll(async () => {
        await plain.close()
        await delivered.close()
    })

    it('is written into its model as it lies in the delivery', async () => {
        expect(await readFile(shippedDaysModel, 'utf8')).toBe(shippedDaysSql())
    })

    it('says of every shipped day what the domain says', async () => {
        const rows = await plain.rows('identity.calendar')
        expect(rows.map(({ day }) => day)).toEqual(daysOf({ from: firstDay, until: lastDay }))
        for (const { day, is_working_day: is } of rows) {
            expect({ day, is }).toEqual({ day, is: isWorkingDay(shipped, String(day)) })
        }
    })

    it('counts working days, so that a difference is a number of them', async () => {
        const rows = await plain.rows('identity.calendar')
        const numbers = new Map(rows.map((row) => [String(row.day), Number(row.working_day_no)]))
        const [after, until] = ['2025-09-25', '2025-10-15'] as const
        const difference = (numbers.get(until) ?? 0) - (numbers.get(after) ?? 0)
        expect(difference).toBe(workingDaysBetween(shipped, { after, until }))
    })

    it('takes the years that the bank delivers instead, whole', async () => {
        const rows = await delivered.rows('identity.calendar')
        const calendar = workingCalendar([
            ...shippedDays().filter(({ day }) => day < '2026-01-01'),
            ...own,
        ])
        const days = daysOf({ from: firstDay, until: '2027-12-31' })
        expect(rows.map(({ day }) => day)).toEqual(days)
        for (const { day, is_working_day: is, holiday } of rows) {
            expect({ day, is }).toEqual({ day, is: isWorkingDay(calendar, String(day)) })
            const named = calendar.named.get(String(day))
            expect(holiday).toBe(named?.kind === 'holiday' ? named.name : null)
        }
    })

    it('knows nothing of a year whose first of January is not listed', async () => {
        const rows = await delivered.rows('identity.calendar')
        expect(rows.filter(({ day }) => String(day) >= '2028-01-01')).toEqual([])
    })
})

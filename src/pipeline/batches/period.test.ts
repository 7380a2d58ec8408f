import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/day-number.ts'
import { inPeriodsSql, isPeriod, periodAt, periodSql } from './period.ts'

const dayOf = { column: 'day', every: 'day', isDate: true } as const
const monthOf = { column: 'month', every: 'month', isDate: false } as const

describe('periods in SQL', () => {
    test('neighbours become one range, over months and leap days', () => {
        const days = [20240228, 20240229, 20240301, 20240303]
        expect(inPeriodsSql(dayOf, days)).toBe(
            `(cast("day" as date) between date '2024-02-28' and date '2024-03-01' or ` +
                `cast("day" as date) between date '2024-03-03' and date '2024-03-03')`,
        )
        expect(inPeriodsSql(monthOf, [202501, 202412, 202503])).toBe(
            '("month" between 202412 and 202501 or "month" between 202503 and 202503)',
        )
    })

    test('a date tells its month to its last day', () => {
        expect(inPeriodsSql({ ...dayOf, every: 'month' }, [202402])).toBe(
            `(cast("day" as date) between date '2024-02-01' and date '2024-02-29')`,
        )
    })

    test('no period holds no row', () => {
        expect(inPeriodsSql(monthOf, [])).toBe('1 = 0')
    })

    test('a name is quoted', () => {
        expect(periodSql({ ...monthOf, column: 'a"b' })).toBe('cast("a""b" as integer)')
    })
})

describe('periods as numbers', () => {
    test.each([
        ['day', 20260228, true],
        ['day', 20260230, false],
        ['day', 202602, false],
        ['month', 202612, true],
        ['month', 202613, false],
        ['month', 202600, false],
        ['month', 20260101, false],
    ] as const)('%s %i is one: %s', (every, period, expected) => {
        expect(isPeriod({ every }, period)).toBe(expected)
    })

    test('the day or the month that a day lies in', () => {
        expect(periodAt({ every: 'day' }, '2026-01-05')).toBe(20260105)
        expect(periodAt({ every: 'month' }, '2026-01-05')).toBe(202601)
    })

    test('days are counted over the year', () => {
        expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
        expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
    })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayNumberOf, dayOfNumber, weekdayOf } from './day-number.ts'
import { daysOf, lastDayOf, monthOf } from './month.ts'

const aDay = fc
    .date({ min: new Date('1600-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))

describe('day numbers', () => {
    it('count from 1970 as the clock of JavaScript does', () => {
        fc.assert(
            fc.property(aDay, (day) => {
                expect(dayNumberOf(day)).toBe(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
                expect(dayOfNumber(dayNumberOf(day))).toBe(day)
                expect(weekdayOf(day)).toBe(new Date(`${day}T00:00:00Z`).getUTCDay() || 7)
            }),
        )
    })

    it.each([
        ['2024-02-28', 1, '2024-02-29'],
        ['2023-02-28', 1, '2023-03-01'],
        ['1900-02-28', 1, '1900-03-01'],
        ['2000-02-28', 1, '2000-02-29'],
        ['2026-01-01', -1, '2025-12-31'],
        ['2026-05-05', 0, '2026-05-05'],
    ])('%s and %i days is %s', (day, count, sum) => {
        expect(addDays(day, count)).toBe(sum)
    })

    it('go from month to month', () => {
        fc.assert(
            fc.property(aDay, (day) => {
                const month = monthOf(day)
                const first = addDays(lastDayOf(month), 1 - daysOf(month))
                expect(first.slice(8)).toBe('01')
            }),
        )
    })
})

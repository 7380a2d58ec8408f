import { describe, expect, it } from 'vitest'
import {
    addWorkingDays,
    isWorkingDay,
    lastWorkingDayOf,
    type NamedDay,
    nextWorkingDay,
    workingCalendar,
    workingDaysBetween,
} from './working-days.ts'

const named: readonly NamedDay[] = [
    { day: '2026-01-01', kind: 'holiday', name: '元旦' },
    { day: '2026-01-02', kind: 'holiday', name: '元旦' },
    { day: '2026-01-04', kind: 'workday', name: '元旦' },
]
const calendar = workingCalendar(named)

describe('working days', () => {
    it.each([
        ['a holiday on a weekday', '2026-01-02', false],
        ['a Saturday', '2026-01-03', false],
        ['a Sunday on which work is done', '2026-01-04', true],
        ['a Monday', '2026-01-05', true],
        ['a day of a year that is not announced', '2027-01-04', null],
    ])('%s', (_, day, is) => {
        expect(isWorkingDay(calendar, day)).toBe(is)
    })

    it.each([
        { name: 'the next one skips the holiday', from: '2026-01-01', count: 1, is: '2026-01-04' },
        { name: 'the day itself does not count', from: '2026-01-05', count: 1, is: '2026-01-06' },
        { name: 'backwards', from: '2026-01-06', count: -2, is: '2026-01-04' },
        { name: 'none, from a working day', from: '2026-01-05', count: 0, is: '2026-01-05' },
        { name: 'none, from a holiday', from: '2026-01-01', count: 0, is: '2026-01-04' },
        { name: 'into a year not announced', from: '2026-12-31', count: 1, is: null },
        { name: 'from a year not announced', from: '2027-03-01', count: 0, is: null },
        { name: 'back out of the year', from: '2026-01-01', count: -1, is: null },
    ])('$name', ({ from, count, is }) => {
        expect(addWorkingDays(calendar, { day: from, count })).toBe(is)
    })

    it('know the next one and the last one of a month', () => {
        expect(nextWorkingDay(calendar, '2026-01-04')).toBe('2026-01-05')
        expect(lastWorkingDayOf(calendar, 202601)).toBe('2026-01-30')
        expect(lastWorkingDayOf(calendar, 202701)).toBe(null)
    })

    it('of the last month of the last year are known without the year after', () => {
        expect(lastWorkingDayOf(calendar, 202612)).toBe('2026-12-31')
    })

    it('are counted after the first day, up to the second', () => {
        const between = (after: string, until: string) =>
            workingDaysBetween(calendar, { after, until })
        expect(between('2026-01-01', '2026-01-05')).toBe(2)
        expect(between('2026-01-05', '2026-01-05')).toBe(0)
        expect(between('2026-01-05', '2026-01-01')).toBe(-2)
        expect(between('2026-12-30', '2027-01-01')).toBe(null)
    })
})

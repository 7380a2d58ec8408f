import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayOf, partsOf } from '../../samplebank/calendar.ts'

it('calls each day what the calendar of the platform calls it', () => {
    const told = (day: number): string => {
        const { year, month, day: ofMonth } = partsOf(day)
        return [year, month, ofMonth].join('-')
    }
    const known = (day: number): string => {
        const date = new Date(day * 86_400_000)
        return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()].join('-')
    }
    fc.assert(
        fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
            expect(told(day)).toBe(known(day))
        }),
        { numRuns: 2000 },
    )
    for (const year of [1900, 1999, 2000, 2024, 2025, 2100]) {
        for (const day of [dayOf(year, 2, 28), dayOf(year, 3, 0), dayOf(year, 3, 1)]) {
            expect(told(day)).toBe(known(day))
        }
    }
})

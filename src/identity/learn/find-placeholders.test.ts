import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeholderHolders } from './find-placeholders.ts'

it('finds the phone of an agent for 300 firms among phones of one firm or two', () => {
    const phones = [
        { holders: 1, values: 40_000 },
        { holders: 2, values: 4_000 },
        { holders: 300, values: 1 },
    ]
    expect(placeholderHolders(phones)).toBe(300)
    expect(placeholderHolders([...phones, { holders: 310, values: 5 }])).toBe(300)
    expect(placeholderHolders(phones.slice(0, 2))).toBeNull()
})

it('finds one phone that a tenth of all records give', () => {
    const phones = [
        { holders: 1, values: 90_000 },
        { holders: 10_000, values: 1 },
    ]
    expect(placeholderHolders(phones)).toBe(10_000)
})

it('finds a default birth date, and takes no ordinary day for one', () => {
    const days = [30, 40, 45, 50, 60].map((holders) => ({ holders, values: 4_000 }))
    expect(placeholderHolders(days)).toBeNull()
    expect(placeholderHolders([...days, { holders: 20_000, values: 1 }])).toBe(20_000)
})

it('takes frequent names among frequent names for no placeholders', () => {
    // As names are: the frequency falls with the rank.
    const names = Array.from({ length: 500 }, (_, rank) => ({
        holders: Math.round(3_000 / (rank + 3)),
        values: 1,
    }))
    expect(placeholderHolders(names)).toBeNull()
    expect(
        placeholderHolders([
            { holders: 550, values: 1 },
            { holders: 450, values: 1 },
        ]),
    ).toBeNull()
    expect(placeholderHolders([{ holders: 1_000, values: 1 }])).toBeNull()
    expect(placeholderHolders([])).toBeNull()
})

it('depends on no order, and what is rare is never a placeholder', () => {
    const counts = fc.uniqueArray(
        fc.record({
            holders: fc.integer({ min: 1, max: 5_000 }),
            values: fc.integer({ min: 1, max: 999 }),
        }),
        { selector: ({ holders }) => holders, maxLength: 12 },
    )
    fc.assert(
        fc.property(counts, (some) => {
            const found = placeholderHolders(some)
            expect(placeholderHolders(some.toReversed())).toBe(found)
            if (found === null) return
            expect(found).toBeGreaterThanOrEqual(30)
            // By a plain loop: nine tenths of the rarer values' records have an eighth at most.
            const rarer = some.filter(({ holders }) => holders < found)
            const total = rarer.reduce((sum, { holders, values }) => sum + holders * values, 0)
            const usual = rarer
                .filter(({ holders }) => holders * 8 < found)
                .reduce((sum, { holders, values }) => sum + holders * values, 0)
            expect(usual * 10).toBeGreaterThanOrEqual(total * 9)
        }),
    )
})

import { describe, expect, it } from 'vitest'
import type { Line, Sample } from '../../bench/bench.ts'
import { medianOf, tableText } from '../../bench/table-text.ts'

const sample = (seconds: number): Sample => ({
    seconds,
    peakMb: 1234,
    cpuSeconds: 2 * seconds,
    othersShare: 0.25,
})

const line = (program: string, seconds: readonly number[]): Line => ({
    work: 'sum',
    program,
    isOurs: program === 'Tong',
    samples: seconds.map(sample),
    count: null,
})

describe('medianOf', () => {
    it('is the middle one, or the mean of the middle two', () => {
        expect(medianOf([3, 1, 2])).toBe(2)
        expect(medianOf([4, 1, 2, 3])).toBe(2.5)
        expect(medianOf([7])).toBe(7)
    })

    it('refuses nothing at all', () => {
        expect(() => medianOf([])).toThrow(RangeError)
    })
})

describe('tableText', () => {
    it('compares our least time with that of each other program', () => {
        const text = tableText([line('Tong', [3, 2.5, 4]), line('by hand', [2, 2.2])])
        const [head, , ours, other] = text.split('\n')
        expect(head?.split(/ {2,}/)).toEqual([
            ...['work', 'program', 'runs', 'min s', 'median s', 'Tong takes', 'cpu s'],
            ...['peak MB', 'others'],
        ])
        expect(ours?.split(/ {2,}/)).toEqual([
            ...['sum', 'Tong', '3', '2.50', '3.00', '5.00', '1,234', '25 %'],
        ])
        expect(other?.split(/ {2,}/)).toEqual([
            ...['sum', 'by hand', '2', '2.00', '2.10', '× 1.25', '4.00', '1,234', '25 %'],
        ])
    })

    it('leaves out what nobody knows, and compares only equal work', () => {
        const unseen = { seconds: 0.5, peakMb: null, cpuSeconds: null, othersShare: null }
        const lines = [
            { ...line('Tong', []), samples: [unseen], count: { of: 'rows', units: 1_000_000 } },
            { ...line('by hand', []), work: 'product', samples: [unseen] },
        ]
        expect(
            tableText(lines)
                .split('\n')
                .map((row) => row.split(/ {2,}/)),
        ).toEqual([
            ['work', 'program', 'runs', 'min s', 'median s', 'rate'],
            expect.anything(),
            ['sum', 'Tong', '1', '0.500', '0.500', '2,000,000 rows/s'],
            ['product', 'by hand', '1', '0.500', '0.500'],
        ])
    })
})

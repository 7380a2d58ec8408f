import { describe, expect, it } from 'vitest'
import { diskText, growthText, type StageFigures } from '../../bench/large/growth-text.ts'

const nothing = { files: 0, batches: 0, snapshots: 0, store: 0 }

const figures = (
    customers: number,
    stages: Readonly<Record<string, Partial<StageFigures['sample']>>>,
): readonly StageFigures[] =>
    Object.entries(stages).map(([stage, sample], at) => ({
        stage,
        customers,
        sample: { seconds: 1, cpuSeconds: 1, peakMb: 100, ...sample },
        disk: { ...nothing, snapshots: at < 3 ? 0 : customers },
        scratchMb: stage === 'run' ? 7 : 0,
    }))

const rowsOf = (text: string): readonly (readonly string[])[] =>
    text.split('\n').map((row) => row.split(/ {2,}/))

describe('growthText', () => {
    it('divides each stage of a bank by the same stage of the next smaller one', () => {
        const text = growthText([
            ...figures(2000, { run: { seconds: 30, cpuSeconds: 12, peakMb: 300 } }),
            ...figures(1000, { run: { seconds: 10, cpuSeconds: 8, peakMb: 200 } }),
        ])
        expect(rowsOf(text)).toEqual([
            ['× 2.0 customers (1,000 to 2,000)', 'seconds', 'cpu s', 'peak MB'],
            expect.anything(),
            ['run', '3.0', '1.5', '1.5'],
        ])
    })

    it('says nothing of a stage that one of them lacks, or that nobody has seen', () => {
        const text = growthText([
            ...figures(1000, { run: { peakMb: null } }),
            ...figures(2000, { run: {}, close: {} }),
        ])
        expect(rowsOf(text).slice(2)).toEqual([['run', '1.0', '1.0'], ['close']])
    })
})

describe('diskText', () => {
    it('has a line for each stage that left another amount, or needed room meanwhile', () => {
        const text = diskText(figures(1000, { import: {}, query: {}, run: {}, list: {} }))
        expect(rowsOf(text)).toEqual([
            [
                ...['MB after, 1,000 customers', 'files', 'batches', 'snapshots', 'store'],
                'scratch, at most',
            ],
            expect.anything(),
            ['import', '0', '0', '0', '0', '0'],
            ['run', '0', '0', '0', '0', '7'],
            ['list', '0', '0', '1,000', '0', '0'],
        ])
    })
})

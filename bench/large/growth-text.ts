import type { Sample } from '../bench.ts'
import type { DiskUse } from './disk-use.ts'

/** What one stage took of a bank of one size. */
export type StageFigures = {
    readonly stage: string
    readonly customers: number
    readonly sample: Pick<Sample, 'seconds' | 'cpuSeconds' | 'peakMb'>
    /** What lies there afterwards. */
    readonly disk: DiskUse
    /** The most that lay in its folder for files on their way, in MB. */
    readonly scratchMb: number
}

/**
 * How each stage grows from each bank to the next larger one, times: of a stage that grows with
 * the bank and no faster, at most the number in the heading.
 */
export function growthText(figures: readonly StageFigures[]): string {
    const sizes = sizesOf(figures)
    const steps = sizes.slice(1).map((to, at) => ({ from: sizes[at] ?? 0, to }))
    const tables = steps.map(({ from, to }) => {
        const heading = `× ${(to / from).toFixed(1)} customers (${grouped(from)} to ${grouped(to)})`
        const rows = stagesOf(figures).map((stage) => {
            const [small, large] = [from, to].map((customers) =>
                figures.find((one) => one.stage === stage && one.customers === customers),
            )
            const times = (measured: (sample: StageFigures['sample']) => number | null): string =>
                timesText(small && measured(small.sample), large && measured(large.sample))
            return [
                stage,
                times(({ seconds }) => seconds),
                times(({ cpuSeconds }) => cpuSeconds),
                times(({ peakMb }) => peakMb),
            ]
        })
        return alignedText([[heading, 'seconds', 'cpu s', 'peak MB'], ...rows])
    })
    return tables.join('\n\n')
}

/** What lies on the disk after each stage that changed it, or needed room meanwhile. */
export function diskText(figures: readonly StageFigures[]): string {
    const tables = sizesOf(figures).map((customers) => {
        const own = figures.filter((one) => one.customers === customers)
        const left = ({ disk }: StageFigures): readonly number[] => [
            disk.files,
            disk.batches,
            disk.snapshots,
            disk.store,
        ]
        const told = own.filter((figures, at) => {
            const before = own[at - 1]
            const isAsBefore = before !== undefined && left(before).join() === left(figures).join()
            return figures.scratchMb > 0 || !isAsBefore
        })
        const rows = told.map((figures) => [
            figures.stage,
            ...[...left(figures), figures.scratchMb].map(grouped),
        ])
        const heading = `MB after, ${grouped(customers)} customers`
        const heads = ['files', 'batches', 'snapshots', 'store', 'scratch, at most']
        return alignedText([[heading, ...heads], ...rows])
    })
    return tables.join('\n\n')
}

function sizesOf(figures: readonly StageFigures[]): readonly number[] {
    const sizes = new Set(figures.map(({ customers }) => customers))
    return [...sizes].sort((left, right) => left - right)
}

function stagesOf(figures: readonly StageFigures[]): readonly string[] {
    return [...new Set(figures.map(({ stage }) => stage))]
}

function timesText(small: number | null | undefined, large: number | null | undefined): string {
    if (small == null || large == null || small === 0) return ''
    return (large / small).toFixed(1)
}

function grouped(value: number): string {
    return value.toLocaleString('en')
}

/** Rows below each other: the first column from the left, the others from the right. */
function alignedText(rows: readonly (readonly string[])[]): string {
    const widths = (rows[0] ?? []).map((_, column) =>
        Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    )
    const [head = [], ...rest] = rows
    const rule = widths.map((width) => '-'.repeat(width))
    return [head, rule, ...rest]
        .map((row) =>
            row
                .map((cell, column) => {
                    const width = widths[column] ?? 0
                    return column === 0 ? cell.padEnd(width) : cell.padStart(width)
                })
                .join('  ')
                .trimEnd(),
        )
        .join('\n')
}

import type { Line, Sample } from './bench.ts'

const heads = [
    ...['work', 'program', 'runs', 'min s', 'median s', 'Tong takes'],
    ...['cpu s', 'peak MB', 'others', 'rate'],
]

/**
 * The table of a finding. `Tong takes` is our least time over that of the line; `cpu s` is the
 * least processor time of the whole process, its start included; `others` is the share of the
 * machine that other programs took, in the quietest run.
 */
export function tableText(lines: readonly Line[]): string {
    const rows = lines.map((line) => [
        line.work,
        line.program,
        String(line.samples.length),
        seconds(leastOf(line)),
        seconds(medianOf(secondsOf(line))),
        ratioText(line, lines),
        cpuText(line.samples),
        peakText(line.samples),
        shareText(line.samples),
        rateText(line),
    ])
    const used = heads.map((_, column) => rows.some((row) => row[column] !== ''))
    const shown = [heads, ...rows].map((row) => row.filter((_, column) => used[column]))
    const widths = (shown[0] ?? []).map((_, column) =>
        Math.max(...shown.map((row) => row[column]?.length ?? 0)),
    )
    const [first = [], ...rest] = shown.map((row) =>
        row.map((cell, column) => pad(cell, { width: widths[column] ?? 0, isText: column < 2 })),
    )
    const rule = widths.map((width) => '-'.repeat(width))
    return [first, rule, ...rest].map((row) => row.join('  ').trimEnd()).join('\n')
}

/** The middle one; of an even number the mean of the middle two. Throws where there is none. */
export function medianOf(values: readonly number[]): number {
    const sorted = [...values].sort((left, right) => left - right)
    const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
    if (low === undefined || high === undefined) throw new RangeError('a median of nothing')
    return (low + high) / 2
}

function secondsOf({ samples }: Line): readonly number[] {
    return samples.map((sample) => sample.seconds)
}

function leastOf(line: Line): number {
    return Math.min(...secondsOf(line))
}

function ratioText(line: Line, lines: readonly Line[]): string {
    const ours = lines.find(({ isOurs, work }) => isOurs && work === line.work)
    if (ours === undefined || line.isOurs) return ''
    return `× ${(leastOf(ours) / leastOf(line)).toFixed(2)}`
}

function peakText(samples: readonly Sample[]): string {
    const peaks = samples.flatMap(({ peakMb }) => (peakMb === null ? [] : [peakMb]))
    return peaks.length === 0 ? '' : grouped(Math.max(...peaks))
}

function cpuText(samples: readonly Sample[]): string {
    const times = samples.flatMap(({ cpuSeconds }) => (cpuSeconds === null ? [] : [cpuSeconds]))
    return times.length === 0 ? '' : seconds(Math.min(...times))
}

function shareText(samples: readonly Sample[]): string {
    const shares = samples.flatMap(({ othersShare }) => (othersShare === null ? [] : [othersShare]))
    return shares.length === 0 ? '' : `${Math.round(Math.min(...shares) * 100)} %`
}

function rateText(line: Line): string {
    if (line.count === null) return ''
    return `${grouped(Math.round(line.count.units / leastOf(line)))} ${line.count.of}/s`
}

function seconds(value: number): string {
    return value.toFixed(value < 1 ? 3 : 2)
}

function grouped(value: number): string {
    return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

function pad(
    cell: string,
    { width, isText }: { readonly width: number; readonly isText: boolean },
): string {
    return isText ? cell.padEnd(width) : cell.padStart(width)
}

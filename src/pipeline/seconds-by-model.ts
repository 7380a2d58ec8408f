import type { FinishedStep } from './run-steps.ts'

/**
 * Seconds that the steps of each model took in all, the longest first; those that were there
 * already took none. Models grow while others are proven, so the sum may be more than the run.
 */
export function secondsByModel(
    steps: readonly Pick<FinishedStep, 'model' | 'seconds'>[],
): Readonly<Record<string, number>> {
    const sums = new Map<string, number>()
    for (const { model, seconds } of steps) sums.set(model, (sums.get(model) ?? 0) + seconds)
    const sorted = [...sums].sort(([, left], [, right]) => right - left)
    return Object.fromEntries(sorted.map(([model, sum]) => [model, Number(sum.toFixed(3))]))
}

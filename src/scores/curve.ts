import { roundHalfUp, whole } from './score-number.ts'
import type { Knot } from './scorecard.ts'

/** Pieces of a logarithmic curve: with 32 it is nowhere more than a fifth of a point off. */
const pieces = 32

/** The straight line from no points at `low` to all of them at `high`. */
export function linearKnots({ low, high }: Ends): readonly Knot[] {
    return [
        { at: low, points: 0 },
        { at: high, points: whole },
    ]
}

/**
 * The knots of a logarithmic curve from no points at `low` to all of them at `high`: 32 pieces of
 * equal ratio, whose ends are exact whole roots. Between knots the curve is straight, so that
 * every engine comes to the same number. Both ends are positive.
 */
export function logKnots({ low, high }: Ends): readonly Knot[] {
    const knots = new Map<bigint, number>()
    for (let piece = 0; piece <= pieces; piece++) {
        const product = low ** BigInt(pieces - piece) * high ** BigInt(piece)
        // Where whole units are too coarse for all pieces, the later knot stands.
        knots.set(wholeRoot(product, pieces), (whole / pieces) * piece)
    }
    return [...knots].map(([at, points]) => ({ at, points }))
}

/** Where a curve begins and ends, in whole units. */
export type Ends = { readonly low: bigint; readonly high: bigint }

/** The largest whole number whose power is not above `value`, by Newton's method. */
function wholeRoot(value: bigint, power: number): bigint {
    const exponent = BigInt(power)
    let root = 1n << BigInt(Math.ceil(value.toString(2).length / power))
    for (;;) {
        const next = ((exponent - 1n) * root + value / root ** (exponent - 1n)) / exponent
        if (next >= root) return root
        root = next
    }
}

/** The points of a value on a curve; flat before the first knot and after the last. */
export function pointsOnCurve(knots: readonly Knot[], value: bigint): number {
    const after = knots.findIndex(({ at }) => value < at)
    if (after === -1) return knots.at(-1)?.points ?? 0
    const [from, to] = [knots[after - 1], knots[after]]
    if (from === undefined || to === undefined) return knots[0]?.points ?? 0
    const gain = BigInt(to.points - from.points) * (value - from.at)
    return from.points + (roundHalfUp(gain, to.at - from.at) ?? 0)
}

/** Writes the same over a column in whole units; null stays null. */
export function writeCurve(knots: readonly Knot[], column: string): string {
    const [first, ...others] = knots
    if (first === undefined) throw new Error('a curve has knots')
    let from = first
    const cases = [`when ${column} < ${first.at} then ${first.points}`]
    for (const to of others) {
        const width = to.at - from.at
        const gain = 2n * BigInt(to.points - from.points)
        const rise = `${gain} * (${column} - ${writeWhole(from.at)}) + ${width}`
        const points = `${from.points} + {{ idiv(${rise}, ${2n * width}) }}`
        cases.push(`when ${column} < ${to.at} then ${points}`)
        from = to
    }
    return writeCases([...cases, `when ${column} is not null then ${from.points}`])
}

/** The points of a value by steps: those of the last knot that it reaches. */
export function pointsBySteps(steps: Steps, value: bigint): number {
    return steps.knots.findLast(({ at }) => value >= at)?.points ?? steps.below
}

/** Knots from which on their points count, and the points below the first. */
export type Steps = { readonly below: number; readonly knots: readonly Knot[] }

/** Writes the same over a column in whole units; null stays null. */
export function writeSteps({ below, knots }: Steps, column: string): string {
    const cases = knots
        .toReversed()
        .map(({ at, points }) => `when ${column} >= ${at} then ${points}`)
    return writeCases([...cases, `when ${column} is not null then ${below}`])
}

function writeCases(cases: readonly string[]): string {
    return `case\n            ${cases.join('\n            ')}\n        end`
}

/** A negative number in brackets: two signs would begin a comment. */
function writeWhole(value: bigint): string {
    return value < 0n ? `(${value})` : String(value)
}

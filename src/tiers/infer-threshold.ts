/**
 * How many rows of one kind lie in one bucket of the measure. A bucket holds the measures from
 * its own value up to the next number of three significant digits; −1 holds what could not have
 * risen. Levels are places in the order of the tiers, 0 for the lowest.
 */
export type MeasureCount = {
    readonly bucket: number
    /** The level held before, and the one given. */
    readonly held: number
    readonly given: number
    readonly count: number
}

/** A threshold as it was found. Amounts are in the currency; a range is what fits equally well. */
export type ThresholdGuess = {
    readonly atLeast: number
    /** Rows that this threshold does not explain. */
    readonly errors: number
    /** Rises over it, or, without any, rows that stayed above it. */
    readonly cases: number
    /** Whether nobody rose over it: it was found from those who stayed, and is less sure. */
    readonly isFromStays: boolean
}

/** Exact measures around a threshold, in ascending order: rows above it and rows below it. */
export type MeasureSplit = {
    readonly measure: number
    readonly above: number
    readonly below: number
}

/** A significant digit more has to explain so many rows more: policies are written by people. */
const rowsPerDigit = 1

/**
 * Finds the threshold of a level from rows of which it is known whether they reached it: those
 * that rose over it did, those given less than it did not. The fewest rows unexplained win; a
 * rounder number wins against one that explains a handful of rows more (the shorter description,
 * J. Rissanen, Modeling by shortest data description, 1978). Null where no row reached it.
 */
export function inferThreshold(
    counts: readonly MeasureCount[],
    level: number,
): ThresholdGuess | null {
    const rises = splitOf(counts, { level, isStay: false })
    const isFromStays = rises.every(({ above }) => above === 0)
    const split = isFromStays ? splitOf(counts, { level, isStay: true }) : rises
    const cases = split.reduce((sum, { above }) => sum + above, 0)
    if (cases === 0) return null
    const best = bestOf(
        cutsOf(split, (measure) => nextBucket(measure)),
        { above: 0, below: 0 },
    )
    return best === null ? null : { ...best, cases, isFromStays }
}

/**
 * Looks once more at the exact measures around a threshold. `outside` counts the rows that lie
 * beyond them and are explained by none of the candidates.
 */
export function refineThreshold(
    guess: ThresholdGuess,
    split: readonly MeasureSplit[],
    outside: { readonly above: number; readonly below: number },
): ThresholdGuess {
    const best = bestOf(
        cutsOf(split, (measure) => measure + 0.01),
        outside,
    )
    if (best === null) return guess
    const isBetter = costOf(best) < costOf(guess)
    return isBetter ? { ...guess, ...best } : guess
}

/** The number with the fewest significant digits in a range, both ends included, in cents. */
export function roundestIn(range: { readonly from: number; readonly to: number }): number {
    const from = Math.round(range.from * 100)
    const to = Math.round(range.to * 100)
    for (let step = 10 ** 17; step > 1; step /= 10) {
        // Halves of a step come before its tenths: 2,500 is rounder than 2,600.
        for (const size of [step, step / 2]) {
            const found = Math.ceil(from / size) * size
            if (size >= 1 && found <= to && found > 0) return found / 100
        }
    }
    return to / 100
}

/** The significant digits of an amount of whole cents: 2 for 1,200,000. */
export function significantDigits(amount: number): number {
    return String(Math.round(amount * 100)).replace(/0+$/, '').length
}

/** The lower end of the bucket behind the one that begins at a number. */
export function nextBucket(bucket: number): number {
    if (bucket < 1000) return bucket + 1
    return bucket + 10 ** (String(bucket).length - 3)
}

/** The bucket of a measure: all but its first three digits become zeros. */
export function bucketOf(measure: number): number {
    const whole = Math.max(0, Math.floor(measure))
    const size = 10 ** Math.max(0, String(whole).length - 3)
    return Math.floor(whole / size) * size
}

function splitOf(
    counts: readonly MeasureCount[],
    { level, isStay }: { readonly level: number; readonly isStay: boolean },
): readonly MeasureSplit[] {
    const sums = new Map<number, { above: number; below: number }>()
    for (const { bucket, held, given, count } of counts) {
        const sum = sums.get(bucket) ?? { above: 0, below: 0 }
        if (given < level) sum.below += count
        else if (held < level !== isStay) sum.above += count
        sums.set(bucket, sum)
    }
    return [...sums]
        .map(([measure, sum]) => ({ measure, ...sum }))
        .sort((left, right) => left.measure - right.measure)
}

type Cut = { readonly from: number; readonly to: number; readonly errors: number }

/** Every gap between neighbours, with the rows that a threshold within it would not explain. */
function cutsOf(
    split: readonly MeasureSplit[],
    endOf: (measure: number) => number,
): readonly Cut[] {
    let errors = split.reduce((sum, { below }) => sum + below, 0)
    const cuts: Cut[] = []
    split.forEach(({ measure, above, below }, index) => {
        const before = split[index - 1]
        if (measure > 0) {
            const from = before === undefined ? measure : Math.min(measure, endOf(before.measure))
            cuts.push({ from, to: measure, errors })
        }
        errors += above - below
    })
    return cuts
}

function bestOf(
    cuts: readonly Cut[],
    outside: { readonly above: number; readonly below: number },
): Pick<ThresholdGuess, 'atLeast' | 'errors'> | null {
    let best: Pick<ThresholdGuess, 'atLeast' | 'errors'> | null = null
    for (const cut of cuts) {
        const errors = cut.errors + outside.above + outside.below
        if (best !== null && errors > costOf(best)) continue
        const found = { atLeast: roundestIn(cut), errors }
        if (best === null || costOf(found) < costOf(best)) best = found
    }
    return best
}

/** What a threshold costs: rows unexplained and digits to write it down. */
export function costOf({ atLeast, errors }: Pick<ThresholdGuess, 'atLeast' | 'errors'>): number {
    return errors + rowsPerDigit * significantDigits(atLeast)
}

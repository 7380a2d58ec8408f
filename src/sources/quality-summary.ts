import {
    checkDimension,
    type Dimension,
    dimensions,
    passedMillionths,
    type QualityCount,
} from './quality.ts'

/** How good something is in one dimension: the share of the check that fares worst. */
export type Grade = {
    /** Millionths; null where there was nothing to check. */
    readonly millionths: number | null
    /** The check that it comes from; null for freshness, and where nothing was checked. */
    readonly worst: QualityCount | null
}

/** The grades of a table, a batch or a system, by dimension. */
export type Grades = Readonly<Record<Dimension, Grade>>

/** Nothing checked. */
export const ungraded: Grade = { millionths: null, worst: null }

const whole = 1_000_000

/**
 * Grades counts by their worst check: an average would hide a field that is half empty behind
 * twenty keys that never can be. Freshness is not counted but told: late is 0, in time is 1.
 */
export function gradesOf(counts: readonly QualityCount[], isLate: boolean | null): Grades {
    const grade = (dimension: Dimension): Grade => {
        if (dimension === 'fresh') {
            return isLate === null ? ungraded : { millionths: isLate ? 0 : whole, worst: null }
        }
        return counts
            .filter(({ check }) => checkDimension[check] === dimension)
            .map((count): Grade => ({ millionths: passedMillionths(count), worst: count }))
            .reduce(worseOf, ungraded)
    }
    return Object.fromEntries(dimensions.map((one) => [one, grade(one)])) as Grades
}

/** Of several tables the worst grade in each dimension. */
export function worstGrades(all: readonly Grades[]): Grades {
    const grade = (dimension: Dimension): Grade =>
        all.map((grades) => grades[dimension]).reduce(worseOf, ungraded)
    return Object.fromEntries(dimensions.map((one) => [one, grade(one)])) as Grades
}

function worseOf(left: Grade, right: Grade): Grade {
    if (right.millionths === null) return left
    return left.millionths === null || right.millionths < left.millionths ? right : left
}

/** The lowest grade of all dimensions, by which tables are put worst first. */
export function lowestOf(grades: Grades): number {
    return Math.min(...dimensions.map((one) => grades[one].millionths ?? whole))
}

/**
 * The checks that fail, worst share first. Records that were rejected are told by the fault that
 * rejected them, not once more by their number.
 */
export function issuesOf<T extends QualityCount>(counts: readonly T[]): readonly T[] {
    return counts
        .filter(({ check, failed }) => failed > 0 && check !== 'rejected')
        .toSorted((left, right) => {
            const share = (passedMillionths(left) ?? whole) - (passedMillionths(right) ?? whole)
            return share === 0 ? right.failed - left.failed : share
        })
}

import { numberAt } from '../number-at.ts'
import {
    type Chances,
    chancesOfMatches,
    type ExpectedMatches,
    expectMatches,
    firstChances,
    type Slots,
    type Tally,
} from './chances.ts'
import type { PatternTable } from './pattern.ts'

/** What the pairs of one blocking key taught. */
export type LearnedSession = {
    /** Matches expected among the pairs, by level; zero for the fields that were left out. */
    readonly byLevel: Tally
    readonly matches: number
    readonly iterations: number
    /** The largest change of any chance in the last iteration. */
    readonly change: number
    readonly isConverged: boolean
}

/** What a session learns from. */
export type SessionPairs = {
    readonly table: PatternTable
    readonly slots: Slots
    /** How pairs that are no matches compare; it stays as it is. */
    readonly u: Chances
    /** Per field whether it is learned: the fields of the session's own key always agree. */
    readonly learns: readonly boolean[]
}

const smallChange = 1e-7
const longest = 1000
const firstShare = 0.1

/**
 * Learns how matches compare from the pairs of one blocking key, by expectation and maximisation
 * over counts of patterns with u fixed (Fellegi & Sunter 1969; Winkler 1988). Nobody says which
 * pairs match.
 */
export function learnSession({ table, slots, u, learns }: SessionPairs): LearnedSession {
    let m = firstChances(slots)
    let prior = firstShare
    let change = 1
    let iterations = 0
    const step = (): ExpectedMatches =>
        expectMatches(table, { slots, m, u, prior, evidence: learns })
    let expected = step()
    while (iterations < longest && change > smallChange) {
        const share = (expected.matches + 0.5) / (table.total + 1)
        const next = chancesOfMatches(learnedOf(expected.byLevel, slots, learns), slots, u)
        change = Math.max(Math.abs(share - prior), largestChange(next, m))
        prior = share
        m = next
        iterations++
        expected = step()
    }
    return {
        byLevel: learnedOf(expected.byLevel, slots, learns),
        matches: expected.matches,
        iterations,
        change,
        isConverged: change <= smallChange,
    }
}

/** The largest difference of two lists of chances, place by place. */
export function largestChange(ones: Chances, others: Chances): number {
    let largest = 0
    for (const [slot, chance] of ones.entries()) {
        largest = Math.max(largest, Math.abs(chance - numberAt(others, slot)))
    }
    return largest
}

function learnedOf(byLevel: Tally, slots: Slots, learns: readonly boolean[]): Tally {
    const learned = byLevel.slice()
    for (const [field, isLearned] of learns.entries()) {
        if (!isLearned) learned.fill(0, numberAt(slots, field), numberAt(slots, field + 1))
    }
    return learned
}

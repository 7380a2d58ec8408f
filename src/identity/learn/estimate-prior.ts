import { numberAt } from '../number-at.ts'
import { type Chances, chanceOfOdds, eachRatio, type Slots } from './chances.ts'
import type { PatternTable } from './pattern.ts'

/**
 * What rules that hardly err say of the number of matches: the pairs they find, and the share of
 * all matches that this is (above 0, at most 1), as a guess.
 */
export type PriorRules = { readonly matches: number; readonly recall: number }

/** What the share of matches is estimated from. */
export type PriorBasis = {
    /** Each pair that any key proposes, once. */
    readonly candidates: PatternTable
    readonly slots: Slots
    /** How matches and others compare. */
    readonly m: Chances
    readonly u: Chances
    readonly records: number
    /** How many pairs there are that may match. */
    readonly pairs: number
    readonly rules: PriorRules | null
}

const smallChange = 1e-9
const longest = 1000

/**
 * The share of all pairs that match: as many as are expected among the candidates, given that
 * share, by expectation and maximisation (Winkler 1988); those that no key proposes are left out.
 * It begins with what rules say, else with one match a record. How large a share of all matches
 * the rules find is their author's guess, and decides only where fewer matches are expected than
 * the rules find: one or two fields alone cannot tell how many there are.
 */
export function estimatePrior(basis: PriorBasis): number {
    const { candidates, slots, m, u, records, pairs, rules } = basis
    const share = (matches: number): number => Math.min(Math.max(matches, 0.5) / pairs, 0.5)
    const ratios = new Float64Array(candidates.counts.length)
    eachRatio(candidates, { slots, m, u, evidence: null }, (row, ratio) => {
        ratios[row] = ratio
    })
    const first = share(rules === null ? records : rules.matches / rules.recall)
    let prior = first
    for (let iteration = 0; iteration < longest; iteration++) {
        const odds = prior / (1 - prior)
        let matches = 0
        for (const [row, ratio] of ratios.entries()) {
            matches += numberAt(candidates.counts, row) * chanceOfOdds(odds * ratio)
        }
        const next = share(matches)
        const isSettled = Math.abs(next - prior) <= smallChange * prior
        prior = next
        if (isSettled) break
    }
    return prior < share(rules?.matches ?? 0) ? first : prior
}

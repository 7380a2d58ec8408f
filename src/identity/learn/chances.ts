import { numberAt as at } from '../number-at.ts'
import type { PatternField, PatternTable } from './pattern.ts'

/** A chance for each level of each field, above 0 and at most 1, in one flat list. */
export type Chances = Float64Array

/** Numbers of pairs for each level of each field, whole or expected, in one flat list. */
export type Tally = Float64Array

/** Where the levels of each field begin in the flat list, and where the last ends. */
export type Slots = readonly number[]

/** The slots of fields. */
export function slotsOf(fields: readonly PatternField[]): Slots {
    const slots = [0]
    for (const { levels } of fields) slots.push((slots.at(-1) ?? 0) + levels.length)
    return slots
}

/**
 * Chances from a tally of pairs. What was never seen is not impossible: half a pair is put in for
 * each field, divided evenly among its levels.
 */
export function chancesOf(tally: Tally, slots: Slots): Chances {
    return smoothChances(tally, slots, (levels) => levels.map(() => 0.5 / levels.length))
}

/**
 * Chances of matches from a tally of matches. A level that no match has is given half a pair, or
 * what other pairs would have of it where that is less: a level that hardly any pair has at all
 * does not speak against a match.
 */
export function chancesOfMatches(tally: Tally, slots: Slots, u: Chances): Chances {
    return smoothChances(tally, slots, (levels, from) => {
        const pairs = levels.reduce((sum, one) => sum + one, 0)
        return levels.map((_, level) => Math.min(0.5, pairs * at(u, from + level)))
    })
}

function smoothChances(
    tally: Tally,
    slots: Slots,
    before: (levels: readonly number[], from: number) => readonly number[],
): Chances {
    const chances = new Float64Array(tally.length)
    for (let field = 0; field + 1 < slots.length; field++) {
        const from = at(slots, field)
        const levels = [...tally.subarray(from, at(slots, field + 1))]
        const added = before(levels, from)
        const pairs = [...levels, ...added].reduce((sum, one) => sum + one, 0)
        for (const [level, seen] of levels.entries()) {
            chances[from + level] = pairs === 0 ? 0 : (seen + at(added, level)) / pairs
        }
    }
    return chances
}

/** Where learning begins: most matches agree exactly, and their differences are of any kind. */
export function firstChances(slots: Slots): Chances {
    const chances = new Float64Array(slots.at(-1) ?? 0)
    for (let field = 0; field + 1 < slots.length; field++) {
        const [from, to] = [at(slots, field), at(slots, field + 1)]
        const others = to - from - 1
        chances.fill(0.2 / Math.max(others, 1), from, to)
        chances[from] = others > 0 ? 0.8 : 1
    }
    return chances
}

/** What is believed of pairs: how matches and others compare, and how many match. */
export type Beliefs = {
    readonly slots: Slots
    readonly m: Chances
    readonly u: Chances
    /** The chance that a pair is a match before its fields are looked at. */
    readonly prior: number
    /** The fields that count as evidence; all where it is null. */
    readonly evidence: readonly boolean[] | null
}

/** Odds beyond which a chance is one: more than that a double would not hold. */
const certain = 1e300

/** The chance that goes with odds. */
export function chanceOfOdds(odds: number): number {
    return odds > certain ? 1 : odds / (1 + odds)
}

/**
 * Calls for each pattern of a table with its row and how much likelier it is among matches than
 * among others. Products of ratios instead of sums of logarithms, so that machines agree to the
 * last digit.
 */
export function eachRatio(
    { width, levels, counts }: PatternTable,
    { slots, m, u, evidence }: Omit<Beliefs, 'prior'>,
    take: (row: number, ratio: number) => void,
): void {
    const ratios = m.map((chance, slot) => chance / at(u, slot))
    for (let row = 0; row < counts.length; row++) {
        let ratio = 1
        for (let field = 0; field < width; field++) {
            const level = at(levels, row * width + field)
            if (level < 0 || evidence?.[field] === false) continue
            ratio *= at(ratios, at(slots, field) + level)
        }
        take(row, ratio)
    }
}

/** Calls for each pattern of a table with its row and the chance that its pairs are matches. */
export function eachChance(
    table: PatternTable,
    beliefs: Beliefs,
    take: (row: number, chance: number) => void,
): void {
    const odds = beliefs.prior / (1 - beliefs.prior)
    eachRatio(table, beliefs, (row, ratio) => take(row, chanceOfOdds(odds * ratio)))
}

/** The pairs of a table that are expected to match: all of them, and by level. */
export type ExpectedMatches = { readonly matches: number; readonly byLevel: Tally }

/** The step of expectation: how many pairs, and how many of each level, match by the beliefs. */
export function expectMatches(table: PatternTable, beliefs: Beliefs): ExpectedMatches {
    const byLevel = new Float64Array(beliefs.slots.at(-1) ?? 0)
    let matches = 0
    eachChance(table, beliefs, (row, chance) => {
        const pairs = at(table.counts, row) * chance
        matches += pairs
        addPairs(byLevel, { table, row, pairs, slots: beliefs.slots })
    })
    return { matches, byLevel }
}

/** The pairs of a table that are expected not to match, by level; all of them without beliefs. */
export function expectOthers(table: PatternTable, slots: Slots, beliefs: Beliefs | null): Tally {
    const byLevel = new Float64Array(slots.at(-1) ?? 0)
    const add = (row: number, chance: number): void => {
        addPairs(byLevel, { table, row, pairs: at(table.counts, row) * (1 - chance), slots })
    }
    if (beliefs === null) for (const row of table.counts.keys()) add(row, 0)
    else eachChance(table, beliefs, add)
    return byLevel
}

type PairsOfRow = {
    readonly table: PatternTable
    readonly row: number
    readonly pairs: number
    readonly slots: Slots
}

function addPairs(tally: Tally, { table, row, pairs, slots }: PairsOfRow): void {
    for (let field = 0; field < table.width; field++) {
        const level = at(table.levels, row * table.width + field)
        if (level < 0) continue
        const slot = at(slots, field) + level
        tally[slot] = at(tally, slot) + pairs
    }
}

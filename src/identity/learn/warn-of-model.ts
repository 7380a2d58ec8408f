import { numberAt } from '../number-at.ts'
import {
    type Chances,
    eachChance,
    expectOthers,
    type Slots,
    slotsOf,
    type Tally,
} from './chances.ts'
import type { Dependence, ModelWarning, SessionCard, WeighedField } from './match-model.ts'
import type { PatternField, PatternTable } from './pattern.ts'

/** What was learned, with what it was learned from. */
export type Lesson = {
    readonly fields: readonly PatternField[]
    readonly random: PatternTable
    readonly candidates: PatternTable
    readonly m: Chances
    readonly u: Chances
    readonly prior: number
    /** Pairs of each level among random and candidate pairs, as counted. */
    readonly seen: Tally
    readonly cards: readonly SessionCard[]
}

/** Fields that share less than this, in thousandths of a bit a match, pass for independent. */
const muchShared = 50

/** Everything in a model that somebody should look at before it is used. */
export function warnOf(lesson: Lesson, weighed: readonly WeighedField[]): readonly ModelWarning[] {
    return [
        ...lesson.fields.flatMap((field, at) => warnOfField(lesson, field, at)),
        ...weighed.flatMap(warnOfOrder),
        ...lesson.cards.flatMap(warnOfSession),
        ...dependencesOf(lesson)
            .filter(({ shared }) => shared >= muchShared)
            .map((dependence) => ({ kind: 'dependent' as const, ...dependence })),
    ]
}

function warnOfField(
    { fields, seen, cards }: Lesson,
    { id, levels }: PatternField,
    at: number,
): readonly ModelWarning[] {
    const from = numberAt(slotsOf(fields), at)
    const unseen = levels.filter((_, level) => numberAt(seen, from + level) === 0)
    if (unseen.length === levels.length) return [{ kind: 'never_compared', field: id }]
    const isLearned = cards.some(({ isUsed, leaves }) => isUsed && !leaves.includes(id))
    return [
        ...(unseen.length === levels.length - 1
            ? [{ kind: 'no_variation' as const, field: id }]
            : unseen.map((level) => ({ kind: 'level_unseen' as const, field: id, level }))),
        ...(isLearned ? [] : [{ kind: 'unlearned' as const, field: id }]),
    ]
}

/** A better level ought to weigh more than the next one that was seen. */
function warnOfOrder({ id, levels }: WeighedField): readonly ModelWarning[] {
    const weighing = levels.filter(({ weight }) => weight !== 0)
    return weighing.flatMap((worse, at) => {
        const better = weighing[at - 1]
        if (better === undefined || better.weight >= worse.weight) return []
        return [
            { kind: 'levels_out_of_order' as const, field: id, better: better.id, worse: worse.id },
        ]
    })
}

function warnOfSession({ key, pairs, isConverged, isUsed }: SessionCard): readonly ModelWarning[] {
    if (!isUsed) return [{ kind: 'few_matches', key }]
    return isConverged || pairs === 0 ? [] : [{ kind: 'not_converged', key }]
}

/**
 * How far each two fields are from independent among the matches of the candidates: the mutual
 * information of their levels, less what chance alone would make of so few matches (Miller 1955).
 * Where they are not, agreement of both is counted twice and the weight of a pair says too much.
 */
export function dependencesOf(lesson: Lesson): readonly Dependence[] {
    const { fields } = lesson
    const slots = slotsOf(fields)
    const size = slots.at(-1) ?? 0
    const together = expectedTogether(lesson, slots, size)
    return fields.flatMap((field, at) =>
        fields.slice(at + 1).flatMap((other, between) => {
            const ones = { ...field, from: numberAt(slots, at) }
            const others = { ...other, from: numberAt(slots, at + 1 + between) }
            return dependenceOf(together, size, { ones, others })
        }),
    )
}

/** Expected matches for each two levels of two fields, as a square of all slots. */
function expectedTogether(
    { candidates, m, u, prior }: Lesson,
    slots: Slots,
    size: number,
): Float64Array {
    const together = new Float64Array(size * size)
    const { width, levels, counts } = candidates
    eachChance(candidates, { slots, m, u, prior, evidence: null }, (row, chance) => {
        const pairs = numberAt(counts, row) * chance
        for (let field = 0; field < width; field++) {
            const level = numberAt(levels, row * width + field)
            if (level < 0) continue
            const line = (numberAt(slots, field) + level) * size
            for (let other = field + 1; other < width; other++) {
                const otherLevel = numberAt(levels, row * width + other)
                if (otherLevel < 0) continue
                const cell = line + numberAt(slots, other) + otherLevel
                together[cell] = numberAt(together, cell) + pairs
            }
        }
    })
    return together
}

type Side = PatternField & { readonly from: number }

function dependenceOf(
    together: Float64Array,
    size: number,
    { ones, others }: { readonly ones: Side; readonly others: Side },
): readonly Dependence[] {
    const cell = (one: number, other: number): number =>
        numberAt(together, (ones.from + one) * size + others.from + other)
    const rows = ones.levels.map((_, one) => sum(others.levels.map((_, other) => cell(one, other))))
    const columns = others.levels.map((_, other) => sum(rows.map((_, one) => cell(one, other))))
    const matches = sum(rows)
    if (matches < 1) return []
    let information = 0
    let furthest = { far: -1, one: 0, other: 0, observed: 0, expected: 0 }
    for (const [one, row] of rows.entries()) {
        for (const [other, column] of columns.entries()) {
            const observed = cell(one, other)
            const expected = (row * column) / matches
            if (observed > 0) information += observed * Math.log2(observed / expected)
            const far = Math.abs(observed - expected)
            if (far > furthest.far) furthest = { far, one, other, observed, expected }
        }
    }
    const freedom = (seenIn(rows) - 1) * (seenIn(columns) - 1)
    const chance = freedom / (2 * matches * Math.LN2)
    return [
        {
            field: ones.id,
            other: others.id,
            shared: Math.max(Math.round((information / matches - chance) * 1000), 0),
            level: ones.levels[furthest.one] ?? '',
            otherLevel: others.levels[furthest.other] ?? '',
            observed: Math.round(furthest.observed),
            expected: Math.round(furthest.expected),
        },
    ]
}

function seenIn(pairs: readonly number[]): number {
    return pairs.filter((one) => one > 0).length
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, one) => total + one, 0)
}

/** Pairs of each level among random and candidate pairs, as counted. */
export function seenPairs(fields: readonly PatternField[], tables: readonly PatternTable[]): Tally {
    const slots = slotsOf(fields)
    const seen = new Float64Array(slots.at(-1) ?? 0)
    for (const table of tables) {
        for (const [slot, pairs] of expectOthers(table, slots, null).entries()) {
            seen[slot] = numberAt(seen, slot) + pairs
        }
    }
    return seen
}

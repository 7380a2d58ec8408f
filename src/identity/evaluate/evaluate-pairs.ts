import { ok, type Result, refused } from '#domain/result.ts'
import { type Groups, unknownRecords } from './evaluate-clusters.ts'
import { type MatchFigures, matchFigures, pairsAmong } from './match-figures.ts'

/** Two records with a score of any scale, the higher the more alike. */
export type JudgedPair = { readonly left: string; readonly right: string; readonly score: number }

/** How good pairs are at a score: a pair is predicted from the score on. */
export type FiguresAt = { readonly score: number; readonly figures: MatchFigures }

/** How good scored pairs are. */
export type PairFigures = {
    readonly records: number
    readonly candidatePairs: number
    /** The share of true pairs that were scored at all; null where there are none. */
    readonly recallOfCandidates: number | null
    /** At each score that was asked for, in that order. */
    readonly at: readonly FiguresAt[]
    /** Where F1 is highest, at the highest such score: chosen with the truth, nobody gets it. */
    readonly best: FiguresAt | null
    /** At every score that some pair has, falling. */
    readonly curve: readonly FiguresAt[]
}

/**
 * Scored pairs against the truth, by score. All true pairs count, also those that nothing proposed;
 * of a pair that comes again, either way round, the highest score counts; a record with itself is
 * no pair. Refused where a pair has a record that the truth does not know.
 */
export function evaluatePairs(
    pairs: Iterable<JudgedPair>,
    truth: Groups,
    scores: readonly number[],
): Result<PairFigures> {
    const highest = new Map<string, { readonly score: number; readonly isTrue: boolean }>()
    const unknown = new Set<string>()
    for (const { left, right, score } of pairs) {
        const entities = [left, right].map((record) => truth.get(record))
        if (entities[0] === undefined) unknown.add(left)
        if (entities[1] === undefined) unknown.add(right)
        if (left === right) continue
        const [one, other] = left < right ? [left, right] : [right, left]
        const key = `${one.length} ${one} ${other}`
        const before = highest.get(key)?.score ?? Number.NEGATIVE_INFINITY
        highest.set(key, { score: Math.max(score, before), isTrue: entities[0] === entities[1] })
    }
    if (unknown.size > 0) return refused([unknownRecords([...unknown])])
    const truePairs = pairsOfEntities(truth)
    const curve = curveOf([...highest.values()], truePairs)
    const found = curve.at(-1)?.figures.correctPairs ?? 0
    const none = matchFigures({ truePairs, predictedPairs: 0, correctPairs: 0 })
    return ok({
        records: truth.size,
        candidatePairs: highest.size,
        recallOfCandidates: truePairs === 0 ? null : found / truePairs,
        at: scores.map((score) => ({
            score,
            figures: curve.findLast((one) => one.score >= score)?.figures ?? none,
        })),
        best: curve.reduce<FiguresAt | null>(
            (best, one) => ((one.figures.f1 ?? -1) > (best?.figures.f1 ?? -1) ? one : best),
            null,
        ),
        curve,
    })
}

function curveOf(
    pairs: readonly { readonly score: number; readonly isTrue: boolean }[],
    truePairs: number,
): readonly FiguresAt[] {
    const falling = pairs.toSorted((one, other) => other.score - one.score)
    const curve: FiguresAt[] = []
    let [predictedPairs, correctPairs] = [0, 0]
    for (const [place, { score, isTrue }] of falling.entries()) {
        predictedPairs++
        if (isTrue) correctPairs++
        if (falling[place + 1]?.score === score) continue
        const figures = matchFigures({ truePairs, predictedPairs, correctPairs })
        curve.push({ score, figures })
    }
    return curve
}

function pairsOfEntities(truth: Groups): number {
    const sizes = new Map<string, number>()
    for (const entity of truth.values()) sizes.set(entity, (sizes.get(entity) ?? 0) + 1)
    return [...sizes.values()].reduce((total, size) => total + pairsAmong(size), 0)
}

/**
 * Precision, recall and their harmonic mean, each between 0 and 1, with the counts they come from.
 * Null where nothing was predicted, or where there is nothing to find.
 */
export type MatchFigures = {
    readonly precision: number | null
    readonly recall: number | null
    readonly f1: number | null
    readonly truePairs: number
    readonly predictedPairs: number
    readonly correctPairs: number
}

/** Pairs that were predicted, that are true, and that are both. */
export type PairCounts = Pick<MatchFigures, 'truePairs' | 'predictedPairs' | 'correctPairs'>

/** The figures of counted pairs. */
export function matchFigures(counts: PairCounts): MatchFigures {
    const precision = ratio(counts.correctPairs, counts.predictedPairs)
    const recall = ratio(counts.correctPairs, counts.truePairs)
    return { precision, recall, f1: harmonicMean(precision, recall), ...counts }
}

/** The harmonic mean of two shares; 0 of two zeroes, null where one is not known. */
export function harmonicMean(precision: number | null, recall: number | null): number | null {
    if (precision === null || recall === null) return null
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}

/** Pairs among so many things. */
export function pairsAmong(things: number): number {
    return (things * (things - 1)) / 2
}

function ratio(part: number, whole: number): number | null {
    return whole === 0 ? null : part / whole
}

import type { Month } from '#domain/month.ts'
import type { Scorecard, ScorecardKind } from './scorecard.ts'

/** A scorecard wherever it comes from, by its head. */
export type VersionHead = {
    readonly card: Pick<Scorecard, 'scorecard' | 'effectiveFrom'>
}

/**
 * The version of a scorecard that a month is scored by: the latest that has come into effect by
 * then. Months before the first version are scored by that one: a score describes, and promises
 * nothing. Null where there is no version at all.
 */
export function scorecardInForce<T extends VersionHead>(
    versions: readonly T[],
    { scorecard, month }: { readonly scorecard: ScorecardKind; readonly month: Month },
): T | null {
    const sorted = versions
        .filter(({ card }) => card.scorecard === scorecard)
        .toSorted((left, right) => left.card.effectiveFrom - right.card.effectiveFrom)
    return sorted.findLast(({ card }) => card.effectiveFrom <= month) ?? sorted[0] ?? null
}

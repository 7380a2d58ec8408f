import { ok, type Result, refused } from '#domain/result.ts'
import { type Groups, unknownRecords } from './evaluate-clusters.ts'

/** Two records of which the truth says more: twins, parent and child, a family's phone. */
export type PairOfKind = { readonly left: string; readonly right: string; readonly kind: string }

/** What became of the pairs of one kind. */
export type KindFigures = {
    readonly kind: string
    /** Pairs that are one person or firm, and those among them that were joined. */
    readonly same: number
    readonly sameJoined: number
    /** Pairs that are not, and those that were joined all the same. */
    readonly different: number
    readonly differentJoined: number
}

/**
 * Clusters by kind of pair, the kinds in the order of their names: where errors come from. A pair
 * that comes again counts again. Refused where a pair has a record that the truth does not know.
 */
export function evaluateKinds(
    clusters: Groups,
    truth: Groups,
    pairs: readonly PairOfKind[],
): Result<readonly KindFigures[]> {
    const unknown = new Set(
        pairs.flatMap(({ left, right }) => [left, right]).filter((one) => !truth.has(one)),
    )
    if (unknown.size > 0) return refused([unknownRecords([...unknown])])
    const figures = new Map<string, KindFigures>()
    for (const { left, right, kind } of pairs) {
        const before = figures.get(kind) ?? nothingOf(kind)
        const joined = areJoined(clusters, left, right) ? 1 : 0
        figures.set(
            kind,
            truth.get(left) === truth.get(right)
                ? { ...before, same: before.same + 1, sameJoined: before.sameJoined + joined }
                : {
                      ...before,
                      different: before.different + 1,
                      differentJoined: before.differentJoined + joined,
                  },
        )
    }
    return ok([...figures.values()].sort((one, other) => (one.kind < other.kind ? -1 : 1)))
}

function nothingOf(kind: string): KindFigures {
    return { kind, same: 0, sameJoined: 0, different: 0, differentJoined: 0 }
}

function areJoined(clusters: Groups, left: string, right: string): boolean {
    const cluster = clusters.get(left) ?? ''
    return left === right || (cluster !== '' && cluster === clusters.get(right))
}

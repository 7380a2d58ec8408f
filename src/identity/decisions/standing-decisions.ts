import type { Decision, RecordIds, Standing } from './decision.ts'

/**
 * What holds of all decisions that nobody took back. A decision to join speaks of all its records
 * among each other, one to part of each two across. Of two that speak of the same two records the
 * later holds. Where decisions to join would bring two records together that are to stay apart, the
 * latest are served first and what then contradicts is held back. It depends on the set of
 * decisions alone: in whatever order they are read, and whatever else was undone, the result is the
 * same; and one that is taken back leaves no trace.
 */
export function standingDecisions(decisions: readonly Decision[]): Standing {
    const active = decisions
        .filter(({ undoneBy }) => undoneBy === null)
        .toSorted((left, right) => right.no - left.no)
    const latest = new Map<string, Decision>()
    for (const decision of active) {
        for (const pair of pairsOf(decision)) {
            const key = keyOf(pair)
            if (!latest.has(key)) latest.set(key, decision)
        }
    }
    const holds = (decision: Decision): readonly RecordIds[] =>
        pairsOf(decision).filter((pair) => latest.get(keyOf(pair)) === decision)
    const groups = new Groups()
    const apart = active
        .filter(({ kind }) => kind === 'apart')
        .flatMap((decision) => {
            const pairs = holds(decision)
            for (const pair of pairs) groups.keepApart(pair, decision.no)
            return pairs
        })
    const together: RecordIds[] = []
    const heldBack: { no: number; by: number }[] = []
    for (const decision of active) {
        if (decision.kind !== 'together') continue
        const pairs = holds(decision)
        const by = groups.partingOf(pairs)
        if (by !== null) {
            heldBack.push({ no: decision.no, by })
            continue
        }
        for (const pair of pairs) if (groups.join(pair)) together.push(pair)
    }
    return { together, apart, heldBack }
}

/** The pairs that a decision speaks of, each with the lower id first. */
function pairsOf({ kind, left, right }: Decision): readonly RecordIds[] {
    if (kind === 'together') {
        const all = sorted([...left, ...right])
        return all.flatMap((one, at) => all.slice(at + 1).map((other): RecordIds => [one, other]))
    }
    return sorted(left).flatMap((one) =>
        sorted(right).map((other): RecordIds => (one < other ? [one, other] : [other, one])),
    )
}

function sorted(ids: readonly bigint[]): readonly bigint[] {
    return ids.toSorted((left, right) => (left < right ? -1 : 1))
}

function keyOf([one, other]: RecordIds): string {
    return `${one} ${other}`
}

/** Groups of records that are one, and which of them must stay apart. */
class Groups {
    private readonly leader = new Map<bigint, bigint>()
    /** By leader: the leaders that it must not meet, with the decision that says so. */
    private readonly parted = new Map<bigint, Map<bigint, number>>()

    private leaderOf(record: bigint): bigint {
        let top = record
        for (let next = this.leader.get(top); next !== undefined; next = this.leader.get(top)) {
            top = next
        }
        return top
    }

    keepApart([one, other]: RecordIds, no: number): void {
        this.part(one, other, no)
        this.part(other, one, no)
    }

    private part(one: bigint, other: bigint, no: number): void {
        const known = this.parted.get(one) ?? new Map<bigint, number>()
        known.set(other, Math.max(no, known.get(other) ?? 0))
        this.parted.set(one, known)
    }

    /** The latest decision that keeps some groups of these pairs apart; null: none does. */
    partingOf(pairs: readonly RecordIds[]): number | null {
        const leaders = new Set(pairs.flat().map((record) => this.leaderOf(record)))
        const parting = [...leaders].flatMap((one) =>
            [...(this.parted.get(one) ?? [])].flatMap(([other, no]) =>
                leaders.has(other) ? [no] : [],
            ),
        )
        return parting.length === 0 ? null : Math.max(...parting)
    }

    /** Joins the groups of two records; false where they are one already. */
    join([one, other]: RecordIds): boolean {
        const [stays, goes] = [this.leaderOf(one), this.leaderOf(other)]
        if (stays === goes) return false
        this.leader.set(goes, stays)
        const moved = this.parted.get(goes) ?? new Map<bigint, number>()
        this.parted.delete(goes)
        for (const [neighbour, no] of moved) {
            this.parted.get(neighbour)?.delete(goes)
            this.keepApart([stays, neighbour], no)
        }
        return true
    }
}

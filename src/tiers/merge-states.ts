import type { PartyChange, TierState } from './assignment.ts'
import { levelInForce } from './carried-state.ts'
import type { Policy } from './policy.ts'

/** A state that a party may go on with: its own, or one that identity has brought it. */
export type CandidateState = {
    /** Whose state it was. */
    readonly partyId: string
    readonly state: TierState
    /** How it came to the party; null: it was there. */
    readonly by: PartyChange['kind'] | null
}

/** The state that a party goes on with, and what identity did to it since the last close. */
export type MergedState = {
    readonly before: TierState
    readonly changed: PartyChange['kind'] | null
}

/**
 * The state with the highest earned tier, under the policy in force; among equals the party's
 * own, then that of the lowest id. What a part of a split takes over has no counts. Null where
 * there is no state: whoever had left carries none.
 */
export function mergeStates(
    candidates: readonly CandidateState[],
    { policy, partyId }: { readonly policy: Policy; readonly partyId: string },
): MergedState | null {
    const levelOf = ({ state }: CandidateState): number =>
        levelInForce(policy, state.earnedTier) ?? -1
    const carried = candidates
        .filter(({ state }) => state.earnedCause !== 'left')
        .toSorted((left, right) => {
            const byTier = levelOf(right) - levelOf(left)
            if (byTier !== 0) return byTier
            if (left.partyId === partyId || right.partyId === partyId) {
                return left.partyId === partyId ? -1 : 1
            }
            return BigInt(left.partyId) < BigInt(right.partyId) ? -1 : 1
        })
    const [best] = carried
    if (best === undefined) return null
    const isMerged = carried.some(({ by }) => by === 'merged')
    const isSplit = carried.some(({ by }) => by === 'split')
    const before = best.by === 'split' ? withoutCounts(best.state) : best.state
    return { before, changed: isMerged ? 'merged' : isSplit ? 'split' : null }
}

/** What each party takes into a close: the states of the last one, after identity's changes. */
export function statesAfterChanges({
    policy,
    states,
    changes,
}: {
    readonly policy: Policy
    /** By party id. */
    readonly states: ReadonlyMap<string, TierState>
    /** Those that the close is the first to see. */
    readonly changes: readonly PartyChange[]
}): ReadonlyMap<string, MergedState> {
    const candidates = new Map<string, CandidateState[]>()
    const add = (to: string, candidate: CandidateState): void => {
        candidates.set(to, [...(candidates.get(to) ?? []), candidate])
    }
    for (const [partyId, state] of states) {
        const moves = changes.filter(({ oldPartyId }) => oldPartyId === partyId)
        if (moves.length === 0) add(partyId, { partyId, state, by: null })
        for (const { kind, newPartyId } of moves) add(newPartyId, { partyId, state, by: kind })
    }
    const merged = [...candidates].map(([partyId, all]) => {
        return [partyId, mergeStates(all, { policy, partyId })] as const
    })
    return new Map(merged.flatMap(([id, state]) => (state === null ? [] : [[id, state]])))
}

function withoutCounts(state: TierState): TierState {
    return {
        ...state,
        belowCount: 0,
        belowTierMax: null,
        upCount: 0,
        upTierMin: null,
        staleCount: 0,
    }
}

import { addMonths } from '#domain/month.ts'
import { assignTier } from '#tiers/assign-tier.ts'
import type { Assignment, Grant, Household, TierState } from '#tiers/assignment.ts'
import { judgeExpress } from '#tiers/judge-express.ts'
import { type MergedState, statesAfterChanges } from '#tiers/merge-states.ts'
import type { Policy } from '#tiers/policy.ts'
import { sumHousehold } from '#tiers/sum-household.ts'
import type { Bank, Opening, PartyStory } from './arbitrary-bank.ts'

/** One row of a close: whose, at which close, and what was assigned. */
export type ClosedRow = {
    readonly partyId: string
    readonly close: number
    readonly assignment: Assignment
}

/** Closes a bank party by party with the evaluator; rows in the order of closes, then parties. */
export function closeByParty(bank: Bank): readonly ClosedRow[] {
    const rows: ClosedRow[] = []
    let states = openingStates(bank)
    for (const close of bank.policies.keys()) {
        const assigned = closeMonth(bank, close, states)
        rows.push(...assigned)
        states = new Map(assigned.map(({ partyId, assignment }) => [partyId, assignment]))
    }
    return rows
}

function closeMonth(
    bank: Bank,
    close: number,
    states: ReadonlyMap<string, TierState>,
): readonly ClosedRow[] {
    const policy = policyAt(bank, close)
    const month = addMonths(bank.first, close)
    const changes = bank.changes.filter((change) => change.close === close)
    const carried = statesAfterChanges({ policy, states, changes })
    const households = householdsOf(bank, close)
    return bank.stories.flatMap((story, index) => {
        const partyId = String(index + 1)
        const { before, changed }: MergedState | NoState = carried.get(partyId) ?? noState
        const household = households.get(story.households[close] ?? 0) ?? null
        const assignment = assignTier({
            policy,
            month,
            before,
            changed,
            household,
            facts: story.facts[close] ?? null,
            grants: grantsOf(story, { policy, close, month }),
            override: story.overrides[close] ?? null,
        })
        return assignment === null ? [] : [{ partyId, close, assignment }]
    })
}

type NoState = { readonly before: null; readonly changed: null }
const noState: NoState = { before: null, changed: null }

export function policyAt({ policies }: Bank, close: number): Policy {
    const policy = policies[close]
    if (policy === undefined) throw new RangeError(`no close ${close}`)
    return policy
}

function householdsOf(bank: Bank, close: number): ReadonlyMap<number, Household> {
    const policy = policyAt(bank, close)
    const ids = new Set(bank.stories.map(({ households }) => households[close] ?? 0))
    const adults = (id: number) =>
        bank.stories.flatMap(({ households, facts }) => {
            const one = households[close] === id ? facts[close] : null
            return one == null ? [] : [one]
        })
    ids.delete(0)
    return new Map([...ids].map((id) => [id, sumHousehold(policy, adults(id))]))
}

function grantsOf(
    { grants, days }: PartyStory,
    { policy, close, month }: { policy: Policy; close: number; month: number },
): readonly Grant[] {
    const tier = judgeExpress(policy, { month, days })
    return [...(grants[close] ?? []), ...(tier === null ? [] : [{ grantId: null, tier }])]
}

function openingStates(bank: Bank): ReadonlyMap<string, TierState> {
    const base = policyAt(bank, 0).tiers[0]?.id ?? ''
    return new Map(
        bank.stories.flatMap(({ opening }, index) =>
            opening === null ? [] : [[String(index + 1), stateOf(opening, base)]],
        ),
    )
}

/** What another system left, as the state that a close hands on. */
export function stateOf({ tier, belowCount, closesSinceEntry }: Opening, base: string): TierState {
    return {
        earnedTier: tier,
        earnedCause: 'unchanged',
        belowCount,
        belowTierMax: belowCount > 0 ? base : null,
        upCount: 0,
        upTierMin: null,
        staleCount: 0,
        closesSinceEntry,
    }
}

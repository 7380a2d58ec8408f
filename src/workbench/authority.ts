import type { Person } from '#domain/person.ts'
import { levelOf, type Policy } from '#tiers/policy.ts'

/** The person of a name; null where `tong.yaml` names nobody so, who has no rights then. */
export function personOf(people: readonly Person[], name: string): Person | null {
    return people.find((person) => person.name === name) ?? null
}

/** Whether someone may see what confidential rules hide. */
export function isCompliance(people: readonly Person[], name: string): boolean {
    return personOf(people, name)?.isCompliance ?? false
}

/** Whether someone may approve a version of a ladder's rules that another person submitted. */
export function mayApprovePolicies(people: readonly Person[], name: string): boolean {
    return personOf(people, name)?.mayApprovePolicies ?? false
}

/**
 * Whether someone may approve that a party is given a tier: up to the highest tier that
 * `tong.yaml` grants the person on the ladder. A tier that the policy does not know: no.
 */
export function mayApprove({
    people,
    name,
    policy,
    tier,
}: {
    readonly people: readonly Person[]
    readonly name: string
    readonly policy: Policy
    readonly tier: string
}): boolean {
    const highest = levelOf(policy, approvableTier({ people, name, ladder: policy.ladder }))
    const asked = levelOf(policy, tier)
    return highest !== null && asked !== null && asked <= highest
}

/** The highest tier of a ladder that someone may approve; null: none. */
export function approvableTier({
    people,
    name,
    ladder,
}: {
    readonly people: readonly Person[]
    readonly name: string
    readonly ladder: string
}): string | null {
    return personOf(people, name)?.approves[ladder] ?? null
}

import type { RecordKey } from '../record-key.ts'
import { type PartyField, partyFieldNamed, type RuleWord, rulesFitting } from './party-fields.ts'

/** Records of a system, or of one entity of it; null: of all its entities. */
export type RecordSource = Pick<RecordKey, 'system'> & { readonly entity: string | null }

/** One rule: of the records that are left, those go on that are best by it. */
export type SurvivorRule = {
    readonly word: RuleWord
    /** In the order in which they are believed; of other rules none. */
    readonly sources: readonly RecordSource[]
}

/** A file of `policies/survivorship/`: which record tells what is shown of a party. */
export type Survivorship = {
    readonly id: string
    /** `2026-01`: one file a version, unchanged once it is published. */
    readonly version: string
    /** Fields that have rules of their own. */
    readonly fields: ReadonlyMap<PartyField, readonly SurvivorRule[]>
    /** What holds for the others. */
    readonly byDefault: readonly SurvivorRule[]
}

/** The last day that the data of each system reaches; null where nothing of it tells one. */
export type SystemReaches = ReadonlyMap<string, string | null>

/**
 * The rules that a field follows: its own, else those by default that fit it. Of a field that only
 * contracts know those that look at records alone.
 */
export function rulesOfField(policy: Survivorship, name: string): readonly SurvivorRule[] {
    const field = partyFieldNamed(name)
    const own = field === null ? undefined : policy.fields.get(field)
    if (own !== undefined) return own
    const fitting = field === null ? rulesFitting('kind') : rulesFitting(field)
    return policy.byDefault.filter(({ word }) => fitting.includes(word))
}

/** The place of a system by how far its data reaches, 0 for the furthest; equal ones share it. */
export function reachRanks(reaches: SystemReaches): ReadonlyMap<string, number> {
    const days = [...new Set([...reaches.values()].flatMap((day) => day ?? []))].sort().reverse()
    const placed = [...reaches].map(([system, day]): readonly [string, number] => [
        system,
        day === null ? days.length : days.indexOf(day),
    ])
    return new Map(placed)
}

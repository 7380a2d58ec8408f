import { dayNumberOf } from '#domain/day-number.ts'
import type { Day } from '#domain/month.ts'
import { partyFieldNamed, type RuleWord } from './party-fields.ts'
import type { RecordSource, SurvivorRule } from './survivorship.ts'
import { isChinese, isFiller, isValid, lengthMax, lengthOf } from './value-quality.ts'

/** A record of a party that tells a field. */
export type Candidate = {
    readonly recordId: bigint
    readonly system: string
    readonly entity: string
    /** Whether the party has its id. */
    readonly isFounding: boolean
    readonly knownSince: Day | null
    /** As it was delivered. */
    readonly value: string
}

/**
 * What has decided: a rule, that nobody else tells the field, or of records that are equal by all
 * rules the founding one or the one of the lowest id.
 */
export type SurvivorReason = RuleWord | 'only' | 'lowest_id'

/** The record that tells a field, and the rule that put the last other one aside. */
export type Choice = { readonly recordId: bigint; readonly reason: SurvivorReason }

/** Days are counted from here on; records known before are equal. */
export const firstKnownDay: Day = '1900-01-01'

/** The rank of a record whose day is not told: after all others. */
export const unknownDayRank = 999_999

type Asked = {
    readonly field: string
    readonly rules: readonly SurvivorRule[]
    /** As `reachRanks` gives it. */
    readonly ranks: ReadonlyMap<string, number>
}

/**
 * Chooses which of the records of a party that tell a field is shown, one party alone. What comes
 * out does not depend on their order; null where there is none. `writeSurvivorship` is the same
 * for all parties.
 */
export function chooseRecord(
    candidates: readonly Candidate[],
    { field, rules, ranks }: Asked,
): Choice | null {
    const [first, ...others] = candidates
    if (first === undefined) return null
    if (others.length === 0) return { recordId: first.recordId, reason: 'only' }
    let left = candidates
    for (const rule of [...rules, founding]) {
        const ranked = left.map((one) => rankOf(one, { rule, field, ranks }))
        const best = Math.min(...ranked)
        left = left.filter((_, at) => ranked[at] === best)
        const [chosen, ...rest] = left
        if (chosen !== undefined && rest.length === 0) {
            return { recordId: chosen.recordId, reason: rule.word }
        }
    }
    const lowest = left.reduce((one, other) => (other.recordId < one.recordId ? other : one))
    return { recordId: lowest.recordId, reason: 'lowest_id' }
}

/** What holds when all rules of the bank leave more than one record. */
export const founding: SurvivorRule = { word: 'founding', sources: [] }

/** How a record stands by one rule: a lower number goes before a higher one. */
function rankOf(
    one: Candidate,
    { rule, field, ranks }: Omit<Asked, 'rules'> & { readonly rule: SurvivorRule },
): number {
    const known = partyFieldNamed(field)
    switch (rule.word) {
        case 'sources':
            return placeAmong(rule.sources, one)
        case 'latest_delivered':
            return ranks.get(one.system) ?? ranks.size
        case 'latest_known':
            return rankOfDay(one.knownSince)
        case 'founding':
            return one.isFounding ? 0 : 1
        case 'chinese':
            return isChinese(one.value) ? 0 : 1
        case 'longest':
            return lengthMax - lengthOf(one.value)
        case 'not_placeholder':
            return known !== null && isFiller(known, one.value) ? 1 : 0
        case 'valid':
            return known !== null && isValid(known, one.value) ? 0 : 1
    }
}

function placeAmong(sources: readonly RecordSource[], { system, entity }: Candidate): number {
    const place = sources.findIndex(
        (one) => one.system === system && (one.entity === null || one.entity === entity),
    )
    return place < 0 ? sources.length : place
}

function rankOfDay(day: Day | null): number {
    if (day === null) return unknownDayRank
    const days = dayNumberOf(day) - dayNumberOf(firstKnownDay)
    return unknownDayRank - 1 - Math.min(Math.max(days, 0), unknownDayRank - 1)
}

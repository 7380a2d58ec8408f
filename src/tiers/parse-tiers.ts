import type { Decimal } from '#domain/decimal.ts'
import type { Condition } from '#features/condition.ts'
import { type ConditionRules, parseCondition, parseFeature } from '#features/parse-condition.ts'
import { parseAmount } from '#features/parse-literal.ts'
import { parseNames } from '#features/parse-names.ts'
import { countOf, listOf, mapOf, noteFault, readAt, type YamlPart } from '#features/yaml-part.ts'
import { parseId } from './parse-id.ts'
import { policyCountMax, type Tier } from './policy.ts'

/** A tier as far as it could be read, so that the ladder is checked even where one is at fault. */
export type TierDraft = {
    readonly part: YamlPart
    /** What the tier's map has, by key. */
    readonly keys: ReadonlyMap<string, YamlPart>
    readonly id: string | null
    readonly atLeast: Decimal | null
    /** Its own wait; null where the ladder's holds. */
    readonly wait: number | null
    /** Everything else; null where some of it is at fault. */
    readonly rest: Omit<Tier, 'id' | 'atLeast' | 'wait'> | null
}

const tierKeys = {
    required: ['id', 'name'],
    optional: ['at_least', 'requires', 'also_by', 'wait', 'enrolment'],
}

/** Reads the tiers of a ladder, one draft each; null where there is no list of them. */
export function parseTiers(part: YamlPart, rules: ConditionRules): readonly TierDraft[] | null {
    return listOf(part)?.map((one) => parseTier(one, rules)) ?? null
}

/** The tiers of a ladder from its drafts; null where one of them is not whole. */
export function finishTiers(
    drafts: readonly TierDraft[] | null,
    ladderWait: number | null,
): readonly Tier[] | null {
    if (drafts === null || ladderWait === null) return null
    const tiers: Tier[] = []
    for (const { id, atLeast, wait, rest } of drafts) {
        if (id === null || rest === null) return null
        tiers.push({ id, atLeast, wait: wait ?? ladderWait, ...rest })
    }
    return tiers
}

function parseTier(part: YamlPart, rules: ConditionRules): TierDraft {
    const keys: TierDraft['keys'] = mapOf(part, tierKeys) ?? new Map()
    const read = <T>(key: string, reader: (part: YamlPart) => T | null): T | null =>
        readAt(keys, key, reader)
    const before = part.faults.length
    const name = read('name', parseNames)
    const requires = read('requires', (inner) => parseCondition(inner, rules))
    const routes = read('also_by', (inner) => parseRoutes(inner, rules))
    const enrolment = read('enrolment', (inner) => parseEnrolment(inner, rules))
    const isWhole = part.faults.length === before && name !== null
    return {
        part,
        keys,
        id: read('id', parseId),
        atLeast: read('at_least', (inner) => parseAmount(inner, rules.baseCurrency)),
        wait: read('wait', (inner) => countOf(inner, { min: 1, max: policyCountMax })),
        rest: isWhole ? { name, requires, routes: routes ?? [], enrolment } : null,
    }
}

function parseRoutes(part: YamlPart, rules: ConditionRules): readonly Condition[] | null {
    const routes = listOf(part)?.map((one) => parseCondition(one, rules))
    return routes?.filter((one) => one !== null) ?? null
}

function parseEnrolment(part: YamlPart, rules: ConditionRules): string | null {
    const feature = parseFeature(part, rules)
    if (feature === null || feature.type === 'boolean') return feature?.id ?? null
    return noteFault(part, 'tiers.enrolment_not_boolean', { feature: feature.id })
}

import { nearestName } from '#domain/nearest-name.ts'
import {
    type Condition,
    conditionDepthMax,
    conditionLeavesMax,
    type Literal,
    type Operator,
    operators,
    testsOf,
} from './condition.ts'
import type { Catalogue, Feature, FeatureTable, FeatureType } from './feature.ts'
import { parseLiteral, parseRange } from './parse-literal.ts'
import { mayNameSensitive, type Purpose } from './sensitive-traits.ts'
import { listOf, mapOf, noteFault, noteUnfit, textOf, type YamlPart } from './yaml-part.ts'

/** What conditions are read against. */
export type ConditionRules = {
    readonly catalogue: Catalogue
    /** The currency of every amount, as three letters. */
    readonly baseCurrency: string
    /** Whether the customer may be told all of it, so that hidden features are refused. */
    readonly isPublic?: boolean
    /** What the condition decides; a tier where nothing is said. */
    readonly purpose?: Purpose
    /** Whether the person who asks may see sensitive traits; no where nothing is said. */
    readonly maySeeSensitive?: boolean
}

type FeatureRules = Pick<ConditionRules, 'catalogue' | 'isPublic' | 'purpose' | 'maySeeSensitive'>

/** A stage of life says how to deal with a customer, and never what tier it has. */
const lifecycleTable: FeatureTable = 'scores.lifecycle_stages'

/** Reads a condition; null after noting every fault with its place. */
export function parseCondition(part: YamlPart, rules: ConditionRules): Condition | null {
    const condition = parsePart(part, { ...rules, depth: 1 })
    if (condition === null) return null
    const leaves = testsOf(condition).length
    if (leaves <= conditionLeavesMax) return condition
    return noteFault(part, 'features.condition_too_large', { leaves, max: conditionLeavesMax })
}

type Depth = ConditionRules & { readonly depth: number }

function parsePart(part: YamlPart, rules: Depth): Condition | null {
    if (rules.depth > conditionDepthMax) {
        return noteFault(part, 'features.condition_too_deep', { max: conditionDepthMax })
    }
    const { value } = part
    if (typeof value !== 'object' || value === null) return noteUnfit(part, 'condition')
    if ('all' in value) return parseGroup(part, { ...rules, kind: 'all' })
    if ('any' in value) return parseGroup(part, { ...rules, kind: 'any' })
    if ('not' in value) {
        const inner = mapOf(part, { required: ['not'] })?.get('not')
        if (inner === undefined) return null
        const negated = parsePart(inner, { ...rules, depth: rules.depth + 1 })
        return negated === null ? null : { kind: 'not', part: negated }
    }
    return parseTest(part, rules)
}

function parseGroup(
    part: YamlPart,
    { kind, ...rules }: Depth & { readonly kind: 'all' | 'any' },
): Condition | null {
    const group = mapOf(part, { required: [kind] })?.get(kind)
    const members = group === undefined ? null : listOf(group)
    if (members === null) return null
    const parts = members.map((one) => parsePart(one, { ...rules, depth: rules.depth + 1 }))
    const whole = parts.filter((one) => one !== null)
    return whole.length === parts.length ? { kind, parts: whole } : null
}

function parseTest(part: YamlPart, rules: ConditionRules): Condition | null {
    const keys = mapOf(part, { required: ['feature', 'op'], optional: ['value'] })
    const named = keys?.get('feature')
    const feature = named === undefined ? null : parseFeature(named, rules)
    const written = keys?.get('op')
    const operator = written === undefined ? null : parseOperator(written)
    if (feature === null || operator === null || written === undefined) return null
    const { id, type } = feature
    if (!operatorsOf(type).includes(operator)) {
        const known = operatorsOf(type).join(' ')
        return noteFault(written, 'features.operator_unfit', { operator, feature: id, known })
    }
    const values = parseValues(part, { ...rules, feature, operator, value: keys?.get('value') })
    if (values === null) return null
    return { kind: 'test', feature: id, type, operator, values }
}

/**
 * Reads the id of a feature; where it is unknown, the fault names the nearest one. Sensitive
 * traits are refused wherever something is decided about a customer: this is the one door for
 * tiers, scores, prices, credit and services. Hidden ones are refused where the customer may be
 * told what decides.
 */
export function parseFeature(
    part: YamlPart,
    { catalogue, isPublic = false, purpose = 'tier', maySeeSensitive = false }: FeatureRules,
): Feature | null {
    const id = textOf(part)
    if (id === null) return null
    const feature = catalogue.get(id)
    if (feature?.sensitive && !mayNameSensitive({ purpose, maySeeSensitive })) {
        const { sensitive: trait } = feature
        return noteFault(part, 'features.feature_sensitive', { feature: id, trait, purpose })
    }
    if (feature?.table === lifecycleTable && purpose === 'tier') {
        return noteFault(part, 'features.feature_lifecycle', { feature: id })
    }
    if (feature?.grain === 'day') return noteFault(part, 'features.feature_daily', { feature: id })
    if (feature?.hidden && isPublic) {
        return noteFault(part, 'features.feature_hidden', { feature: id })
    }
    if (feature !== undefined) return feature
    const suggestion = nearestName(id, catalogue.keys()) ?? 'none'
    return noteFault(part, 'features.feature_unknown', { feature: id, suggestion })
}

function parseOperator(part: YamlPart): Operator | null {
    const found = textOf(part)
    if (found === null) return null
    const operator = operators.find((one) => one === found)
    if (operator !== undefined) return operator
    return noteFault(part, 'features.operator_unknown', { found, known: operators.join(' ') })
}

const nullTests: readonly Operator[] = ['is_null', 'is_not_null']
const equality: readonly Operator[] = ['=', '!=', ...nullTests]

function operatorsOf(type: FeatureType): readonly Operator[] {
    if (type === 'boolean') return equality
    return type === 'text' ? [...equality, 'in', 'not_in'] : operators
}

type ValuesOf = ConditionRules & {
    readonly feature: Feature
    readonly operator: Operator
    readonly value: YamlPart | undefined
}

function parseValues(
    test: YamlPart,
    { operator, value, ...rules }: ValuesOf,
): readonly Literal[] | null {
    if (nullTests.includes(operator)) {
        return value === undefined ? [] : noteFault(value, 'features.value_needless', { operator })
    }
    if (value === undefined) {
        return noteFault(test, 'features.value_missing', { operator, feature: rules.feature.id })
    }
    if (operator === 'between') return parseRange(value, rules)
    if (operator !== 'in' && operator !== 'not_in') {
        const literal = parseLiteral(value, rules)
        return literal === null ? null : [literal]
    }
    const literals = listOf(value)?.map((one) => parseLiteral(one, rules))
    const whole = literals?.filter((one) => one !== null)
    return whole === undefined || whole.length !== literals?.length ? null : whole
}

import type { Say } from '#domain/say.ts'
import { catalogue } from './catalogue.ts'
import type { Condition, FeatureTest, Literal } from './condition.ts'
import { formatAmount } from './format-amount.ts'

/** Says a condition as a person would read it out: `deposits ≥ 2,000,000.00 and age < 60`. */
export function describeCondition(condition: Condition, say: Say): string {
    switch (condition.kind) {
        case 'all':
        case 'any': {
            const parts = condition.parts.map((part) =>
                part.kind === 'all' || part.kind === 'any'
                    ? say('features.condition.group', { inner: describeCondition(part, say) })
                    : describeCondition(part, say),
            )
            return parts.join(say(`features.condition.${condition.kind}`))
        }
        case 'not':
            return say('features.condition.not', { inner: describeCondition(condition.part, say) })
        case 'test':
            return describeTest(condition, say)
    }
}

/** What a feature is, in one phrase: for glossaries and help. */
export function describeFeature(feature: string, say: Say): string {
    return say(`features.${feature}.description`)
}

/** The names of features as one enumeration in the language. */
export function describeFeatures(features: readonly string[], say: Say): string {
    const names = features.map((id) => say(`features.${id}.name`))
    return names.join(say('features.condition.comma'))
}

const signs: Readonly<Record<string, string>> = { '!=': '≠', '<=': '≤', '>=': '≥' }

function describeTest(test: FeatureTest, say: Say): string {
    const feature = say(`features.${test.feature}.name`)
    const values = test.values.map((value) => describeLiteral(value, { test, say }))
    const [first = '', second = ''] = values
    switch (test.operator) {
        case 'is_null':
        case 'is_not_null':
            return say(`features.condition.${test.operator}`, { feature })
        case 'between':
            return say('features.condition.between', { feature, low: first, high: second })
        case 'in':
        case 'not_in': {
            const list = values.join(say('features.condition.comma'))
            return say(`features.condition.${test.operator}`, { feature, values: list })
        }
        default: {
            const sign = signs[test.operator] ?? test.operator
            return say('features.condition.compare', { feature, sign, value: first })
        }
    }
}

function describeLiteral(
    value: Literal,
    { test, say }: { readonly test: FeatureTest; readonly say: Say },
): string {
    if (typeof value === 'boolean') return say(`features.value.${value}`)
    if (typeof value === 'object') return formatAmount(value)
    const isListed = catalogue.get(test.feature)?.values?.includes(value) ?? false
    return isListed ? say(`features.value.${value}`) : value
}

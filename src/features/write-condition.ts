import { formatDecimal } from '#domain/decimal.ts'
import type { Condition, FeatureTest, Literal } from './condition.ts'

/**
 * Writes a condition as SQL over columns named as the features, in the subset that all engines
 * share; null is unknown. The text is one operand: it stands in brackets where it needs them.
 *
 * `{ all: [{ feature: age_years, op: ">=", value: 18 }, { not: … }] }` becomes
 * `(age_years >= 18 and not (…))`.
 */
export function writeCondition(condition: Condition): string {
    switch (condition.kind) {
        case 'all':
            return `(${condition.parts.map(writeCondition).join(' and ')})`
        case 'any':
            return `(${condition.parts.map(writeCondition).join(' or ')})`
        case 'not':
            return `(not ${writeCondition(condition.part)})`
        case 'test':
            return `(${writeTest(condition)})`
    }
}

function writeTest({ feature, type, operator, values }: FeatureTest): string {
    const literals = values.map((value) => writeLiteral(value, type))
    switch (operator) {
        case 'is_null':
            return `${feature} is null`
        case 'is_not_null':
            return `${feature} is not null`
        case 'between':
            return `${feature} between ${literals.join(' and ')}`
        case 'in':
            return `${feature} in (${literals.join(', ')})`
        case 'not_in':
            return `${feature} not in (${literals.join(', ')})`
        case '!=':
            return `${feature} <> ${literals.join()}`
        default:
            return `${feature} ${operator} ${literals.join()}`
    }
}

function writeLiteral(value: Literal, type: FeatureTest['type']): string {
    if (typeof value === 'boolean') return String(value)
    if (typeof value === 'object') return formatDecimal(value)
    return type === 'date' ? `date '${value}'` : writeText(value)
}

/** A text literal. Double braces are taken apart: they would call a word of the template. */
export function writeText(text: string): string {
    const quoted = `'${text.replaceAll("'", "''")}'`
    const safe = quoted.replace(/\{(?=\{)/g, "{' || '").replace(/\}(?=\})/g, "}' || '")
    return safe === quoted ? quoted : `(${safe})`
}

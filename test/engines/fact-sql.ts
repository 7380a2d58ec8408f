import { formatDecimal } from '#domain/decimal.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { FeatureType } from '#features/feature.ts'

/** The type in SQL that features of a kind have at their widest. */
export const factTypes: Readonly<Record<FeatureType, string>> = {
    money: 'decimal(18,2)',
    number: 'decimal(18,6)',
    boolean: 'boolean',
    text: 'varchar',
    date: 'date',
}

/** A fact of a test as SQL; texts, dates and numbers are quoted and cast by the column. */
export function factText(fact: Fact): string {
    if (fact === null || typeof fact === 'boolean') return String(fact)
    return `'${typeof fact === 'object' ? formatDecimal(fact) : fact}'`
}

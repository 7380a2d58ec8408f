import { catalogue } from '#features/catalogue.ts'
import { type Condition, featuresOf } from '#features/condition.ts'
import { writeCondition } from '#features/write-condition.ts'
import { writeFeatureRelation } from '#features/write-feature-relation.ts'

/** Who is looked at, what is selected of them, and the features that this reads. */
export type Population = {
    readonly population: Condition | null
    /** SQL of what stands beside `party_id`. */
    readonly columns: readonly string[]
    readonly reads: readonly string[]
}

/**
 * Writes a select of the parties of a population, one row a party. Whoever may or may not belong
 * to it does not.
 */
export function writePopulation({ population, columns, reads }: Population): string {
    const read = (table: string): string => `{{ ref('${table}') }}`
    const features = [...reads, ...(population === null ? [] : featuresOf(population))]
    const relation = writeFeatureRelation([...new Set(features)], { catalogue, read })
    const where = population === null ? '' : `\n    where ${writeCondition(population)}`
    return `select\n        ${['party_id', ...columns].join(',\n        ')}
    from ${relation} as features${where}`
}

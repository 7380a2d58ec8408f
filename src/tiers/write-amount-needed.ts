import { formatDecimal } from '#domain/decimal.ts'
import { featuresOf } from '#features/condition.ts'
import { writeCondition } from '#features/write-condition.ts'
import { dayTwinOf } from './amount-needed.ts'
import type { Measure, Policy } from './policy.ts'
import { writeMeasureSum } from './write-measure.ts'

/**
 * What differs from policy to policy in `models/tiers/amounts_needed.sql`, by the names that
 * `param()` asks for: what `monthToDate` and the thresholds say, for all parties.
 */
export function writeAmountNeeded(policy: Policy): Readonly<Record<string, string>> {
    const { measure } = policy
    return {
        known_parts: writeKnownParts(measure),
        measure_sum: writeMeasureSum(withColumns(measure, 'sum')),
        measure_now: writeMeasureSum(withColumns(measure, 'now')),
        thresholds: writeThresholds(policy),
        is_in_population: writePopulation(policy),
    }
}

/** Sum and balance of each part, or neither: a part counts as known where both are. */
function writeKnownParts({ parts }: Measure): string {
    return parts
        .flatMap(({ feature }) => {
            const { sum, now } = twinOf(feature)
            return [
                `case when ${now} is not null then ${sum} end as ${sum}`,
                `case when ${sum} is not null then ${now} end as ${now}`,
            ]
        })
        .join(',\n        ')
}

function withColumns({ parts, nullParts }: Measure, which: 'sum' | 'now'): Measure {
    const ofDay = parts.map(({ feature, weight }) => ({ feature: twinOf(feature)[which], weight }))
    return { parts: ofDay, nullParts }
}

/** Rows of level and threshold, lowest first, for behind `from`. */
function writeThresholds({ tiers }: Policy): string {
    const rows = tiers.flatMap(({ atLeast }, level) =>
        atLeast === null ? [] : [`(${level}, cast(${formatDecimal(atLeast)} as decimal(24,6)))`],
    )
    return `(values ${rows.join(', ')}) as thresholds (level, at_least)`
}

/**
 * The features of a month are not known before it ends. Where the population asks for more than
 * the kind of the party, it is those whom the last close had in it.
 */
function writePopulation({ population }: Policy): string {
    if (population === null) return 'true'
    const isByKind = featuresOf(population).every((feature) => feature === 'party_kind')
    return isByKind ? writeCondition(population) : 'held.party_id is not null'
}

function twinOf(feature: string): { readonly sum: string; readonly now: string } {
    const twin = dayTwinOf(feature)
    if (twin === null) throw new Error(`${feature} is not known day by day`)
    return twin
}

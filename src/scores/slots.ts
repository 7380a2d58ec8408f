import { writeUnits } from './feature-units.ts'
import type { RankColumns } from './rank.ts'
import type { RankedFeature, ScorecardKind } from './scorecard.ts'

/**
 * The features of a card under neutral names: a value in whole units is `value_0` whatever it
 * counts, so that nothing that is done to it looks like arithmetic on a date.
 */
export type Slots = {
    /** Columns in whole units, for a select over the features. */
    readonly units: readonly string[]
    /** The features that are read, each once. */
    readonly features: readonly string[]
    readonly unitsOf: (feature: string) => string
    readonly rankOf: (feature: string) => RankColumns
    /** Joins of `valued` to where the values stand in a population, for these features. */
    readonly joins: (features: readonly string[], population: ScorecardKind) => string
}

/** Numbers the features of a card, each once. */
export function slotsOf(ranked: readonly RankedFeature[]): Slots {
    const once = [...new Map(ranked.map((one) => [one.feature, one])).values()]
    const features = once.map(({ feature }) => feature)
    const slot = (feature: string): number => features.indexOf(feature)
    const unitsOf = (feature: string): string => `valued.value_${slot(feature)}`
    const column = (feature: string, name: string): string => `ranked_${slot(feature)}.${name}`
    return {
        units: once.map((one, index) => `${writeUnits(one)} as value_${index}`),
        features,
        unitsOf,
        rankOf: (feature) => ({
            below: column(feature, 'parties_below'),
            equal: column(feature, 'parties_equal'),
            parties: column(feature, 'parties'),
            // Only where each of equals has its own rank are the parties themselves put in order.
            place: `row_number() over (partition by ${unitsOf(feature)} order by valued.party_id)`,
        }),
        joins: (asked, population) =>
            [...new Set(asked)]
                .map((feature) => writeJoin({ feature, population, slot: slot(feature) }))
                .join(''),
    }
}

type Join = {
    readonly feature: string
    readonly population: ScorecardKind
    readonly slot: number
}

function writeJoin({ feature, population, slot }: Join): string {
    return `
    left join (
        select value, parties_below, parties_equal, parties
        from {{ ref('scores.break_points') }}
        where population = '${population}' and feature = '${feature}'
    ) as ranked_${slot} on ranked_${slot}.value = valued.value_${slot}`
}

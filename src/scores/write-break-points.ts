import { rankedFeatures } from './card-features.ts'
import { writeUnits } from './feature-units.ts'
import type { RankedFeature, RfmCard, ScorecardKind, ValueCard } from './scorecard.ts'
import { writePopulation } from './write-population.ts'

/** The scorecards of a month that rank their population. */
export type RankingCards = { readonly value: ValueCard; readonly rfm: RfmCard }

/**
 * Under which name a card's population stands in `scores.break_points`: where both cards ask for
 * the same people, they are ranked once.
 */
export function rankedAs(card: ValueCard | RfmCard, { value }: RankingCards): ScorecardKind {
    const isSame = JSON.stringify(value.population) === JSON.stringify(card.population)
    return isSame ? value.scorecard : card.scorecard
}

/**
 * Writes where the values of a month stand among those of their population: for each feature that
 * is ranked and each value that somebody has, how many have less, the same, and any. Values are
 * counted first and added up over those that differ, never over parties.
 */
export function writeBreakPoints(cards: RankingCards): string {
    const all = [cards.value, cards.rfm]
    const names = [...new Set(all.map((card) => rankedAs(card, cards)))]
    const ctes: string[] = []
    const points: string[] = []
    for (const name of names) {
        const members = all.filter((card) => rankedAs(card, cards) === name)
        const ranked = members.flatMap(rankedFeatures)
        const features = [...new Map(ranked.map((one) => [one.feature, one])).values()]
        const parties = `${name}_parties`
        ctes.push(`${parties} as (\n    ${writeParties(members, features)}\n)`)
        features.forEach((feature, index) => {
            const counted = `${name}_counted_${index}`
            ctes.push(`${counted} as (${writeCounted(feature, parties)})`)
            points.push(writePoints({ feature, name, counted }))
        })
    }
    return `with ${ctes.join(',\n\n')}\n\n${points.join('\n\nunion all\n\n')}`
}

function writeParties(
    members: readonly (ValueCard | RfmCard)[],
    features: readonly RankedFeature[],
): string {
    const columns = features.map(({ feature }) => feature)
    return writePopulation({ population: members[0]?.population ?? null, columns, reads: columns })
}

function writeCounted({ feature }: RankedFeature, parties: string): string {
    return `
    select
        ${feature} as value,
        count(*) as parties_equal
    from ${parties}
    where ${feature} is not null
    group by ${feature}
`
}

type Counted = {
    readonly feature: RankedFeature
    readonly name: string
    readonly counted: string
}

function writePoints({ feature, name, counted }: Counted): string {
    const upTo = 'sum(parties_equal) over (order by value rows unbounded preceding)'
    return `select
    '${name}' as population,
    '${feature.feature}' as feature,
    {{ param('month') }} as month,
    ${writeUnits(feature, 'value')} as value,
    cast(${upTo} - parties_equal as bigint) as parties_below,
    parties_equal,
    cast(sum(parties_equal) over () as bigint) as parties
from ${counted}`
}

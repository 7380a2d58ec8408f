import { formatDecimal } from '#domain/decimal.ts'
import { writeCondition } from '#features/write-condition.ts'
import type { Policy, Tier } from './policy.ts'
import { writeExpress } from './write-express.ts'
import { givenColumns, writeGivenLevels, writeGivenTests } from './write-given.ts'
import { writeMeasured } from './write-measure.ts'

/**
 * Writes what the facts of a month say of all its parties, before any state: what `judgeFacts`
 * says of one, and the floors and caps that hold. Three steps: the measure; every test, null
 * where it is unknown; the levels when the unknown ones are taken as false and as true.
 */
export function writeFacts(policy: Policy): string {
    const above = policy.tiers
        .map((tier, level) => ({ tier, level }))
        .filter(({ tier }) => tier.atLeast !== null)
        .toReversed()
    const isPooled = policy.pool !== null
    const tests = above.toReversed().flatMap((step) => writeTests(step, isPooled))
    const { dropAtOnce } = policy
    const express = writeExpress(policy)
    return `with ${writeMeasured(policy)},
${express.ctes}
tested as (
    select
        party_id,
        measure,
        in_population,
        ${dropAtOnce === null ? 'false' : writeCondition(dropAtOnce)} as is_dropped_at_once,
        ${[...tests, ...writeGivenTests(policy)].join(',\n        ')}
    from measured
),

levelled as (
    select
        *,
        ${writeHighest(above, 'low')} as raw_low,
        ${writeHighest(above, 'high')} as raw_high,
        ${writeHighest(above, 'unsigned')} as qualified_level,
        ${writeGivenLevels(policy).join(',\n        ')}
    from tested
)

select
    levelled.party_id,
    in_population,
    is_dropped_at_once,
    measure,
    raw_low,
    raw_high,
    ${writeRoute(above, 'raw_low')} as route_low,
    ${writeRoute(above, 'raw_high')} as route_high,
    qualified_level,
    ${express.level} as express_level,
    ${givenColumns.join(',\n    ')}
from levelled${express.join}`
}

type Step = { readonly tier: Tier; readonly level: number }

/** The columns of one tier: its test by the measure, each of its routes, its enrolment. */
function writeTests({ tier, level }: Step, isPooled: boolean): readonly string[] {
    const { atLeast, requires, routes, enrolment } = tier
    if (atLeast === null) throw new Error(`${tier.id} has no threshold`)
    const threshold = `cast(${formatDecimal(atLeast)} as decimal(24,6))`
    const own = `measure >= ${threshold}`
    // Where a member's own measure is unknown, the others' sum is a bound: reached, or unknown.
    const reached = isPooled ? `(measure_at_least >= ${threshold} or ${own})` : own
    const required = requires === null ? '' : ` and ${writeCondition(requires)}`
    return [
        `${reached}${required} as by_measure_${level}`,
        ...routes.map((one, index) => `${writeCondition(one)} as ${routeName(level, index)}`),
        ...(enrolment === null ? [] : [`coalesce(${enrolment}, false) as is_enrolled_${level}`]),
    ]
}

const routeName = (level: number, index: number): string => `by_route_${level}_${index + 1}`

/** The highest level, from the top down: `low` takes unknown as false, `high` as true. */
function writeHighest(above: readonly Step[], which: 'low' | 'high' | 'unsigned'): string {
    const cases = above.flatMap(({ tier, level }) => {
        const tests = tier.routes.map((_, index) => routeName(level, index))
        const own = [`by_measure_${level}`, ...tests].join(' or ')
        // Where a case asks, unknown is no.
        const known = which === 'high' ? `coalesce(${own}, true)` : `(${own})`
        if (tier.enrolment === null)
            return which === 'unsigned' ? [] : [`when ${known} then ${level}`]
        const enrolled = `${which === 'unsigned' ? 'not ' : ''}is_enrolled_${level}`
        return [`when ${enrolled} and ${known} then ${level}`]
    })
    if (cases.length === 0) return which === 'unsigned' ? 'cast(null as integer)' : '0'
    return writeCase(which === 'unsigned' ? cases : [...cases, 'else 0'])
}

/** The first true route of the tier at a level, where the measure alone does not give the tier. */
function writeRoute(above: readonly Step[], column: 'raw_low' | 'raw_high'): string {
    const cases = above.flatMap(({ tier, level }) => {
        if (tier.routes.length === 0) return []
        const routes = tier.routes.map(
            (_, index) => `when ${routeName(level, index)} then ${index + 1}`,
        )
        const first = `case when by_measure_${level} then null ${routes.join(' ')} end`
        return [`when ${column} = ${level} then ${first}`]
    })
    return cases.length === 0 ? 'cast(null as integer)' : writeCase(cases)
}

function writeCase(cases: readonly string[]): string {
    return `case\n            ${cases.join('\n            ')}\n        end`
}

import { compareDecimal, type Decimal, formatDecimal } from '#domain/decimal.ts'
import { catalogue } from '#features/catalogue.ts'
import { writeCondition } from '#features/write-condition.ts'
import { writeFeatureRelation } from '#features/write-feature-relation.ts'
import { type Measure, type MeasurePart, type Policy, policyFeatures } from './policy.ts'

/**
 * Writes the CTE `measured`, and those before it: all features of the month's parties with
 * `in_population` and `measure`; in a pool also `measure_at_least`, what a measure that is not
 * known itself certainly reaches.
 */
export function writeMeasured(policy: Policy): string {
    return policy.pool === null ? writeOwn(policy, 'measure') : writePooled(policy)
}

function writeOwn(policy: Policy, name: 'measure' | 'own_measure'): string {
    const { measure, population } = policy
    const read = (table: string): string => `{{ ref('${table}') }}`
    const facts = writeFeatureRelation(policyFeatures(policy), { catalogue, read })
    return `${name === 'measure' ? 'measured' : 'owners'} as (
    select
        *,
        ${population === null ? 'true' : writeCondition(population)} as in_population,
        ${writeMeasureSum(measure)} as ${name}
    from ${facts}
)`
}

/** Each household once; its members are measured by the higher of their own and its sum. */
function writePooled(policy: Policy): string {
    return `${writeOwn(policy, 'own_measure')},

adults as (
    select
        owners.party_id,
        members.household_id,
        owners.own_measure
    from owners
    inner join {{ ref('identity.household_members') }} as members
        on members.party_id = owners.party_id
    where owners.in_population
),

households as (
    select
        household_id,
        cast(sum(own_measure) as decimal(24,6)) as household_sum
    from adults
    group by household_id
),

pooled as (
    select
        adults.party_id,
        households.household_sum
    from adults
    inner join households on households.household_id = adults.household_id
),

measured as (
    select
        owners.*,
        case
            when pooled.household_sum > owners.own_measure then pooled.household_sum
            else owners.own_measure
        end as measure,
        case
            when pooled.household_sum > owners.own_measure then pooled.household_sum
            else coalesce(owners.own_measure, pooled.household_sum)
        end as measure_at_least
    from owners
    left join pooled on pooled.party_id = owners.party_id
)`
}

/** Writes the weighted sum of a measure over columns named as its features, decimal(24,6). */
export function writeMeasureSum({ parts, nullParts }: Measure): string {
    const isZero = nullParts === 'zero'
    const products = parts.map((part) =>
        isZero ? `coalesce(${writeProduct(part)}, 0)` : writeProduct(part),
    )
    const sum = `cast(${products.join('\n            + ')} as decimal(24,6))`
    if (!isZero) return sum
    const known = parts.map(({ feature }) => `${feature} is not null`).join(' or ')
    return `case when ${known} then ${sum} end`
}

/** Wide enough for any amount: DuckDB keeps the product of narrow decimals in 18 digits. */
function writeProduct({ feature, weight }: MeasurePart): string {
    if (compareDecimal(weight, one) === 0) return `cast(${feature} as decimal(24,6))`
    const factor = `cast(${formatDecimal(weight)} as decimal(6,4))`
    return `cast(${feature} as decimal(24,2)) * ${factor}`
}

const one: Decimal = { units: 1n, scale: 0 }

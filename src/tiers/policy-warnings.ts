import {
    addDecimal,
    compareDecimal,
    type Decimal,
    formatDecimal,
    multiplyDecimal,
} from '#domain/decimal.ts'
import { catalogue as shippedCatalogue } from '#features/catalogue.ts'
import type { Catalogue } from '#features/feature.ts'
import { conditionWarnings, type Looked, orderWarnings } from './condition-warnings.ts'
import type { Policy } from './policy.ts'
import type { PolicyWarning } from './policy-warning.ts'

/**
 * A threshold more than so many times the one below it leaves a gap. Where assets have a Pareto
 * tail with an exponent of 1.5, as private wealth has by and large, one in 90 of those who reach
 * a threshold reaches twenty times it: the lower tier would hold nearly all of them.
 */
export const gapFactorMax = 20n

/** All that is lawful in a policy and probably not meant, in the order of the file by subject. */
export function policyWarnings(
    policy: Policy,
    catalogue: Catalogue = shippedCatalogue,
): readonly PolicyWarning[] {
    const looked: Looked = { policy, catalogue }
    return [
        ...gaps(looked),
        ...orderWarnings(looked),
        ...conditionWarnings(looked),
        ...longGrace(looked),
        ...nearOverlaps(looked),
        ...expressPastDemands(looked),
    ]
}

function gaps({ policy }: Looked): readonly PolicyWarning[] {
    return policy.tiers.flatMap(({ id, atLeast }, level) => {
        const below = policy.tiers[level - 1]
        const floor = below?.atLeast
        if (below === undefined || atLeast === null || floor == null) return []
        const most = multiplyDecimal(floor, { units: gapFactorMax, scale: 0 })
        if (compareDecimal(atLeast, most) <= 0) return []
        const params = { tier: id, below: below.id, factor: Number(gapFactorMax) }
        return [{ key: 'tiers.warning.gap', params, path: ['tiers', level, 'at_least'] }]
    })
}

/** Grace is for newcomers: longer than every wait, it protects them better than all others. */
function longGrace({ policy }: Looked): readonly PolicyWarning[] {
    const { grace, tiers, downgrade } = policy
    const closes = downgrade.review === 'quarterly' ? 3 : 1
    const wait = Math.max(...tiers.slice(1).map((tier) => tier.wait)) * closes
    if (grace <= wait) return []
    const path = ['new', 'grace']
    return [{ key: 'tiers.warning.grace_outlasts_waits', params: { grace, wait }, path }]
}

/**
 * Whoever is just above a threshold would stand just below the next one as well. Bands that meet
 * in less than a tenth of the way between the thresholds are let be.
 */
function nearOverlaps({ policy }: Looked): readonly PolicyWarning[] {
    const { near, tiers } = policy
    if (near === null) return []
    return tiers.flatMap(({ id, atLeast }, level) => {
        const next = tiers[level + 1]
        if (next === undefined || next.atLeast === null || atLeast === null) return []
        const lastDown = multiplyDecimal(atLeast, addDecimal(one, near.down))
        const firstUp = multiplyDecimal(next.atLeast, addDecimal(one, negated(near.up)))
        const overlap = addDecimal(lastDown, negated(firstUp))
        const span = addDecimal(next.atLeast, negated(atLeast))
        if (compareDecimal(multiplyDecimal(overlap, { units: 10n, scale: 0 }), span) <= 0) return []
        const params = {
            tier: id,
            next: next.id,
            below: formatDecimal(atLeast),
            above: formatDecimal(next.atLeast),
        }
        return [{ key: 'tiers.warning.near_overlap', params, path: ['near'] }]
    })
}

/** Express looks at the measure of the day and at nothing else. */
function expressPastDemands({ policy }: Looked): readonly PolicyWarning[] {
    return policy.express.flatMap(({ tier }, index) => {
        const asked = policy.tiers.find(({ id }) => id === tier)
        if (asked === undefined || (asked.requires ?? asked.enrolment) === null) return []
        const path = ['express', index, 'tier']
        return [{ key: 'tiers.warning.express_past_demands', params: { tier }, path }]
    })
}

const one: Decimal = { units: 1n, scale: 0 }

function negated({ units, scale }: Decimal): Decimal {
    return { units: -units, scale }
}

import { languages } from '#domain/say.ts'
import type { Condition } from '#features/condition.ts'
import { describeCondition } from '#features/describe-condition.ts'
import { formatAmount } from '#features/format-amount.ts'
import type { Names } from '#features/parse-names.ts'
import type { Tier } from './policy.ts'
import {
    type Change,
    differenceOf,
    type PolicyDifference,
    type Wording,
} from './policy-difference.ts'

/** The tiers of two versions. */
export type TierSides = {
    readonly before: readonly Tier[]
    readonly after: readonly Tier[]
}

/** Every difference between the tiers of two versions, tier by tier from the lowest. */
export function compareTiers(
    { before, after }: TierSides,
    wording: Wording,
): readonly PolicyDifference[] {
    const removed = before.filter(({ id }) => tierOf(after, id) === null)
    return [
        ...removed.map(({ id, name }) => ({
            part: 'tiers' as const,
            key: 'tiers.diff.tier_removed',
            params: { tier: name[wording.language], id },
        })),
        ...after.flatMap((tier) => compareTier({ tier, before, after }, wording)),
        ...compareOrder({ before, after }, wording),
        ...compareLadderWait({ before, after }, wording),
    ]
}

function compareTier(
    { tier, before, after }: TierSides & { readonly tier: Tier },
    wording: Wording,
): readonly PolicyDifference[] {
    const { say, language } = wording
    const { id } = tier
    const old = tierOf(before, id)
    const differ = <T>(key: string, change: Change<T>): readonly PolicyDifference[] => {
        const named = { ...change.params, tier: tier.name[language] }
        return differenceOf({ part: 'tiers', key }, { ...change, params: named }, wording)
    }
    const condition = (one: Condition): string => describeCondition(one, say)
    const params = { tier: tier.name[language], id }
    const head =
        old === null
            ? [{ part: 'tiers' as const, key: 'tiers.diff.tier_added', params }]
            : compareNames({ from: old.name, to: tier.name, id }, wording)
    const routes = Math.max(old?.routes.length ?? 0, tier.routes.length)
    return [
        ...head,
        ...differ('tiers.diff.threshold', {
            from: old?.atLeast ?? null,
            to: tier.atLeast,
            show: formatAmount,
        }),
        ...differ('tiers.diff.requires', {
            from: old?.requires ?? null,
            to: tier.requires,
            show: condition,
        }),
        ...Array.from({ length: routes }, (_, index) =>
            differ('tiers.diff.route', {
                from: old?.routes[index] ?? null,
                to: tier.routes[index] ?? null,
                show: condition,
                params: { number: index + 1 },
            }),
        ).flat(),
        ...differ('tiers.diff.enrolment', {
            from: old?.enrolment ?? null,
            to: tier.enrolment,
            show: (feature) => say(`features.${feature}.name`),
        }),
        ...compareOwnWait({ tier, old, before, after }, wording),
    ]
}

/** The base tier never falls: its wait is that of the ladder, for tiers without their own. */
function compareLadderWait(
    { before, after }: TierSides,
    wording: Wording,
): readonly PolicyDifference[] {
    const [from, to] = [before[0]?.wait ?? null, after[0]?.wait ?? null]
    return differenceOf(
        { part: 'tiers', key: 'tiers.diff.wait' },
        { from, to, show: (wait) => wait },
        wording,
    )
}

/** Said of a tier only where it is not what the ladder's wait does. */
function compareOwnWait(
    { tier, old, before, after }: TierSides & { readonly tier: Tier; readonly old: Tier | null },
    wording: Wording,
): readonly PolicyDifference[] {
    const [was, is] = [before[0]?.wait ?? null, after[0]?.wait ?? null]
    const from = old?.wait ?? null
    const followsLadder = (from === null || from === was) && tier.wait === is
    if (followsLadder) return []
    const params = { tier: tier.name[wording.language] }
    const place = { part: 'tiers', key: 'tiers.diff.wait_own' } as const
    return differenceOf(place, { from, to: tier.wait, show: (wait) => wait, params }, wording)
}

function compareNames(
    { from, to, id }: { readonly from: Names; readonly to: Names; readonly id: string },
    wording: Wording,
): readonly PolicyDifference[] {
    return languages.flatMap((language) => {
        const change = { from: from[language], to: to[language], show: (name: string) => name }
        const params = { id, language }
        const place = { part: 'tiers', key: 'tiers.diff.tier_name' } as const
        return differenceOf(place, { ...change, params }, wording)
    })
}

/** The order of the tiers that both versions have. */
function compareOrder({ before, after }: TierSides, wording: Wording): readonly PolicyDifference[] {
    const orderIn = (tiers: readonly Tier[], other: readonly Tier[]): readonly string[] =>
        tiers.map(({ id }) => id).filter((id) => tierOf(other, id) !== null)
    return differenceOf(
        { part: 'tiers', key: 'tiers.diff.tier_order' },
        {
            from: orderIn(before, after),
            to: orderIn(after, before),
            show: (ids) => ids.join(', '),
        },
        wording,
    )
}

function tierOf(tiers: readonly Tier[], id: string): Tier | null {
    return tiers.find((tier) => tier.id === id) ?? null
}

import { levelInForce } from './carried-state.ts'
import type { Policy } from './policy.ts'

// Warehouse tables hold tiers as levels, positions in the ladder of the version that a close
// follows. Here they become ids and back, as SQL.

/** SQL of the tier id at a level of a policy; null where the level is. */
export function writeTier({ tiers }: Pick<Policy, 'tiers'>, level: string): string {
    const cases = tiers.map(({ id }, index) => `when ${index} then '${id}'`)
    return `cast(case ${level} ${cases.join(' ')} end as varchar)`
}

/**
 * SQL of the level that a tier id stands for under a policy: its own, else that of the id which
 * replaces it; null where it is neither.
 */
export function writeLevel(policy: Policy, tier: string): string {
    const own = policy.tiers.map(({ id }) => id)
    const dropped = Object.keys(policy.onChange.replaces).filter((id) => !own.includes(id))
    const cases = [...own, ...dropped].flatMap((id) => {
        const level = levelInForce(policy, id)
        return level === null ? [] : [`when '${id}' then ${level}`]
    })
    return `case ${tier} ${cases.join(' ')} end`
}

/**
 * SQL of the level under a policy of what was a level under the version before it; the column as
 * it is where all tiers have kept their places.
 */
export function writeLevelNow(
    { policy, before }: { readonly policy: Policy; readonly before: Policy },
    level: string,
): string {
    const now = before.tiers.map(({ id }) => levelInForce(policy, id))
    if (now.every((to, from) => to === from)) return level
    const cases = now.flatMap((to, from) => (to === null ? [] : [`when ${from} then ${to}`]))
    if (cases.length === 0) return 'cast(null as integer)'
    return `case ${level} ${cases.join(' ')} end`
}

import { type Failure, failure } from '#domain/result.ts'
import type { Policy } from './policy.ts'

/**
 * Checks a version against the one before it. State is carried as tier ids, so an id may not be
 * dropped (`tiers.tier_dropped`) and those that stay keep their order (`tiers.tiers_reordered`).
 */
export function checkSuccession({
    before,
    after,
}: {
    readonly before: Policy
    readonly after: Policy
}): readonly Failure[] {
    const old = before.tiers.map(({ id }) => id)
    const now = after.tiers.map(({ id }) => id)
    const version = after.version
    const dropped = old.filter((id) => !now.includes(id))
    if (dropped.length > 0) {
        return dropped.map((tier) => failure('tiers.tier_dropped', { tier, version }))
    }
    const kept = now.filter((id) => old.includes(id))
    if (kept.every((id, index) => id === old[index])) return []
    return [failure('tiers.tiers_reordered', { version, order: old.join(', ') })]
}

import type { FailureCode } from '#domain/failures.ts'
import { formatMonth } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { type Failure, failure } from '#domain/result.ts'
import type { PolicyFile } from './parse-policy.ts'
import type { Policy } from './policy.ts'

/** A version with the one before it; null: it is the ladder's first. */
export type Succession = {
    readonly before: Policy | null
    readonly after: Policy
    /** Where the later version's file has its parts; left out where there is no file at hand. */
    readonly placeOf?: PolicyFile['placeOf']
}

/**
 * Checks a version against the one before it. It takes effect later (`tiers.version_not_later`)
 * under a name of its own (`tiers.version_twice`). State is carried as tier ids: an id that is
 * dropped needs another in its place (`tiers.tier_dropped`), what is replaced has been there
 * (`tiers.replaced_tier_unknown`), and holders keep their order (`tiers.tiers_reordered`).
 */
export function checkSuccession({ before, after, placeOf }: Succession): readonly Failure[] {
    const old = before?.tiers.map(({ id }) => id) ?? []
    const { replaces } = after.onChange
    const failures: Failure[] = []
    const note: Note = (path, code, params) => {
        failures.push(failure(code, params, placeOf?.(path)))
    }
    if (before !== null) checkVersions({ before, after, note })
    for (const tier of Object.keys(replaces).filter((id) => !old.includes(id))) {
        const suggestion = nearestName(tier, old) ?? 'none'
        note(['on_change', 'replaces', tier], 'tiers.replaced_tier_unknown', {
            tier,
            suggestion,
            known: old.length === 0 ? 'none' : old.join(', '),
        })
    }
    const levels = old.map((id) => {
        const heir = replaces[id] ?? id
        return after.tiers.findIndex((tier) => tier.id === heir)
    })
    const dropped = old.filter((_, index) => levels[index] === -1)
    for (const tier of dropped) {
        note(['tiers'], 'tiers.tier_dropped', { tier, version: after.version })
    }
    const kept = levels.filter((level) => level !== -1)
    if (kept.some((level, index) => level < (kept[index - 1] ?? 0))) {
        const order = old.join(', ')
        note(['tiers'], 'tiers.tiers_reordered', { version: after.version, order })
    }
    return failures
}

type Note = (path: readonly string[], code: FailureCode, params: Failure['params']) => void

function checkVersions({
    before,
    after,
    note,
}: {
    readonly before: Policy
    readonly after: Policy
    readonly note: Note
}): void {
    const { version } = after
    if (version === before.version) note(['version'], 'tiers.version_twice', { version })
    if (after.effectiveFrom > before.effectiveFrom) return
    note(['effective_from'], 'tiers.version_not_later', {
        version,
        from: formatMonth(after.effectiveFrom),
        before: before.version,
        since: formatMonth(before.effectiveFrom),
    })
}

import { compareDecimal, formatDecimal } from '#domain/decimal.ts'
import type { Language } from '#domain/say.ts'
import type { Catalogue } from '#features/feature.ts'
import { noteFault, type YamlPart } from '#features/yaml-part.ts'
import type { TierDraft } from './parse-tiers.ts'
import type { Measure, Review } from './policy.ts'

/**
 * Checks what the tiers of one ladder must be together: at least two, ids and names told apart,
 * a base tier that always holds, and thresholds that rise. Faults are noted with their places.
 */
export function checkTiers(part: YamlPart, drafts: readonly TierDraft[]): void {
    if (drafts.length < 2) noteFault(part, 'tiers.tiers_too_few', { count: drafts.length })
    const [base, ...others] = drafts
    if (base !== undefined) checkBase(base)
    let below: TierDraft | undefined
    for (const draft of others) {
        checkThreshold({ draft, below })
        if (draft.atLeast !== null) below = draft
    }
    checkUnique(drafts)
}

/** The base tier always holds: a condition on it would be a promise that nobody keeps. */
function checkBase({ keys }: TierDraft): void {
    for (const key of ['at_least', 'requires', 'also_by', 'enrolment', 'wait']) {
        const inner = keys.get(key)
        if (inner !== undefined) noteFault(inner, 'tiers.base_has_condition', { key })
    }
}

function checkThreshold({
    draft,
    below,
}: {
    readonly draft: TierDraft
    readonly below: TierDraft | undefined
}): void {
    const { id, atLeast, keys, part } = draft
    const threshold = keys.get('at_least')
    const tier = id ?? '?'
    if (threshold === undefined) {
        noteFault(part, 'tiers.threshold_missing', { tier })
        return
    }
    if (atLeast === null) return
    const found = formatDecimal(atLeast)
    if (atLeast.units <= 0n) noteFault(threshold, 'tiers.threshold_not_positive', { tier, found })
    const floor = below?.atLeast
    if (floor != null && compareDecimal(atLeast, floor) <= 0) {
        const params = { tier, found, below: below?.id ?? '?', floor: formatDecimal(floor) }
        noteFault(threshold, 'tiers.tiers_out_of_order', params)
    }
}

function checkUnique(drafts: readonly TierDraft[]): void {
    const ids = new Set<string>()
    const names = new Set<string>()
    for (const { id, rest, part, keys } of drafts) {
        if (id !== null && ids.has(id)) {
            noteFault(keys.get('id') ?? part, 'tiers.tier_twice', { tier: id })
        }
        if (id !== null) ids.add(id)
        for (const [language, name] of Object.entries(rest?.name ?? {})) {
            const key = `${language as Language} ${name}`
            if (names.has(key)) noteFault(keys.get('name') ?? part, 'tiers.name_twice', { name })
            names.add(key)
        }
    }
}

/** A quarterly wait of one review would protect nobody: the first close below is the fall. */
export function checkWaits({
    ladder,
    tiers,
}: {
    readonly ladder: {
        readonly rule: { readonly review: Review }
        readonly wait: number
        readonly waitPart: YamlPart
    } | null
    readonly tiers: readonly TierDraft[]
}): void {
    if (ladder?.rule.review !== 'quarterly') return
    if (ladder.wait < 2) {
        noteFault(ladder.waitPart, 'tiers.wait_protects_nobody', { wait: ladder.wait })
    }
    for (const { wait, keys, part } of tiers) {
        if (wait !== null && wait < 2) {
            noteFault(keys.get('wait') ?? part, 'tiers.wait_protects_nobody', { wait })
        }
    }
}

/** A day has a measure only where every feature of it is known by the day. */
export function checkExpress(
    part: YamlPart,
    { measure, catalogue }: { readonly measure: Measure | null; readonly catalogue: Catalogue },
): void {
    for (const { feature } of measure?.parts ?? []) {
        if ((catalogue.get(feature)?.day ?? null) !== null) continue
        noteFault(part, 'tiers.express_without_days', { feature })
    }
}

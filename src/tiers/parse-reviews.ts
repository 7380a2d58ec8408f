import { countOf, mapOf, percentOf, readAt, wordOf, type YamlPart } from '#features/yaml-part.ts'
import { type DowngradeRule, type NearBand, policyCountMax, type UpgradeRule } from './policy.ts'

/** Reads when a party rises. */
export function parseUpgrade(part: YamlPart): UpgradeRule | null {
    const keys = mapOf(part, { required: ['review', 'after'], optional: ['max_steps'] })
    const review = readAt(keys, 'review', rhythmOf)
    const after = readAt(keys, 'after', someOf)
    const maxSteps = readAt(keys, 'max_steps', someOf)
    return review === null || after === null ? null : { review, after, maxSteps }
}

function rhythmOf(part: YamlPart): UpgradeRule['review'] | null {
    return wordOf(part, ['monthly', 'quarterly'])
}

function someOf(part: YamlPart): number | null {
    return countOf(part, { min: 1, max: policyCountMax })
}

/** The rule for falls, and the ladder's wait with its place. */
export type DowngradeDraft = {
    readonly rule: DowngradeRule
    readonly wait: number
    readonly waitPart: YamlPart
}

/** Reads when a party falls. */
export function parseDowngrade(part: YamlPart): DowngradeDraft | null {
    const keys = mapOf(part, { required: ['review', 'wait', 'to'] })
    const waitPart = keys?.get('wait')
    const review = readAt(keys, 'review', rhythmOf)
    const wait = readAt(keys, 'wait', someOf)
    const to = readAt(keys, 'to', (part) => wordOf(part, ['current', 'best_of_wait']))
    if (review === null || wait === null || to === null || waitPart === undefined) return null
    return { rule: { review, to }, wait, waitPart }
}

/** Reads a map that holds one count and nothing else: `{ grace: 3 }`. */
export function parseOnlyCount(part: YamlPart, key: string): number | null {
    const keys = mapOf(part, { required: [key] })
    return readAt(keys, key, (count) => countOf(count, { min: 0, max: policyCountMax }))
}

/** Reads how near a threshold is near. */
export function parseNear(part: YamlPart): NearBand | null {
    const keys = mapOf(part, { required: ['up', 'down'] })
    const up = readAt(keys, 'up', percentOf)
    const down = readAt(keys, 'down', percentOf)
    return up === null || down === null ? null : { up, down }
}

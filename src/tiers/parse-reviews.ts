import { countOf, mapOf, percentOf, wordOf, type YamlPart } from '#features/yaml-part.ts'
import { type DowngradeRule, type NearBand, policyCountMax, type UpgradeRule } from './policy.ts'

/** Reads when a party rises. */
export function parseUpgrade(part: YamlPart): UpgradeRule | null {
    const keys = mapOf(part, { required: ['review', 'after'], optional: ['max_steps'] })
    const [review, after, steps] = [keys?.get('review'), keys?.get('after'), keys?.get('max_steps')]
    const rhythm = review === undefined ? null : wordOf(review, ['monthly', 'quarterly'])
    const count = after === undefined ? null : countOf(after, { min: 1, max: policyCountMax })
    const maxSteps = steps === undefined ? null : countOf(steps, { min: 1, max: policyCountMax })
    if (rhythm === null || count === null) return null
    return { review: rhythm, after: count, maxSteps }
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
    const [rhythm, waitPart, to] = [keys?.get('review'), keys?.get('wait'), keys?.get('to')]
    const review = rhythm === undefined ? null : wordOf(rhythm, ['monthly', 'quarterly'])
    const wait = waitPart === undefined ? null : countOf(waitPart, { min: 1, max: policyCountMax })
    const end = to === undefined ? null : wordOf(to, ['current', 'best_of_wait'])
    if (review === null || wait === null || end === null || waitPart === undefined) return null
    return { rule: { review, to: end }, wait, waitPart }
}

/** Reads a map that holds one count and nothing else: `{ grace: 3 }`. */
export function parseOnlyCount(part: YamlPart, key: string): number | null {
    const count = mapOf(part, { required: [key] })?.get(key)
    return count === undefined ? null : countOf(count, { min: 0, max: policyCountMax })
}

/** Reads how near a threshold is near. */
export function parseNear(part: YamlPart): NearBand | null {
    const keys = mapOf(part, { required: ['up', 'down'] })
    const [above, below] = [keys?.get('up'), keys?.get('down')]
    const up = above === undefined ? null : percentOf(above)
    const down = below === undefined ? null : percentOf(below)
    return up === null || down === null ? null : { up, down }
}

import type { ConditionRules } from '#features/parse-condition.ts'
import type { YamlPart } from '#features/yaml-part.ts'

/** The keys of a scorecard's file, and what they are read against. */
export type CardParts = {
    readonly keys: ReadonlyMap<string, YamlPart>
    readonly rules: ConditionRules
}

/** Reads all of a list, or null after every one that is at fault noted its fault. */
export function allOrNone<T>(read: readonly (T | null)[] | null | undefined): readonly T[] | null {
    if (read == null) return null
    const whole = read.filter((one) => one !== null)
    return whole.length === read.length ? whole : null
}

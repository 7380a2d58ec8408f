import type { Condition, FeatureTest } from './condition.ts'
import type { Catalogue, Feature } from './feature.ts'
import { both, outside, rangesOf, type ValueRanges, valuesOf } from './value-ranges.ts'
import { spine } from './write-feature-relation.ts'

/** What is asked of a condition; `not_true` is false or unknown, `not_false` true or unknown. */
export type TruthAsked = 'true' | 'false' | 'not_true' | 'not_false'

/** A condition and what it should come to. */
export type Asked = { readonly condition: Condition; readonly comesTo: TruthAsked }

/**
 * Whether some facts make every condition come to what is asked of it, by the ranges of each
 * feature alone: features are taken as independent of one another and numbers as dense. Null
 * where the conditions are too large to say. A feature is null only where the catalogue says
 * that a party without such a holding has none; what is missing for want of data is no fact.
 */
export function canHold(asked: readonly Asked[], catalogue: Catalogue): boolean | null {
    const parts = asked.map(({ condition, comesTo }) => casesOf(condition, { comesTo, catalogue }))
    const cases = allOfThem(parts)
    return cases === null ? null : cases.length > 0
}

/** Whether a value can be unknown though all data is there: no holding, no value. */
export function canBeNull(feature: Feature | undefined): boolean {
    if (feature?.absent !== 'null') return false
    // On the spine a text with listed values is a kind or a standing, which every party has.
    return feature.values === null || feature.table !== spine
}

/** What one feature may be in a case: some known values, unknown, or either. */
type Allowed = { readonly known: ValueRanges; readonly isNullToo: boolean }

/** One way to meet a condition: what each feature has to be; the others may be anything. */
type Case = ReadonlyMap<string, Allowed>

/** All ways together; none: it cannot be met; null: too many to go through. */
type Cases = readonly Case[] | null

const casesMax = 2000

type Asking = { readonly comesTo: TruthAsked; readonly catalogue: Catalogue }

const negations = {
    true: 'false',
    false: 'true',
    not_true: 'not_false',
    not_false: 'not_true',
} as const satisfies Record<TruthAsked, TruthAsked>

function casesOf(condition: Condition, asking: Asking): Cases {
    if (condition.kind === 'test') return casesOfTest(condition, asking)
    if (condition.kind === 'not') {
        return casesOf(condition.part, { ...asking, comesTo: negations[asking.comesTo] })
    }
    const parts = condition.parts.map((part) => casesOf(part, asking))
    // `all` is true, or not false, only where each part is; `any` the other way round.
    const isOfEach = asking.comesTo === 'true' || asking.comesTo === 'not_false'
    return (condition.kind === 'all') === isOfEach ? allOfThem(parts) : anyOfThem(parts)
}

function casesOfTest(test: FeatureTest, { comesTo, catalogue }: Asking): Cases {
    const feature = catalogue.get(test.feature)
    const allowed = allowedBy(test, { comesTo, values: valuesOf(feature) })
    const isNullToo = allowed.isNullToo && canBeNull(feature)
    if (allowed.known.length === 0 && !isNullToo) return []
    return [new Map([[test.feature, { known: allowed.known, isNullToo }]])]
}

function allowedBy(
    test: FeatureTest,
    { comesTo, values }: { readonly comesTo: TruthAsked; readonly values: ValueRanges },
): Allowed {
    const isTrueAsked = comesTo === 'true' || comesTo === 'not_false'
    if (test.operator === 'is_null' || test.operator === 'is_not_null') {
        // A test for null is never unknown itself.
        return (test.operator === 'is_null') === isTrueAsked
            ? { known: [], isNullToo: true }
            : { known: values, isNullToo: false }
    }
    const ranges = rangesOf(test)
    return {
        known: both(values, isTrueAsked ? ranges : outside(ranges)),
        isNullToo: comesTo === 'not_true' || comesTo === 'not_false',
    }
}

function anyOfThem(parts: readonly Cases[]): Cases {
    const cases: Case[] = []
    for (const part of parts) {
        if (part === null) return null
        cases.push(...part)
    }
    return cases.length > casesMax ? null : cases
}

function allOfThem(parts: readonly Cases[]): Cases {
    let cases: readonly Case[] = [new Map()]
    for (const part of parts) {
        if (cases.length === 0) return cases
        if (part === null || cases.length * part.length > casesMax) return null
        cases = cases.flatMap((one) => part.flatMap((other) => merged(one, other) ?? []))
    }
    return cases
}

/** Both cases at once; null where some feature would have to be two things. */
function merged(left: Case, right: Case): Case | null {
    const whole = new Map(left)
    for (const [feature, allowed] of right) {
        const before = whole.get(feature)
        const known = before === undefined ? allowed.known : both(before.known, allowed.known)
        const isNullToo = allowed.isNullToo && (before?.isNullToo ?? true)
        if (known.length === 0 && !isNullToo) return null
        whole.set(feature, { known, isNullToo })
    }
    return whole
}

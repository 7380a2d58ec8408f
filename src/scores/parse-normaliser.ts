import type { Literal } from '#features/condition.ts'
import { parseLiteral, parseNumber, parseRange } from '#features/parse-literal.ts'
import {
    listOf,
    mapOf,
    noteFault,
    readAt,
    shown,
    wordOf,
    type YamlPart,
    type YamlParts,
} from '#features/yaml-part.ts'
import { allOrNone } from './card-part.ts'
import { linearKnots, logKnots } from './curve.ts'
import { unitsOf } from './feature-units.ts'
import type { FoundFeature } from './parse-ranked-feature.ts'
import type { Knot, Normaliser } from './scorecard.ts'

/** What the values of a normaliser are read as. */
export type NormaliserRules = FoundFeature & { readonly baseCurrency: string }

/** The widest curve in whole units, so that its points are worked out in 64 bits. */
const widthMax = 4_000_000_000_000n

/**
 * Reads how a value becomes points: `percentile`, `{ linear: [0, 12] }`, `{ log: [1, 240] }`,
 * or `{ steps: [{ points: 100 }, { at_least: 1, points: 60 }] }`.
 */
export function parseNormaliser(part: YamlPart, rules: NormaliserRules): Normaliser | null {
    const { value } = part
    if (typeof value !== 'object' || value === null) {
        const word = wordOf(part, ['percentile', 'linear', 'log', 'steps'])
        if (word === null || word === 'percentile') return word === null ? null : { kind: word }
        return noteFault(part, 'scores.normaliser_bare', { found: word })
    }
    const keys = mapOf(part, { required: [], optional: ['linear', 'log', 'steps'] })
    const [entry, ...others] = [...(keys ?? [])]
    if (entry === undefined || others.length > 0) {
        return noteFault(part, 'scores.normaliser_unclear', { found: shown(value) })
    }
    const [kind, inner] = entry
    return kind === 'steps'
        ? parseSteps(inner, rules)
        : parseCurve(inner, { ...rules, kind: kind === 'log' ? 'log' : 'linear' })
}

function parseCurve(
    part: YamlPart,
    { kind, ...rules }: NormaliserRules & { readonly kind: 'linear' | 'log' },
): Normaliser | null {
    const range = parseRange(part, rules)
    const [low, high] = (range ?? []).map((literal) => unitsIn(part, literal, rules))
    if (low == null || high == null) return null
    if (low === high) return noteFault(part, 'scores.range_empty', { found: shown(part.value) })
    if (kind === 'log' && low <= 0n) {
        return noteFault(part, 'scores.log_from_nothing', { found: shown(part.value) })
    }
    if (high - low > widthMax) {
        return noteFault(part, 'scores.range_too_wide', { found: shown(part.value) })
    }
    const knots = kind === 'log' ? logKnots({ low, high }) : linearKnots({ low, high })
    return { kind, knots }
}

/** The first step says what is given below all others, as the base tier of a ladder does. */
function parseSteps(part: YamlPart, rules: NormaliserRules): Normaliser | null {
    const list = listOf(part)
    const [base, ...others] = list ?? []
    if (base === undefined) return null
    const below = pointsIn(mapOf(base, { required: ['points'] }))
    const knots = allOrNone(others.map((one) => parseStep(one, rules)))
    if (knots === null || below === null) return null
    const reversed = knots.findIndex(({ at }, index) => at <= (knots[index - 1]?.at ?? at - 1n))
    const wrong = others[reversed]
    if (wrong === undefined) return { kind: 'steps', below, knots }
    return noteFault(wrong, 'scores.steps_out_of_order', { found: shown(wrong.value) })
}

function parseStep(part: YamlPart, rules: NormaliserRules): Knot | null {
    const keys = mapOf(part, { required: ['at_least', 'points'] })
    const least = keys?.get('at_least')
    const literal = least === undefined ? null : parseLiteral(least, rules)
    const at = literal === null || least === undefined ? null : unitsIn(least, literal, rules)
    const points = pointsIn(keys)
    return at === null || points === null ? null : { at, points }
}

function pointsIn(keys: YamlParts): number | null {
    return readAt(keys, 'points', parsePoints)
}

/** A bound in whole units; refused where it has digits that no value of the feature has. */
function unitsIn(part: YamlPart, literal: Literal, { ranked }: NormaliserRules): bigint | null {
    const { feature, scale } = ranked
    if (typeof literal !== 'object' || literal.scale <= scale) return unitsOf(literal, ranked)
    const found = shown(part.value)
    return noteFault(part, 'scores.bound_too_fine', { found, feature, digits: scale })
}

/** Reads points from 0 to 100, at most four digits after the point, in ten-thousandths. */
export function parsePoints(part: YamlPart): number | null {
    const number = parseNumber(part, { scaleMax: 4 })
    if (number === null) return null
    const points = Number(number.units * 10n ** BigInt(4 - number.scale))
    if (points >= 0 && points <= 1_000_000) return points
    return noteFault(part, 'scores.points_unfit', { found: shown(part.value) })
}

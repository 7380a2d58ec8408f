import type { Result } from '#domain/result.ts'
import { catalogue as shippedCatalogue } from '#features/catalogue.ts'
import type { Catalogue } from '#features/feature.ts'
import { type ConditionRules, parseCondition } from '#features/parse-condition.ts'
import { parseNames } from '#features/parse-names.ts'
import {
    mapOf,
    monthIn,
    parseWhole,
    readAt,
    textOf,
    wordOf,
    type YamlPart,
    type YamlParts,
} from '#features/yaml-part.ts'
import { parseBehaviour } from './parse-behaviour.ts'
import { parseRfm } from './parse-rfm.ts'
import { parseValueScore } from './parse-value-score.ts'
import { type CardHead, type Scorecard, type ScorecardKind, scorecardKinds } from './scorecard.ts'

/** What a scorecard's text is read against. */
export type ScorecardRules = {
    /** Name of the file, for the places of faults. */
    readonly file: string
    /** The bank's base currency: every amount has to be in it. */
    readonly baseCurrency: string
    /** The features that may be named; all that Tong knows where left out. */
    readonly catalogue?: Catalogue
}

/** Keys of the part of a file that is of its kind alone. */
const ownKeys: Readonly<Record<ScorecardKind, readonly string[]>> = {
    value_score: ['weight_present_min', 'parts', 'bands'],
    rfm: ['ties', 'recency', 'frequency', 'monetary'],
    behaviour: ['kinds'],
}

/**
 * Reads one version of a scorecard. Every fault comes back at once with line and column, in the
 * order of the file: of the form (`domain.yaml_…`, `features.…`) and of the rules themselves
 * (`scores.…`). A score may not be made of scores: only features of `features.…` are known here.
 */
export function parseScorecard(text: string, given: ScorecardRules): Result<Scorecard> {
    const { file, catalogue = shippedCatalogue, baseCurrency } = given
    const observed = [...catalogue].filter(
        ([, { table, grain }]) => table.startsWith('features.') && grain === 'month',
    )
    const rules = { baseCurrency, catalogue: new Map(observed) }
    return parseWhole(text, { file, parse: (whole) => parseCard(whole, rules) })
}

function parseCard(whole: YamlPart, rules: ConditionRules): Scorecard | null {
    const kind = kindOf(whole)
    if (kind === null) return null
    const keys = mapOf(whole, {
        required: ['scorecard', 'version', 'name', 'effective_from', ...ownKeys[kind]],
        optional: ['population'],
    })
    if (keys === null) return null
    const head = parseHead(keys, rules)
    const own = { keys, rules }
    switch (kind) {
        case 'value_score':
            return joined(head, parseValueScore(own))
        case 'rfm':
            return joined(head, parseRfm(own))
        case 'behaviour':
            return joined(head, parseBehaviour(own))
    }
}

/** The kind is read first: it decides which keys the file has. */
function kindOf(whole: YamlPart): ScorecardKind | null {
    const { value } = whole
    const found = typeof value === 'object' && value !== null ? Object.entries(value) : []
    const named = found.find(([key]) => key === 'scorecard')
    if (named === undefined) {
        mapOf(whole, { required: ['scorecard'], optional: found.map(([key]) => key) })
        return null
    }
    return wordOf({ ...whole, value: named[1], path: ['scorecard'] }, scorecardKinds)
}

function parseHead(keys: YamlParts, rules: ConditionRules): CardHead | null {
    const version = readAt(keys, 'version', textOf)
    const name = readAt(keys, 'name', parseNames)
    const effectiveFrom = readAt(keys, 'effective_from', monthIn)
    const population = readAt(keys, 'population', (part) => parseCondition(part, rules))
    if (version === null || name === null || effectiveFrom === null) return null
    return { version, name, effectiveFrom, population }
}

function joined<Own extends object>(
    head: CardHead | null,
    own: Own | null,
): (CardHead & Own) | null {
    return head === null || own === null ? null : { ...head, ...own }
}

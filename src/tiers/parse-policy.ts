import { ok, type Place, type Result } from '#domain/result.ts'
import { catalogue as shippedCatalogue } from '#features/catalogue.ts'
import type { Condition } from '#features/condition.ts'
import type { Catalogue } from '#features/feature.ts'
import { type ConditionRules, parseCondition } from '#features/parse-condition.ts'
import { parseNames } from '#features/parse-names.ts'
import {
    flagOf,
    mapOf,
    monthIn,
    parseWhole,
    readAt,
    textOf,
    wordOf,
    type YamlPart,
} from '#features/yaml-part.ts'
import { checkExpress, checkTiers, checkWaits } from './check-policy.ts'
import { parseId } from './parse-id.ts'
import { parseMeasure } from './parse-measure.ts'
import { parseDowngrade, parseNear, parseOnlyCount, parseUpgrade } from './parse-reviews.ts'
import {
    parseCaps,
    parseExpress,
    parseFloors,
    parseOnChange,
    parsePool,
    type RulesOf,
} from './parse-rules.ts'
import { finishTiers, parseTiers } from './parse-tiers.ts'
import type { OnChange, Policy } from './policy.ts'

/** What a policy's text is read against. */
export type PolicyRules = {
    /** Name of the file, for the places of faults. */
    readonly file: string
    /** The bank's base currency: every amount has to be in it. */
    readonly baseCurrency: string
    /** The features that may be named; all that Tong knows where left out. */
    readonly catalogue?: Catalogue
}

/** A policy, and where each part of it stands in its file. */
export type PolicyFile = {
    readonly policy: Policy
    /** Line and column of a part such as `['tiers', 1, 'at_least']`, or of what is around it. */
    readonly placeOf: (path: readonly (string | number)[]) => Place
}

const requiredKeys = [
    'ladder',
    'version',
    'name',
    'effective_from',
    'measure',
    'tiers',
    'upgrade',
    'downgrade',
    'missing',
    'effective',
]
const optionalKeys = [
    'population',
    'drop_at_once',
    'new',
    'near',
    'pool',
    'express',
    'floors',
    'caps',
    'on_change',
    'public',
]

/**
 * Reads one version of a ladder's rules. Every fault comes back at once with line and column, in
 * the order of the file: of the form (`domain.yaml_…`, `features.…`) and of the rules themselves
 * (`tiers.…`).
 */
export function parsePolicy(text: string, rules: PolicyRules): Result<Policy> {
    const file = parsePolicyFile(text, rules)
    return file.ok ? ok(file.value.policy) : file
}

/** The same, with the places of all parts: for what is said of a policy that could be read. */
export function parsePolicyFile(text: string, rules: PolicyRules): Result<PolicyFile> {
    const parse = (whole: YamlPart): PolicyFile | null => {
        const policy = parseLadder(whole, { catalogue: shippedCatalogue, ...rules })
        return policy === null ? null : { policy, placeOf: whole.placeOf }
    }
    return parseWhole(text, { file: rules.file, parse })
}

function parseLadder(whole: YamlPart, given: ConditionRules): Policy | null {
    const keys = mapOf(whole, { required: requiredKeys, optional: optionalKeys })
    if (keys === null) return null
    const read = <T>(key: string, reader: (part: YamlPart) => T | null): T | null =>
        readAt(keys, key, reader)
    const isPublic = keys.has('public') ? read('public', flagOf) : false
    const rules: ConditionRules = { ...given, isPublic: isPublic === true }
    const condition = (part: YamlPart): Condition | null => parseCondition(part, rules)
    const tiers = read('tiers', (part) => parseTiers(part, rules))
    const ids = new Set(tiers?.map(({ id }) => id).filter((id) => id !== null))
    const downgrade = read('downgrade', parseDowngrade)
    const draft = {
        ladder: read('ladder', parseId),
        version: read('version', textOf),
        name: read('name', parseNames),
        currency: rules.baseCurrency,
        effectiveFrom: read('effective_from', monthIn),
        population: read('population', condition),
        measure: read('measure', (part) => parseMeasure(part, rules)),
        tiers: finishTiers(tiers, downgrade?.wait ?? null),
        upgrade: read('upgrade', parseUpgrade),
        downgrade: downgrade?.rule ?? null,
        dropAtOnce: read('drop_at_once', condition),
        grace: keys.has('new') ? read('new', (part) => parseOnlyCount(part, 'grace')) : 0,
        missingKeep: read('missing', (part) => parseOnlyCount(part, 'keep')),
        effective: read('effective', (part) => wordOf(part, ['next_month', 'same_month'])),
        near: read('near', parseNear),
        isPublic,
        ...parseOthers(keys, {
            ...rules,
            // An id at fault would make a fault of every rule that names the right one.
            tiers: ids.size === tiers?.length ? [...ids] : null,
            ruleIds: new Set(),
        }),
    }
    read('tiers', (part) => (tiers === null ? null : checkTiers(part, tiers)))
    checkWaits({ ladder: downgrade, tiers: tiers ?? [] })
    read('express', (part) => checkExpress(part, { measure: draft.measure, ...rules }))
    return isWhole(draft) ? draft : null
}

/** The rules beside measure, tiers and reviews: each may be left out. */
function parseOthers(
    keys: ReadonlyMap<string, YamlPart>,
    rules: RulesOf,
): Pick<PolicyDraft, 'pool' | 'express' | 'floors' | 'caps' | 'onChange'> {
    const read = <T>(key: string, reader: (part: YamlPart) => T | null, otherwise: T): T | null =>
        keys.has(key) ? readAt(keys, key, reader) : otherwise
    return {
        pool: read('pool', parsePool, null),
        express: read('express', (part) => parseExpress(part, rules), []),
        floors: read('floors', (part) => parseFloors(part, rules), []),
        caps: read('caps', (part) => parseCaps(part, rules), []),
        onChange: read('on_change', (part) => parseOnChange(part, rules), nothingChanges),
    }
}

const nothingChanges: OnChange = { replaces: {}, below: 'keep', grandfather: 0 }

type PolicyDraft = { readonly [Key in keyof Policy]: Policy[Key] | null }

const mayBeAbsent: readonly string[] = ['population', 'dropAtOnce', 'near', 'pool']

/** Whether everything that a policy must have could be read. */
function isWhole(draft: PolicyDraft): draft is Policy {
    return Object.entries(draft).every(
        ([key, value]) => value !== null || mayBeAbsent.includes(key),
    )
}

import { z } from 'zod'
import { nearestName } from '#domain/nearest-name.ts'
import { readYaml } from '#domain/read-yaml.ts'
import {
    type Failure,
    failure,
    failuresInOrder,
    ok,
    type Place,
    type Result,
    refused,
} from '#domain/result.ts'
import {
    type PartyField,
    partyFieldNamed,
    partyFields,
    type RuleWord,
    rulesFitting,
    ruleWords,
} from './party-fields.ts'
import type { RecordSource, SurvivorRule, Survivorship } from './survivorship.ts'
import { type RuleText, readableText, survivorshipSchema } from './survivorship-text.ts'

/** What a file is read against. */
export type SurvivorshipGiven = {
    readonly file: string
    /** All that records can come from: `sample` and `sample:customer`. */
    readonly knownSources: readonly string[]
}

type Path = readonly (string | number)[]
type PlaceOf = (path: Path) => Place

/**
 * Reads a file of `policies/survivorship/`. All faults come back at once with line and column, in
 * the order of the file: `domain.yaml_*` where it is no YAML or has not the shape, and
 * `identity.survivor_{field_unknown, rule_unknown, rule_twice, rule_unfit, rules_empty,
 * source_unknown, source_twice, sources_missing}`.
 */
export function parseSurvivorship(text: string, given: SurvivorshipGiven): Result<Survivorship> {
    const { file } = given
    const loose = readYaml(text, { file, schema: z.unknown() })
    if (!loose.ok) return loose
    const { value, placeOf } = loose.value
    const shaped = readYaml(text, { file, schema: survivorshipSchema })
    const read = readableText(value)
    const common = { ...given, placeOf, declared: read.sources }
    const faults = [
        ...(shaped.ok ? [] : shaped.failures),
        ...sourceFaults(read.sources, { ...common, path: ['sources'] }),
        ...Object.entries(read.fields).flatMap(([name, rules]) =>
            fieldFaults(name, { ...common, rules }),
        ),
        ...(read.default === null
            ? []
            : rulesFaults(read.default, { ...common, name: 'default', path: ['default'] })),
    ]
    if (!shaped.ok || faults.length > 0) return refused(failuresInOrder(faults))
    const { survivorship: id, version, sources = [], fields = {} } = shaped.value.value
    const ruleOf = (written: RuleText): SurvivorRule => readRule(written, sources)
    const named = Object.entries(fields).map(([name, rules]): [PartyField, SurvivorRule[]] => {
        const field = partyFieldNamed(name)
        if (field === null) throw new Error(`${name} is no field`)
        return [field, rules.map(ruleOf)]
    })
    const byDefault = shaped.value.value.default.map(ruleOf)
    return ok({ id, version, fields: new Map(named), byDefault })
}

function readRule(written: RuleText, declared: readonly string[]): SurvivorRule {
    const word = wordOf(written)
    if (word === null) throw new Error(`${JSON.stringify(written)} is no rule`)
    const order = typeof written === 'string' ? declared : written.sources
    return { word, sources: word === 'sources' ? order.map(sourceOf) : [] }
}

function sourceOf(written: string): RecordSource {
    const [system = '', entity = null] = written.split(':')
    return { system, entity }
}

/** The word of a rule as it is written; null where it is none. */
function wordOf(written: unknown): RuleWord | null {
    const isOrder = typeof written === 'object' && written !== null && 'sources' in written
    const text = isOrder ? 'sources' : written
    return ruleWords.find((one) => one === text) ?? null
}

type Around = SurvivorshipGiven & {
    readonly placeOf: PlaceOf
    readonly declared: readonly string[]
}

function sourceFaults(
    sources: readonly string[],
    { knownSources, placeOf, path }: Around & { readonly path: Path },
): readonly Failure[] {
    return sources.flatMap((source, at) => {
        const place = placeOf([...path, at])
        if (!knownSources.includes(source)) {
            const params = { found: source, ...hint(source, knownSources) }
            return [failure('identity.survivor_source_unknown', params, place)]
        }
        const isTwice = sources.indexOf(source) < at
        return isTwice ? [failure('identity.survivor_source_twice', { source }, place)] : []
    })
}

function fieldFaults(
    name: string,
    { rules, ...around }: Around & { readonly rules: readonly unknown[] },
): readonly Failure[] {
    const path = ['fields', name]
    const unfit = rulesFaults(rules, { ...around, name, path })
    if (partyFieldNamed(name) !== null) return unfit
    const params = { found: name, ...hint(name, partyFields) }
    return [failure('identity.survivor_field_unknown', params, around.placeOf(path)), ...unfit]
}

type Asked = Around & { readonly name: string; readonly path: Path }

function rulesFaults(rules: readonly unknown[], asked: Asked): readonly Failure[] {
    const { name, path, placeOf } = asked
    if (rules.length === 0) {
        const params = { field: name, known: ruleWords.join(', ') }
        return [failure('identity.survivor_rules_empty', params, placeOf(path))]
    }
    const words = rules.map(wordOf)
    return rules.flatMap((written, at) => {
        const place = placeOf([...path, at])
        const word = words[at] ?? null
        if (word === null) return unknownRule(written, { field: name, place })
        if (words.indexOf(word) < at) {
            return [failure('identity.survivor_rule_twice', { field: name, rule: word }, place)]
        }
        return [
            ...unfitRule(word, { name, place }),
            ...orderFaults(written, { ...asked, path: [...path, at] }),
        ]
    })
}

/** What is neither a word nor an order has been told by its shape. */
function unknownRule(
    written: unknown,
    { field, place }: { readonly field: string; readonly place: Place },
): readonly Failure[] {
    if (typeof written !== 'string') return []
    const params = { field, found: written, ...hint(written, ruleWords) }
    return [failure('identity.survivor_rule_unknown', params, place)]
}

function unfitRule(
    word: RuleWord,
    { name, place }: { readonly name: string; readonly place: Place },
): readonly Failure[] {
    const field = partyFieldNamed(name)
    const fitting = field === null ? ruleWords : rulesFitting(field)
    if (fitting.includes(word)) return []
    const params = { field: name, rule: word, known: fitting.join(', ') }
    return [failure('identity.survivor_rule_unfit', params, place)]
}

function orderFaults(written: unknown, asked: Asked): readonly Failure[] {
    const { name, path, placeOf, declared } = asked
    if (written === 'sources' && declared.length === 0) {
        return [failure('identity.survivor_sources_missing', { field: name }, placeOf(path))]
    }
    if (typeof written !== 'object' || written === null || !('sources' in written)) return []
    const { sources } = written
    const isList = Array.isArray(sources) && sources.every((one) => typeof one === 'string')
    return isList ? sourceFaults(sources, { ...asked, path: [...path, 'sources'] }) : []
}

function hint(
    found: string,
    known: readonly string[],
): { readonly suggestion: string; readonly known: string } {
    return { suggestion: nearestName(found, known) ?? 'none', known: known.join(', ') }
}

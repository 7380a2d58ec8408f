import { parse as parseYaml, stringify } from 'yaml'
import { z } from 'zod'
import { readYaml } from '#domain/read-yaml.ts'
import type { Failure, Result } from '#domain/result.ts'
import { languages } from '#domain/say.ts'

/** A kind of rules file: how it is read, and an example that has every key. */
export type RulesKind = {
    readonly parse: (text: string) => Result<unknown>
    /** Texts of files that fit, which have every key between them. */
    readonly examples: readonly string[]
    /** Paths whose keys are names that the writer chooses, or conditions: they end there. */
    readonly isClosed: (path: string) => boolean
}

/** What the reader of a file says of one key when it is asked. */
export type ProbedKey = {
    /** Keys joined by dots; `[]` is each member of a list: `tiers[].at_least`. */
    readonly path: string
    readonly isRequired: boolean
    /** What may stand there, in words; from the fault that another value is refused with. */
    readonly takes: string
    /** A value that fits, as YAML on one line; null where it is long. */
    readonly example: string | null
}

type Path = readonly (string | number)[]

/**
 * The keys of a kind of file, as its own reader tells them: each key is taken out of the example,
 * replaced by what cannot fit, and given a neighbour that is unknown, and the faults say whether
 * it is required, what fits, and which keys there are. So the page cannot differ from the code.
 * Throws where the examples do not fit, or lack a key that the reader knows.
 */
export function probeRules(kind: RulesKind): readonly ProbedKey[] {
    const found = new Map<string, ProbedKey>()
    const known = new Set<string>()
    const asked = new Set<string>()
    for (const text of kind.examples) {
        const read = kind.parse(text)
        if (!read.ok) throw new Error(`an example does not fit: ${JSON.stringify(read.failures)}`)
        const probe = { kind, whole: parseYaml(text) as unknown, found, known, asked }
        probeMap(probe, [])
    }
    const lacking = [...known].filter((path) => !found.has(path))
    if (lacking.length > 0) throw new Error(`no example has ${lacking.join(', ')}`)
    return [...found.values()]
}

type Probe = {
    readonly kind: RulesKind
    readonly whole: unknown
    readonly found: Map<string, ProbedKey>
    readonly known: Set<string>
    /** Maps whose keys the reader has told already. */
    readonly asked: Set<string>
}

function probeMap(probe: Probe, path: Path): void {
    const { known, asked } = probe
    const value = at(probe.whole, path)
    if (typeof value !== 'object' || value === null) return
    const name = nameOf(path)
    if (!asked.has(name))
        for (const key of keysKnown(probe, path)) known.add(nameOf([...path, key]))
    asked.add(name)
    for (const key of Object.keys(value)) probeKey(probe, [...path, key])
}

/** The keys that a map may have, which the fault of an unknown one lists. */
function keysKnown(probe: Probe, path: Path): readonly string[] {
    const alien = faultsOf(probe, [...path, 'zz_alien'], 1).find(
        ({ code, params }) => code === 'features.key_unknown' && params.key === 'zz_alien',
    )
    return String(alien?.params.known ?? '').split(', ')
}

function probeKey(probe: Probe, path: Path): void {
    const { kind, found, whole } = probe
    const name = nameOf(path)
    const value = at(whole, path)
    if (!found.has(name)) {
        const isRequired = faultsOf(probe, path, undefined).some(
            ({ code, params }) => code === 'features.key_missing' && params.key === path.at(-1),
        )
        const shown = inlineOf(value)
        const example = shown.length <= 70 ? shown : null
        found.set(name, { path: name, isRequired, takes: takesOf(probe, path), example })
    }
    if (kind.isClosed(name)) return
    if (Array.isArray(value)) {
        value.forEach((member, index) => {
            if (typeof member === 'object') probeMap(probe, [...path, index])
        })
    } else probeMap(probe, path)
}

/** What a place takes: the fault of a number, and where it says a text, that of an odd text. */
function takesOf(probe: Probe, path: Path): string {
    const number = faultAt(probe, path, -7.125)
    if (number === null) return 'a number'
    if (number.params.expected === 'map') {
        const keys = keysKnown(probe, path).join(', ')
        return keys === languages.join(', ') ? 'a text in each language' : `keys: \`${keys}\``
    }
    if (number.params.expected !== 'text') return wordsOf(number)
    const text = faultAt(probe, path, 'Zz Alien!')
    return text === null ? 'a text' : wordsOf(text)
}

const shapes: Readonly<Record<string, string>> = {
    list: 'a list',
    text: 'a text',
    number: 'a number',
    boolean: 'true or false',
    date: 'a day, `2026-01-31`',
    month: 'a month, `2026-01`',
    percent: 'a percentage, `20%`',
    pair: 'two values, `[0, 12]`',
    condition: 'a [condition](../concepts/policies.md#the-keys)',
}

const codes: Readonly<Record<string, string>> = {
    'features.amount_without_currency': 'an amount, `50000 CNY`',
    'features.amount_unfit': 'an amount, `50000 CNY`',
    'features.currency_unfit': 'a currency, `CNY`',
    'features.cut_id_unfit': 'an id: lower case letters, digits, `_`',
    'features.feature_unknown': 'a [feature](features.md)',
    'scores.bound_too_fine': 'a value of the feature',
    'scores.points_unfit': 'points from 0 to 100',
    'tiers.id_unfit': 'an id: lower case letters, digits, `-`, `_`',
    'tiers.tier_unknown': 'the id of a tier',
    'tiers.weight_unfit': 'a number above 0 and below 100, 4 digits after the point at most',
}

function wordsOf({ code, params }: Failure): string {
    if (code === 'features.word_unknown')
        return `\`${String(params.known).replaceAll(', ', '` · `')}\``
    if (code === 'features.count_unfit') return `a whole number, ${params.min} to ${params.max}`
    if (code === 'features.value_unfit') return shapes[String(params.expected)] ?? code
    const words = codes[code]
    if (words === undefined) throw new Error(`test/docs/probe-rules.ts knows no words for ${code}`)
    return words
}

/** The first fault at a place when another value stands there; null: it fits as well. */
function faultAt(probe: Probe, path: Path, value: unknown): Failure | null {
    const text = stringify(changed(probe.whole, path, value))
    const read = probe.kind.parse(text)
    if (read.ok) return null
    const yaml = readYaml(text, { file: 'probe.yaml', schema: z.unknown() })
    const place = yaml.ok ? yaml.value.placeOf(path) : null
    const here = read.failures.find(
        ({ at: found }) => found?.line === place?.line && found?.column === place?.column,
    )
    return here ?? null
}

function faultsOf(probe: Probe, path: Path, value: unknown): readonly Failure[] {
    const read = probe.kind.parse(stringify(changed(probe.whole, path, value)))
    return read.ok ? [] : read.failures
}

/** A copy with one value replaced; `undefined` takes its key out. */
function changed(whole: unknown, path: Path, value: unknown): unknown {
    const copy = structuredClone(whole)
    const parent = at(copy, path.slice(0, -1)) as Record<string | number, unknown>
    const key = path.at(-1) ?? ''
    if (value === undefined) delete parent[key]
    else parent[key] = value
    return copy
}

function at(whole: unknown, path: Path): unknown {
    return path.reduce<unknown>(
        (part, key) => (part as Readonly<Record<string | number, unknown>> | undefined)?.[key],
        whole,
    )
}

function nameOf(path: Path): string {
    return path.reduce<string>(
        (name, key) =>
            typeof key === 'number' ? `${name}[]` : name === '' ? key : `${name}.${key}`,
        '',
    )
}

function inlineOf(value: unknown): string {
    return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
}

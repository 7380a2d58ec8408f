import { z } from 'zod'
import type { Decimal } from '#domain/decimal.ts'
import type { FailureCode } from '#domain/failures.ts'
import { type Month, parseMonth } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { readYaml, type YamlFile } from '#domain/read-yaml.ts'
import { type Failure, failure, failuresInOrder, ok, type Result, refused } from '#domain/result.ts'

/**
 * A part of a YAML file on its way to a typed tree. Each reader below returns what it was asked
 * for, or null after noting a fault with its place: so one reading finds every fault of a file.
 */
export type YamlPart = {
    readonly value: unknown
    readonly path: readonly (string | number)[]
    readonly placeOf: YamlFile<unknown>['placeOf']
    /** The faults of the whole file, in the order of reading. */
    readonly faults: Failure[]
}

/**
 * Reads a file of rules, from its whole as the first part on. Every fault comes back at once with
 * line and column, in the order of the file: `domain.yaml_…`, and those that `parse` noted.
 */
export function parseWhole<T>(
    text: string,
    { file, parse }: { readonly file: string; readonly parse: (whole: YamlPart) => T | null },
): Result<T> {
    const read = readYaml(text, { file, schema: z.unknown() })
    if (!read.ok) return read
    const whole: YamlPart = { ...read.value, path: [], faults: [] }
    const rules = parse(whole)
    return rules === null || whole.faults.length > 0
        ? refused(failuresInOrder(whole.faults))
        : ok(rules)
}

/** Notes a fault at the place of a part and returns null. */
export function noteFault(part: YamlPart, code: FailureCode, params: Failure['params'] = {}): null {
    part.faults.push(failure(code, params, part.placeOf(part.path)))
    return null
}

/** Which keys a map may have. */
export type KeysOf = {
    readonly required: readonly string[]
    readonly optional?: readonly string[]
}

/** The parts of a map by key; null where there is no map. */
export type YamlParts = ReadonlyMap<string, YamlPart> | null

/** The values of a map by key, after every unknown and missing key was noted. */
export function mapOf(part: YamlPart, keys: KeysOf): YamlParts {
    const { value } = part
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return noteUnfit(part, 'map')
    }
    const known = [...keys.required, ...(keys.optional ?? [])]
    const parts = new Map<string, YamlPart>()
    for (const [key, inner] of Object.entries(value)) {
        const child = { ...part, value: inner as unknown, path: [...part.path, key] }
        if (known.includes(key)) parts.set(key, child)
        // `50,000 CNY` between braces is `50` and a key `000 CNY` without a value.
        else if (inner === null && /^\d{3}(?!\d)/.test(key)) {
            noteFault(child, 'features.amount_split', { found: key })
        } else {
            const suggestion = nearestName(key, known) ?? 'none'
            const all = known.join(', ')
            noteFault(child, 'features.key_unknown', { key, suggestion, known: all })
        }
    }
    for (const key of keys.required) {
        if (!parts.has(key)) noteFault(part, 'features.key_missing', { key, at: pathOf(part) })
    }
    return parts
}

/** What a map holds at a key, as `read` reads it; null where it has no such key. */
export function readAt<T>(
    parts: YamlParts,
    key: string,
    read: (part: YamlPart) => T | null,
): T | null {
    const part = parts?.get(key)
    return part === undefined ? null : read(part)
}

/** The parts of a list that is not empty. */
export function listOf(part: YamlPart): readonly YamlPart[] | null {
    if (!Array.isArray(part.value) || part.value.length === 0) return noteUnfit(part, 'list')
    return part.value.map((value: unknown, index) => ({
        ...part,
        value,
        path: [...part.path, index],
    }))
}

/** A text that is not empty. */
export function textOf(part: YamlPart): string | null {
    if (typeof part.value !== 'string' || part.value.trim() === '') return noteUnfit(part, 'text')
    return part.value
}

/** A yes or no. */
export function flagOf(part: YamlPart): boolean | null {
    return typeof part.value === 'boolean' ? part.value : noteUnfit(part, 'boolean')
}

/** One of a few words. */
export function wordOf<const T extends string>(part: YamlPart, words: readonly T[]): T | null {
    const word = words.find((one) => one === part.value)
    if (word !== undefined) return word
    const found = shown(part.value)
    return noteFault(part, 'features.word_unknown', { found, known: words.join(', ') })
}

/** A whole number within bounds, both ends included. */
export function countOf(
    part: YamlPart,
    { min, max }: { readonly min: number; readonly max: number },
): number | null {
    const { value } = part
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
        return value
    }
    return noteFault(part, 'features.count_unfit', { found: shown(value), min, max })
}

/** A month, `2026-01`. */
export function monthIn(part: YamlPart): Month | null {
    return parseMonth(String(part.value)) ?? noteUnfit(part, 'month')
}

/** `20%` as { units: 2000n, scale: 4 }: more than 0 and less than 100. */
export function percentOf(part: YamlPart): Decimal | null {
    const match = /^(\d{1,2})(?:\.(\d{1,2}))?%$/.exec(String(part.value))
    if (match === null) return noteUnfit(part, 'percent')
    const units = BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`)
    return units === 0n ? noteUnfit(part, 'percent') : { units, scale: 4 }
}

/** Notes that a part is not what its place asks for: a map, a list, a text … */
export function noteUnfit(part: YamlPart, expected: ExpectedShape): null {
    const found = shown(part.value)
    return noteFault(part, 'features.value_unfit', { expected, found, at: pathOf(part) })
}

/** What a place can ask for; the text `features.failure.value_unfit` knows a word for each. */
export type ExpectedShape =
    | 'map'
    | 'list'
    | 'text'
    | 'number'
    | 'boolean'
    | 'date'
    | 'month'
    | 'percent'
    | 'pair'
    | 'condition'

/** A value as people wrote it, short enough for a sentence. */
export function shown(value: unknown): string {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
    return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function pathOf(part: YamlPart): string {
    return part.path.length === 0 ? '/' : part.path.join('.')
}

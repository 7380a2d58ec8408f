import { z } from 'zod'
import type { Decimal } from '#domain/decimal.ts'
import { type Month, parseMonth } from '#domain/month.ts'
import { readYaml } from '#domain/read-yaml.ts'
import { ok, type Result, refused } from '#domain/result.ts'
import { type Catalogue, catalogue as shippedCatalogue } from '#features/catalogue.ts'
import type { Condition } from '#features/condition.ts'
import { type ConditionRules, parseCondition, parseFeature } from '#features/parse-condition.ts'
import { parseNumber } from '#features/parse-literal.ts'
import {
    countOf,
    listOf,
    mapOf,
    noteFault,
    noteUnfit,
    textOf,
    wholeOf,
    wordOf,
    type YamlPart,
} from '#features/yaml-part.ts'
import { checkTiers, checkWaits } from './check-policy.ts'
import { parseId, parseNames } from './parse-names.ts'
import { finishTiers, parseTiers } from './parse-tiers.ts'
import {
    type DowngradeRule,
    type Measure,
    type MeasurePart,
    type NearBand,
    type Policy,
    policyCountMax,
    type UpgradeRule,
} from './policy.ts'

/** What a policy's text is read against. */
export type PolicyRules = {
    /** Name of the file, for the places of faults. */
    readonly file: string
    /** The bank's base currency: every amount has to be in it. */
    readonly baseCurrency: string
    /** The features that may be named; those of `features.party_months` where left out. */
    readonly catalogue?: Catalogue
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
const optionalKeys = ['population', 'drop_at_once', 'new', 'near']
const keysNotBuilt = ['pool', 'express', 'floors', 'caps', 'on_change', 'public']

/**
 * Reads one version of a ladder's rules. Every fault comes back at once with line and column:
 * of the form (`domain.yaml_…`, `features.…`) and of the rules themselves (`tiers.…`).
 */
export function parsePolicy(text: string, rules: PolicyRules): Result<Policy> {
    const read = readYaml(text, { file: rules.file, schema: z.unknown() })
    if (!read.ok) return read
    const whole = wholeOf(read.value)
    const policy = parseWhole(whole, { catalogue: shippedCatalogue, ...rules })
    if (policy === null || whole.faults.length > 0) return refused(whole.faults)
    return ok(policy)
}

function parseWhole(whole: YamlPart, rules: ConditionRules): Policy | null {
    const keys = mapOf(whole, {
        required: requiredKeys,
        optional: optionalKeys,
        notBuilt: keysNotBuilt,
    })
    if (keys === null) return null
    const read = <T>(key: string, reader: (part: YamlPart) => T | null): T | null => {
        const part = keys.get(key)
        return part === undefined ? null : reader(part)
    }
    const condition = (part: YamlPart): Condition | null => parseCondition(part, rules)
    const tiers = read('tiers', (part) => parseTiers(part, rules))
    const downgrade = read('downgrade', parseDowngrade)
    const draft = {
        ladder: read('ladder', parseId),
        version: read('version', textOf),
        name: read('name', parseNames),
        currency: rules.baseCurrency,
        effectiveFrom: read('effective_from', parseMonthPart),
        population: read('population', condition),
        measure: read('measure', (part) => parseMeasure(part, rules.catalogue)),
        tiers: finishTiers(tiers, downgrade?.wait ?? null),
        upgrade: read('upgrade', parseUpgrade),
        downgrade: downgrade?.rule ?? null,
        dropAtOnce: read('drop_at_once', condition),
        grace: keys.has('new') ? read('new', (part) => parseOnlyCount(part, 'grace')) : 0,
        missingKeep: read('missing', (part) => parseOnlyCount(part, 'keep')),
        effective: read('effective', (part) => wordOf(part, ['next_month', 'same_month'])),
        near: read('near', parseNear),
    }
    read('tiers', (part) => (tiers === null ? null : checkTiers(part, tiers)))
    checkWaits({ ladder: downgrade, tiers: tiers ?? [] })
    return isWhole(draft) ? draft : null
}

type PolicyDraft = { readonly [Key in keyof Policy]: Policy[Key] | null }

const mayBeAbsent: readonly string[] = ['population', 'dropAtOnce', 'near']

/** Whether everything that a policy must have could be read. */
function isWhole(draft: PolicyDraft): draft is Policy {
    return Object.entries(draft).every(
        ([key, value]) => value !== null || mayBeAbsent.includes(key),
    )
}

function parseMonthPart(part: YamlPart): Month | null {
    return parseMonth(String(part.value)) ?? noteUnfit(part, 'month')
}

function parseMeasure(part: YamlPart, catalogue: Catalogue): Measure | null {
    const keys = mapOf(part, { required: ['sum', 'null_parts'] })
    const [sum, nulls] = [keys?.get('sum'), keys?.get('null_parts')]
    const nullParts = nulls === undefined ? null : wordOf(nulls, ['missing', 'zero'])
    const list = sum === undefined ? null : listOf(sum)
    if (list === null || nullParts === null) return null
    const parts = list.map((one) => parseMeasurePart(one, catalogue))
    const whole = parts.filter((one) => one !== null)
    return whole.length === parts.length ? { parts: whole, nullParts } : null
}

function parseMeasurePart(part: YamlPart, catalogue: Catalogue): MeasurePart | null {
    const keys = mapOf(part, { required: ['feature', 'weight'] })
    const [named, weighed] = [keys?.get('feature'), keys?.get('weight')]
    const feature = named === undefined ? null : parseFeature(named, catalogue)
    const weight = weighed === undefined ? null : parseWeight(weighed)
    if (feature === null || weight === null || named === undefined) return null
    if (feature.type !== 'money') {
        return noteFault(named, 'tiers.measure_not_money', { feature: feature.id })
    }
    return { feature: feature.id, weight }
}

/** At most four digits after the point, so that cents times weight are exact at scale 6. */
function parseWeight(part: YamlPart): Decimal | null {
    const weight = parseNumber(part, { scaleMax: 4 })
    if (weight === null) return null
    const max = 100n * 10n ** BigInt(weight.scale)
    if (weight.units > 0n && weight.units < max) return weight
    return noteFault(part, 'tiers.weight_unfit', { found: String(part.value) })
}

function parseUpgrade(part: YamlPart): UpgradeRule | null {
    const keys = mapOf(part, { required: ['review', 'after'], optional: ['max_steps'] })
    const [review, after, steps] = [keys?.get('review'), keys?.get('after'), keys?.get('max_steps')]
    const rhythm = review === undefined ? null : wordOf(review, ['monthly', 'quarterly'])
    const count = after === undefined ? null : countOf(after, { min: 1, max: policyCountMax })
    const maxSteps = steps === undefined ? null : countOf(steps, { min: 1, max: policyCountMax })
    if (rhythm === null || count === null) return null
    return { review: rhythm, after: count, maxSteps }
}

/** The rule for falls, and the ladder's wait with its place. */
type DowngradeDraft = {
    readonly rule: DowngradeRule
    readonly wait: number
    readonly waitPart: YamlPart
}

function parseDowngrade(part: YamlPart): DowngradeDraft | null {
    const keys = mapOf(part, { required: ['review', 'wait', 'to'] })
    const [rhythm, waitPart, to] = [keys?.get('review'), keys?.get('wait'), keys?.get('to')]
    const review = rhythm === undefined ? null : wordOf(rhythm, ['monthly', 'quarterly'])
    const wait = waitPart === undefined ? null : countOf(waitPart, { min: 1, max: policyCountMax })
    const end = to === undefined ? null : wordOf(to, ['current', 'best_of_wait'])
    if (review === null || wait === null || end === null || waitPart === undefined) return null
    return { rule: { review, to: end }, wait, waitPart }
}

function parseOnlyCount(part: YamlPart, key: string): number | null {
    const count = mapOf(part, { required: [key] })?.get(key)
    return count === undefined ? null : countOf(count, { min: 0, max: policyCountMax })
}

function parseNear(part: YamlPart): NearBand | null {
    const keys = mapOf(part, { required: ['up', 'down'] })
    const [above, below] = [keys?.get('up'), keys?.get('down')]
    const up = above === undefined ? null : parsePercent(above)
    const down = below === undefined ? null : parsePercent(below)
    return up === null || down === null ? null : { up, down }
}

/** `20%` as { units: 2000n, scale: 4 }: more than 0 and less than 100. */
function parsePercent(part: YamlPart): Decimal | null {
    const match = /^(\d{1,2})(?:\.(\d{1,2}))?%$/.exec(String(part.value))
    if (match === null) return noteUnfit(part, 'percent')
    const units = BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`)
    return units === 0n ? noteUnfit(part, 'percent') : { units, scale: 4 }
}

import type { Result } from '#domain/result.ts'
import { parseNames } from '#features/parse-names.ts'
import { managementModes, type Stage, stages } from '#features/stage-words.ts'
import {
    countOf,
    mapOf,
    monthIn,
    noteFault,
    parseWhole,
    percentOf,
    readAt,
    textOf,
    wordOf,
    type YamlPart,
} from '#features/yaml-part.ts'
import type { LifecyclePolicy, StageMode, TrendRule } from './lifecycle-policy.ts'

const days = { min: 1, max: 3660 }
const months = { min: 1, max: 120 }
const amounts = { min: 0, max: 1_000_000_000_000 }
const counts = { min: 0, max: 1_000_000 }

const keys = [
    'lifecycle',
    'version',
    'name',
    'effective_from',
    'lost',
    'dormant',
    'won_back',
    'new',
    'declining',
    'growing',
    'modes',
]

/**
 * Reads one version of the lifecycle's rules. Every fault comes back at once with line and column,
 * in the order of the file: `domain.yaml_…`, `features.…`, `scores.base_too_short`.
 */
export function parseLifecycle(
    text: string,
    { file }: { readonly file: string },
): Result<LifecyclePolicy> {
    return parseWhole(text, { file, parse: parsePolicy })
}

function parsePolicy(whole: YamlPart): LifecyclePolicy | null {
    const parts = mapOf(whole, { required: keys })
    if (parts === null) return null
    const read = <T>(key: string, reader: (part: YamlPart) => T | null): T | null =>
        readAt(parts, key, reader)
    read('lifecycle', (part) => wordOf(part, ['party']))
    const version = read('version', textOf)
    const name = read('name', parseNames)
    const effectiveFrom = read('effective_from', monthIn)
    const lost = read('lost', (part) => countsOf(part, { dormant_months: months }))
    const dormant = read('dormant', (part) => countsOf(part, { days, aum_below: amounts }))
    const wonBack = read('won_back', (part) => countsOf(part, { months }))
    const fresh = read('new', (part) => countsOf(part, { days }))
    const declining = read('declining', parseTrend)
    const growing = read('growing', parseTrend)
    const modes = read('modes', parseModes)
    if (version === null || name === null || effectiveFrom === null || modes === null) return null
    if (lost === null || dormant === null || wonBack === null || fresh === null) return null
    if (declining === null || growing === null) return null
    return {
        ...{ version, name, effectiveFrom, declining, growing, modes },
        lostMonths: lost.dormant_months,
        dormantDays: dormant.days,
        dormantAumBelow: dormant.aum_below,
        wonBackMonths: wonBack.months,
        newDays: fresh.days,
    }
}

type Bounds = { readonly min: number; readonly max: number }

/** Whole numbers by key, each within its bounds; null after noting all that are not. */
function countsOf<Key extends string>(
    part: YamlPart,
    bounds: Readonly<Record<Key, Bounds>>,
): Readonly<Record<Key, number>> | null {
    const asked = Object.entries<Bounds>(bounds)
    const parts = mapOf(part, { required: asked.map(([key]) => key) })
    const read = asked.flatMap(([key, bound]) => {
        const count = readAt(parts, key, (found) => countOf(found, bound))
        return count === null ? [] : [[key, count] as const]
    })
    if (read.length < asked.length) return null
    return Object.fromEntries(read) as Record<Key, number>
}

function parseTrend(part: YamlPart): TrendRule | null {
    const parts = mapOf(part, {
        required: ['by', 'months', 'aum_min', 'transactions_min', 'base_months'],
    })
    const read = (key: string, bound: Bounds): number | null =>
        readAt(parts, key, (found) => countOf(found, bound))
    const percent = readAt(parts, 'by', percentOf)
    const inRow = read('months', months)
    const aumMin = read('aum_min', amounts)
    const transactionsMin = read('transactions_min', counts)
    const baseMonths = read('base_months', months)
    if (percent === null || inRow === null || aumMin === null) return null
    if (transactionsMin === null || baseMonths === null) return null
    if (baseMonths < inRow) {
        return noteFault(parts?.get('base_months') ?? part, 'scores.base_too_short', {
            found: baseMonths,
            months: inRow,
        })
    }
    return { by: Number(percent.units), months: inRow, aumMin, transactionsMin, baseMonths }
}

function parseModes(part: YamlPart): LifecyclePolicy['modes'] | null {
    const parts = mapOf(part, { required: stages })
    const read = stages.flatMap((stage) => {
        const mode = readAt(parts, stage, parseMode)
        return mode === null ? [] : [[stage, mode] as const]
    })
    if (read.length < stages.length) return null
    return Object.fromEntries(read) as Record<Stage, StageMode>
}

function parseMode(part: YamlPart): StageMode | null {
    const parts = mapOf(part, { required: ['mode', 'text'] })
    const mode = readAt(parts, 'mode', (named) => wordOf(named, managementModes))
    const text = readAt(parts, 'text', parseNames)
    return mode === null || text === null ? null : { mode, text }
}

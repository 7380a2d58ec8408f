import { nearestName } from '#domain/nearest-name.ts'
import { type ConditionRules, parseCondition } from '#features/parse-condition.ts'
import { parseNames } from '#features/parse-names.ts'
import {
    countOf,
    flagOf,
    listOf,
    mapOf,
    noteFault,
    noteUnfit,
    readAt,
    textOf,
    wordOf,
    type YamlPart,
    type YamlParts,
} from '#features/yaml-part.ts'
import { isId, parseId } from './parse-id.ts'
import {
    type Cap,
    type ExpressRule,
    type Floor,
    type OnChange,
    type Pool,
    policyCountMax,
} from './policy.ts'

/** What the rules beside the reviews are read against. */
export type RulesOf = ConditionRules & {
    /** The tiers of the ladder, lowest first; null where they could not be read. */
    readonly tiers: readonly string[] | null
    /** Ids of floors and caps read so far: an assignment names the one that decided. */
    readonly ruleIds: Set<string>
}

/** The word that an assignment has in place of a floor's or cap's id where express decided. */
const expressWord = 'express'

/** Two days at least, else it is no row; 31 at most, as the fact is one of the month closed. */
const expressDays = { min: 2, max: 31 }

/** Reads who is measured together. */
export function parsePool(part: YamlPart): Pool | null {
    const by = readAt(mapOf(part, { required: ['by'] }), 'by', (one) => wordOf(one, ['household']))
    return by === null ? null : { by }
}

/** Reads which tiers a few days in a row give for a while. */
export function parseExpress(part: YamlPart, rules: RulesOf): readonly ExpressRule[] | null {
    const given = new Set<string>()
    return wholeList(part, (one) => {
        const keys = mapOf(one, { required: ['tier', 'days'] })
        const named = keys?.get('tier')
        const tier = readAt(keys, 'tier', (part) => parseTierId(part, rules))
        const days = readAt(keys, 'days', (part) => countOf(part, expressDays))
        if (tier === null || named === undefined) return null
        if (tier === rules.tiers?.[0]) return noteFault(named, 'tiers.express_base', { tier })
        if (given.has(tier)) return noteFault(named, 'tiers.express_twice', { tier })
        given.add(tier)
        return days === null ? null : { tier, days }
    })
}

/** Reads the lowest tiers that facts alone give. */
export function parseFloors(part: YamlPart, rules: RulesOf): readonly Floor[] | null {
    return wholeList(part, (one) => {
        const keys = mapOf(one, { required: ['id', 'when', 'at_least', 'reason'] })
        const rule = parseRule(keys, rules)
        const named = keys?.get('at_least')
        const atLeast = readAt(keys, 'at_least', (tier) => parseTierId(tier, rules))
        if (atLeast === null || named === undefined) return null
        if (atLeast === rules.tiers?.[0]) {
            return noteFault(named, 'tiers.floor_does_nothing', { tier: atLeast })
        }
        return rule === null ? null : { ...rule, atLeast }
    })
}

/** Reads the highest tiers that facts allow. A confidential one may name hidden features. */
export function parseCaps(part: YamlPart, rules: RulesOf): readonly Cap[] | null {
    return wholeList(part, (one) => {
        const keys = mapOf(one, {
            required: ['id', 'when', 'at_most', 'reason'],
            optional: ['hard', 'confidential'],
        })
        const [hard, secret] = [keys?.get('hard'), keys?.get('confidential')]
        const isHard = hard === undefined ? false : flagOf(hard)
        const isConfidential = secret === undefined ? false : flagOf(secret)
        const isPublic = rules.isPublic === true && isConfidential !== true
        const rule = parseRule(keys, { ...rules, isPublic })
        const named = keys?.get('at_most')
        const atMost = readAt(keys, 'at_most', (tier) => parseTierId(tier, rules))
        if (atMost === null || named === undefined) return null
        if (atMost === rules.tiers?.at(-1)) {
            return noteFault(named, 'tiers.cap_does_nothing', { tier: atMost })
        }
        if (rule === null || isHard === null || isConfidential === null) return null
        return { ...rule, atMost, isHard, isConfidential }
    })
}

/** Reads what becomes of the state that the version before left; left out, nothing changes. */
export function parseOnChange(part: YamlPart, rules: RulesOf): OnChange | null {
    const keys = mapOf(part, { required: [], optional: ['replaces', 'below', 'grandfather'] })
    if (keys === null) return null
    const [old, count, closes] = [keys.get('replaces'), keys.get('below'), keys.get('grandfather')]
    const replaces = old === undefined ? {} : parseReplaces(old, rules)
    const below = count === undefined ? 'keep' : wordOf(count, ['keep', 'reset'])
    const grandfather = closes === undefined ? 0 : countOf(closes, { min: 0, max: policyCountMax })
    if (replaces === null || below === null || grandfather === null) return null
    return { replaces, below, grandfather }
}

/** The keys are ids of the version before: whether it had them, `checkSuccession` says. */
function parseReplaces(part: YamlPart, rules: RulesOf): OnChange['replaces'] | null {
    const { value } = part
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return noteUnfit(part, 'map')
    }
    const before = part.faults.length
    const replaces: Record<string, string> = {}
    for (const [old, inner] of Object.entries(value)) {
        const child = { ...part, value: inner as unknown, path: [...part.path, old] }
        const tier = parseTierId(child, rules)
        if (!isId(old)) noteFault(child, 'tiers.id_unfit', { found: old })
        else if (rules.tiers?.includes(old))
            noteFault(child, 'tiers.replaced_tier_stays', { tier: old })
        else if (tier !== null) replaces[old] = tier
    }
    return part.faults.length === before ? replaces : null
}

/** What floors and caps have in common. */
function parseRule(keys: YamlParts, rules: RulesOf): Pick<Floor, 'id' | 'when' | 'reason'> | null {
    const id = readAt(keys, 'id', (part) => parseRuleId(part, rules))
    const when = readAt(keys, 'when', (part) => parseCondition(part, rules))
    const reason = readAt(keys, 'reason', parseNames)
    return id === null || when === null || reason === null ? null : { id, when, reason }
}

function parseRuleId(part: YamlPart, { ruleIds }: RulesOf): string | null {
    const id = parseId(part)
    if (id === null) return null
    if (id === expressWord) return noteFault(part, 'tiers.rule_id_taken', { id })
    if (ruleIds.has(id)) return noteFault(part, 'tiers.rule_twice', { id })
    ruleIds.add(id)
    return id
}

/** The id of a tier of this ladder; where it has none such, the fault names the nearest. */
function parseTierId(part: YamlPart, { tiers }: RulesOf): string | null {
    const tier = textOf(part)
    if (tier === null || tiers === null || tiers.includes(tier)) return tier
    const suggestion = nearestName(tier, tiers) ?? 'none'
    return noteFault(part, 'tiers.tier_unknown', { tier, suggestion, known: tiers.join(', ') })
}

/** Every member of a list; null where one of them is at fault. */
function wholeList<T>(part: YamlPart, reader: (one: YamlPart) => T | null): readonly T[] | null {
    const members = listOf(part)?.map(reader)
    const whole = members?.filter((one) => one !== null)
    return whole === undefined || whole.length !== members?.length ? null : whole
}

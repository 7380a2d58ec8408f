import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { languages } from '#domain/say.ts'
import type { Condition } from '#features/condition.ts'
import { describeCondition } from '#features/describe-condition.ts'
import { compareExpress, compareRules, nameOf, type PolicySides } from './compare-rules.ts'
import { compareTiers } from './compare-tiers.ts'
import type { Policy } from './policy.ts'
import { differenceOf, type PolicyDifference, type Wording } from './policy-difference.ts'
import { sameRules } from './same-rules.ts'

/**
 * Every difference of rules between two versions, in banker's words, in the order in which a
 * policy file has its parts. None exactly where both are the same rules; amounts are compared by
 * value. Conditions, names and amounts come written out in the language asked for.
 */
export function comparePolicies(sides: PolicySides, wording: Wording): readonly PolicyDifference[] {
    const parts = Object.keys(comparisons) as (keyof Policy)[]
    return parts.flatMap((part) => {
        if (sameRules(sides.before[part], sides.after[part])) return []
        const found = comparisons[part].flatMap((one) => one(sides, { part, wording }))
        if (found.length > 0) return found
        // Only the order of lines that add up, say: written otherwise, and the same rule.
        return [{ part, key: 'tiers.diff.rewritten', params: { what: part } }]
    })
}

type Told = { readonly part: keyof Policy; readonly wording: Wording }
type Comparison = (sides: PolicySides, told: Told) => readonly PolicyDifference[]

/** What is compared of each part; the type sees to it that no part is left out. */
const comparisons: { readonly [Part in keyof Policy]: readonly Comparison[] } = {
    ladder: [field('tiers.diff.ladder', ({ ladder }) => ladder, asIs)],
    version: [field('tiers.diff.version', ({ version }) => version, asIs)],
    name: [compareNames],
    effectiveFrom: [
        field('tiers.diff.effective_from', ({ effectiveFrom }) => effectiveFrom, formatMonth),
    ],
    currency: [field('tiers.diff.currency', ({ currency }) => currency, asIs)],
    isPublic: [field('tiers.diff.public', ({ isPublic }) => isPublic, asAnswer)],
    population: [comparePopulations],
    measure: [
        compareWeights,
        field('tiers.diff.null_parts', ({ measure }) => measure.nullParts, asWord),
    ],
    pool: [field('tiers.diff.pool', ({ pool }) => pool?.by ?? null, asWord)],
    tiers: [
        ({ before, after }, { wording }) =>
            compareTiers({ before: before.tiers, after: after.tiers }, wording),
    ],
    upgrade: [
        field('tiers.diff.upgrade_review', ({ upgrade }) => upgrade.review, asWord),
        field('tiers.diff.upgrade_after', ({ upgrade }) => upgrade.after, asIs),
        field('tiers.diff.max_steps', ({ upgrade }) => upgrade.maxSteps, asIs),
    ],
    downgrade: [
        field('tiers.diff.downgrade_review', ({ downgrade }) => downgrade.review, asWord),
        field('tiers.diff.downgrade_to', ({ downgrade }) => downgrade.to, asWord),
    ],
    dropAtOnce: [field('tiers.diff.drop_at_once', ({ dropAtOnce }) => dropAtOnce, asCondition)],
    grace: [field('tiers.diff.grace', ({ grace }) => grace, asIs)],
    missingKeep: [field('tiers.diff.missing_keep', ({ missingKeep }) => missingKeep, asIs)],
    effective: [field('tiers.diff.effective', ({ effective }) => effective, asWord)],
    near: [
        field('tiers.diff.near_up', ({ near }) => near?.up ?? null, asPercent),
        field('tiers.diff.near_down', ({ near }) => near?.down ?? null, asPercent),
    ],
    express: [(sides, { wording }) => compareExpress(sides, wording)],
    floors: [(sides, { wording }) => compareRules(sides, { part: 'floors', wording })],
    caps: [(sides, { wording }) => compareRules(sides, { part: 'caps', wording })],
    onChange: [
        compareReplaces,
        field('tiers.diff.below', ({ onChange }) => onChange.below, asWord),
        field('tiers.diff.grandfather', ({ onChange }) => onChange.grandfather, asIs),
    ],
}

/** Compares one value of the policy. */
function field<T>(
    key: string,
    of: (policy: Policy) => T | null,
    show: (value: T, wording: Wording) => string | number,
): Comparison {
    return ({ before, after }, { part, wording }) => {
        const change = { from: of(before), to: of(after), show: (one: T) => show(one, wording) }
        return differenceOf({ part, key }, change, wording)
    }
}

function asIs(value: string | number): string | number {
    return value
}

function asWord(word: string, { say }: Wording): string {
    return say(`tiers.diff.word_${word}`)
}

function asAnswer(flag: boolean, { say }: Wording): string {
    return say(`features.value.${flag}`)
}

function asCondition(condition: Condition, { say }: Wording): string {
    return describeCondition(condition, say)
}

function asPercent({ units, scale }: Decimal): string {
    return `${formatDecimal({ units, scale: scale - 2 }).replace(/\.?0+$/, '')}%`
}

function compareNames(
    { before, after }: PolicySides,
    { part, wording }: Told,
): readonly PolicyDifference[] {
    return languages.flatMap((language) => {
        const [from, to] = [before.name[language], after.name[language]]
        const change = { from, to, show: asIs, params: { language } }
        return differenceOf({ part, key: 'tiers.diff.name' }, change, wording)
    })
}

function comparePopulations(
    { before, after }: PolicySides,
    { part, wording }: Told,
): readonly PolicyDifference[] {
    const change = {
        from: before.population,
        to: after.population,
        show: (condition: Condition) => asCondition(condition, wording),
        absent: wording.say('tiers.diff.everybody'),
    }
    return differenceOf({ part, key: 'tiers.diff.population' }, change, wording)
}

function compareWeights(
    { before, after }: PolicySides,
    { part, wording }: Told,
): readonly PolicyDifference[] {
    const features = [before, after].flatMap(({ measure }) =>
        measure.parts.map(({ feature }) => feature),
    )
    return [...new Set(features)].flatMap((feature) => {
        const weightIn = ({ measure }: Policy): Decimal | null =>
            measure.parts.find((one) => one.feature === feature)?.weight ?? null
        const params = { feature: wording.say(`features.${feature}.name`) }
        const change = { from: weightIn(before), to: weightIn(after), show: formatDecimal, params }
        return differenceOf({ part, key: 'tiers.diff.weight' }, change, wording)
    })
}

function compareReplaces(sides: PolicySides, { part, wording }: Told): readonly PolicyDifference[] {
    const name = (id: string): string => nameOf(id, { sides, language: wording.language })
    const ids = [sides.before, sides.after].flatMap(({ onChange }) =>
        Object.keys(onChange.replaces),
    )
    return [...new Set(ids)].flatMap((old) => {
        const heirIn = ({ onChange }: Policy): string | null => onChange.replaces[old] ?? null
        const [from, to] = [heirIn(sides.before), heirIn(sides.after)]
        const change = { from, to, show: name, params: { tier: name(old) } }
        return differenceOf({ part, key: 'tiers.diff.replaces' }, change, wording)
    })
}

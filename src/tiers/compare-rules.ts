import { languages } from '#domain/say.ts'
import { describeCondition } from '#features/describe-condition.ts'
import type { Cap, Floor, Policy } from './policy.ts'
import {
    type Change,
    differenceOf,
    type PolicyDifference,
    type Wording,
} from './policy-difference.ts'

/** Two versions of a ladder's rules. */
export type PolicySides = { readonly before: Policy; readonly after: Policy }

/** A floor or a cap, with what they do not share left open. */
type Rule = Floor | Cap

/** Every difference between the floors, or the caps, of two versions, rule by rule. */
export function compareRules(
    sides: PolicySides,
    { part, wording }: { readonly part: 'floors' | 'caps'; readonly wording: Wording },
): readonly PolicyDifference[] {
    const [before, after]: readonly (readonly Rule[])[] = [sides.before[part], sides.after[part]]
    if (before === undefined || after === undefined) return []
    const ids = [...new Set([...before, ...after].map(({ id }) => id))]
    const orderIn = (rules: readonly Rule[], other: readonly Rule[]): readonly string[] =>
        rules.map(({ id }) => id).filter((id) => other.some((rule) => rule.id === id))
    return [
        ...ids.flatMap((id) => {
            const [from, to] = [ruleOf(before, id), ruleOf(after, id)]
            return compareRule({ from, to, sides }, { part, wording })
        }),
        ...differenceOf(
            { part, key: `tiers.diff.${part}_order` },
            {
                from: orderIn(before, after),
                to: orderIn(after, before),
                show: (order) => order.join(', '),
            },
            wording,
        ),
    ]
}

type RuleSides = {
    readonly from: Rule | null
    readonly to: Rule | null
    readonly sides: PolicySides
}

function compareRule(
    { from, to, sides }: RuleSides,
    { part, wording }: { readonly part: 'floors' | 'caps'; readonly wording: Wording },
): readonly PolicyDifference[] {
    const { say, language } = wording
    const rule = to?.id ?? from?.id ?? ''
    const differ = <T>(key: string, change: Change<T>): readonly PolicyDifference[] =>
        differenceOf({ part, key }, { ...change, params: { rule, ...change.params } }, wording)
    if (to === null) return [{ part, key: `tiers.diff.${part}_removed`, params: { rule } }]
    const reason = to.reason[language]
    const added = { part, key: `tiers.diff.${part}_added`, params: { rule, reason } }
    const yesOrNo = (flag: boolean): string => say(`features.value.${flag}`)
    const flag = (of: (cap: Cap) => boolean) => ({
        // A rule that is new has been neither hard nor confidential.
        from: from !== null && isCap(from) && of(from),
        to: isCap(to) && of(to),
        show: yesOrNo,
    })
    return [
        ...(from === null ? [added] : []),
        ...differ('tiers.diff.rule_when', {
            from: from?.when ?? null,
            to: to.when,
            show: (condition) => describeCondition(condition, say),
        }),
        ...differ(`tiers.diff.${part}_tier`, {
            from: from === null ? null : tierOf(from),
            to: tierOf(to),
            show: (id) => nameOf(id, { sides, language }),
        }),
        ...differ(
            'tiers.diff.rule_hard',
            flag(({ isHard }) => isHard),
        ),
        ...differ(
            'tiers.diff.rule_confidential',
            flag(({ isConfidential }) => isConfidential),
        ),
        ...languages.flatMap((one) =>
            from === null
                ? []
                : differ('tiers.diff.rule_reason', {
                      from: from.reason[one],
                      to: to.reason[one],
                      show: (text) => text,
                      params: { language: one },
                  }),
        ),
    ]
}

/** Every difference between the express rules of two versions, tier by tier. */
export function compareExpress(
    { before, after }: PolicySides,
    wording: Wording,
): readonly PolicyDifference[] {
    const tiers = new Set([...before.express, ...after.express].map(({ tier }) => tier))
    return [...tiers].flatMap((tier) => {
        const daysIn = ({ express }: Policy): number | null =>
            express.find((rule) => rule.tier === tier)?.days ?? null
        const name = nameOf(tier, { sides: { before, after }, language: wording.language })
        return differenceOf(
            { part: 'express', key: 'tiers.diff.express' },
            {
                from: daysIn(before),
                to: daysIn(after),
                show: (days) => days,
                params: { tier: name },
            },
            wording,
        )
    })
}

/** What a tier id is called, in the later version if it is still there. */
export function nameOf(
    id: string,
    { sides, language }: { readonly sides: PolicySides } & Pick<Wording, 'language'>,
): string {
    const tiers = [...sides.after.tiers, ...sides.before.tiers]
    return tiers.find((tier) => tier.id === id)?.name[language] ?? id
}

function ruleOf(rules: readonly Rule[], id: string): Rule | null {
    return rules.find((rule) => rule.id === id) ?? null
}

function tierOf(rule: Rule): string {
    return isCap(rule) ? rule.atMost : rule.atLeast
}

function isCap(rule: Rule): rule is Cap {
    return 'atMost' in rule
}

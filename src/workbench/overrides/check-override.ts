import { addMonths, formatMonth, type Month } from '#domain/month.ts'
import { type Failure, failure } from '#domain/result.ts'
import { levelOf } from '#tiers/policy.ts'
import { type LadderRules, versionServing, versionsServing } from '../ladder-rules.ts'
import type { OverrideWish } from './override-wish.ts'

/** How often in a row an override may be renewed. */
export const renewalsMax = 2

/** An override that holds or waits, or one asked for further up in the same file. */
export type OtherOverride = {
    readonly from: Month
    readonly until: Month
    /** Its number in the store, or its line in the file. */
    readonly known: { readonly by: 'number' | 'line'; readonly number: number }
}

type Asked = Pick<OverrideWish, 'tier' | 'lifts' | 'from' | 'until' | 'placeOf'>

/** What the rules of the ladder have against an override; what others have is not looked at. */
export function ruleFaults(asked: Asked, rules: LadderRules): readonly Failure[] {
    const { tier, lifts, from, until, placeOf } = asked
    const { ladder, firstOpen } = rules
    const faults: Failure[] = []
    if (from < firstOpen) {
        const params = { from: formatMonth(from), first: formatMonth(firstOpen) }
        faults.push(failure('workbench.override_early', params, placeOf('from')))
    }
    for (const { policy } of versionsServing(rules, { from, to: until })) {
        if (levelOf(policy, tier) !== null) continue
        const known = policy.tiers.map(({ id }) => id).join(', ')
        const params = { tier, ladder, version: policy.version, known }
        faults.push(failure('workbench.tier_unknown', params, placeOf('tier')))
        break
    }
    if (lifts === null) return faults
    const { policy } = versionServing(rules, from)
    const cap = policy.caps.find(({ id }) => id === lifts)
    const soft = policy.caps.filter(({ isHard }) => !isHard).map(({ id }) => id)
    const known = soft.join(', ') || 'none'
    if (cap === undefined) {
        const params = { cap: lifts, version: policy.version, known }
        faults.push(failure('workbench.cap_unknown', params, placeOf('lifts')))
    } else if (cap.isHard) {
        faults.push(failure('workbench.cap_hard', { cap: lifts, known }, placeOf('lifts')))
    }
    return faults
}

/** What a party's other overrides on the ladder have against one more: overlaps, renewals. */
export function neighbourFaults(
    { party, from, until, placeOf }: Pick<OverrideWish, 'party' | 'from' | 'until' | 'placeOf'>,
    others: readonly OtherOverride[],
): readonly Failure[] {
    const overlapping = others.filter((other) => other.from <= until && other.until >= from)
    if (overlapping.length > 0) {
        return overlapping.map((other) => {
            const params = {
                party,
                by: other.known.by,
                number: String(other.known.number),
                from: formatMonth(other.from),
                until: formatMonth(other.until),
            }
            return failure('workbench.override_overlap', params, placeOf('from'))
        })
    }
    const renewals = chainLength({ from, until }, others) - 1
    if (renewals <= renewalsMax) return []
    return [failure('workbench.override_renewals', { party, max: renewalsMax }, placeOf('from'))]
}

/** How many overrides follow one another without a month between them, this one among them. */
function chainLength(
    { from, until }: { readonly from: Month; readonly until: Month },
    others: readonly OtherOverride[],
): number {
    let length = 1
    let first = from
    let last = until
    for (let one = endingIn(addMonths(first, -1)); one !== undefined; ) {
        length++
        first = one.from
        one = endingIn(addMonths(first, -1))
    }
    for (let one = beginningIn(addMonths(last, 1)); one !== undefined; ) {
        length++
        last = one.until
        one = beginningIn(addMonths(last, 1))
    }
    return length

    function endingIn(month: Month): OtherOverride | undefined {
        return others.find((other) => other.until === month)
    }
    function beginningIn(month: Month): OtherOverride | undefined {
        return others.find((other) => other.from === month)
    }
}

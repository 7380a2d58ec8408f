import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import type { GivenCause, Grant, Override } from './assignment.ts'
import { levelInForce } from './carried-state.ts'
import { type Cap, levelOf, type Policy, tierAt } from './policy.ts'

/** What the tier given is made of: the same at a close and on any day. */
export type Giving = {
    readonly policy: Policy
    /** The facts of the close that the earned tier comes from. */
    readonly facts: Facts
    readonly earned: string | null
    /** Those that hold on the day, by the express rule too. */
    readonly grants?: readonly Grant[]
    /** The override of the service month, or that it ended with the month before. */
    readonly override?: Override | null
}

/** The tier given, what made it, and whether only compliance may see more than it. */
export type Given = {
    readonly tier: string | null
    readonly cause: GivenCause
    /** The id of a floor or cap, the number of a grant or override, `express`; null: earned. */
    readonly rule: string | null
    readonly isRestricted: boolean
    /** The steps that changed it, in their order; one that sets exactly always counts. */
    readonly steps: readonly GivenStep[]
}

/** One step from the tier earned to the tier given. */
export type GivenStep = {
    readonly step: Exclude<GivenCause, 'earned' | 'override_expired'>
    readonly rule: string
    readonly from: string | null
    readonly to: string | null
}

/**
 * What is given: rule 7 of a month close. The earned tier, raised by floors, by the grants of the
 * day, raised or set by the override, lowered by caps. Floors and grants never act on no tier.
 * Not to be asked for a party that has left: it is given nothing.
 */
export function giveTier(giving: Giving): Given {
    const { policy, earned, override = null } = giving
    const idAt = (level: number | null): string | null =>
        level === null ? null : tierAt(policy, level).id
    const steps: GivenStep[] = []
    let level = levelOf(policy, earned)
    for (const change of [raiseByFloor, raiseByGrant, applyOverride, lowerByCap]) {
        const changed = change(giving, level)
        if (changed === null) continue
        const { step, rule } = changed
        steps.push({ step, rule, from: idAt(level), to: idAt(changed.level) })
        level = changed.level
    }
    const last = steps.at(-1)
    const isOver = override !== null && !override.serves
    return {
        tier: idAt(level),
        cause: last?.step ?? (isOver ? 'override_expired' : 'earned'),
        rule: last?.rule ?? null,
        isRestricted: policy.caps.some((cap) => cap.isConfidential && holds(cap, giving.facts)),
        steps,
    }
}

/** A step that changed the level; null: it left it as it was. */
type Changed = Pick<GivenStep, 'step' | 'rule'> & { readonly level: number }
type Change = (giving: Giving, level: number | null) => Changed | null

/** The highest floor that is true; the first in the file of those for one tier. */
const raiseByFloor: Change = ({ policy, facts }, level) => {
    if (level === null) return null
    const raised = policy.floors
        .filter(({ when }) => evaluateCondition(when, facts) === true)
        .map(({ id, atLeast }) => ({ rule: id, level: levelOf(policy, atLeast) ?? 0 }))
        .reduce<Raised>(higher, { rule: '', level })
    return raised.level === level ? null : { step: 'floored', ...raised }
}

/** The highest grant, the oldest of those for one tier; the express rule where it is higher. */
const raiseByGrant: Change = ({ policy, grants = [] }, level) => {
    if (level === null) return null
    const raised = grants
        .toSorted((left, right) => orderOf(left) - orderOf(right))
        .map(({ grantId, tier }) => ({
            rule: grantId === null ? 'express' : String(grantId),
            level: levelInForce(policy, tier) ?? 0,
        }))
        .reduce<Raised>(higher, { rule: '', level })
    return raised.level === level ? null : { step: 'granted', ...raised }
}

const orderOf = ({ grantId }: Grant): number => grantId ?? Number.POSITIVE_INFINITY

type Raised = { readonly rule: string; readonly level: number }

/** The first of equals stays. */
function higher(best: Raised, next: Raised): Raised {
    return next.level > best.level ? next : best
}

const applyOverride: Change = ({ policy, override = null }, level) => {
    if (override === null || !override.serves) return null
    const asked = levelInForce(policy, override.tier)
    const raises = asked !== null && (level === null || asked > level)
    if (asked === null || (override.mode === 'at_least' && !raises)) return null
    return { step: 'overridden', rule: String(override.overrideId), level: asked }
}

/** The lowest cap that holds and is not lifted; the first in the file of those for one tier. */
const lowerByCap: Change = ({ policy, facts, override = null }, level) => {
    if (level === null) return null
    const lifted = override?.serves === true ? override.lifts : null
    const lowered = policy.caps
        .filter((cap) => holds(cap, facts) && (cap.isHard || cap.id !== lifted))
        .map(({ id, atMost }) => ({ rule: id, level: levelOf(policy, atMost) ?? 0 }))
        .reduce<Raised>((best, next) => (next.level < best.level ? next : best), {
            rule: '',
            level,
        })
    return lowered.level === level ? null : { step: 'capped', ...lowered }
}

/** A hard cap also holds where its condition is unknown. */
function holds({ when, isHard }: Cap, facts: Facts): boolean {
    return (evaluateCondition(when, facts) ?? isHard) === true
}

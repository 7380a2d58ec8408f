import type { Policy, Review, Tier } from './policy.ts'
import { grandfatherEnd } from './review-calendar.ts'
import { writeFacts } from './write-facts.ts'
import { writeCapId, writeCapLevel, writeFloorId, writeFloorLevel } from './write-given.ts'
import { writeLevel, writeLevelNow } from './write-levels.ts'

/**
 * What differs from policy to policy in `models/tiers/assignments.sql`, as template text by the
 * words that stand there. Everything else is one constant text.
 */
export type CloseTemplates = {
    /** By the name that `param()` asks for: the facts of the month, the numbers of the policy. */
    readonly params: Readonly<Record<string, string>>
    /** Words that take a column: `wait_of(earned_level)` is the wait at that level. */
    readonly columns: Readonly<Record<string, (column: string) => string>>
}

/**
 * Writes a policy as SQL for the whole base. `before` is the version that the close before
 * followed, whose levels the state has; null where there was none, or the state has ours.
 */
export function writeClose(policy: Policy, before: Policy | null): CloseTemplates {
    return {
        params: { facts: writeFacts(policy), ...writeNumbers(policy) },
        columns: {
            level_now: (level) =>
                before === null ? level : writeLevelNow({ policy, before }, level),
            level_of: (tier) => writeLevel(policy, tier),
            wait_of: (level) => writeWait(policy.tiers, level),
            floor_level: (number) => writeFloorLevel(policy, number),
            floor_id: (number) => writeFloorId(policy, number),
            cap_level: (number) => writeCapLevel(policy, number),
            cap_id: (number) => writeCapId(policy, number),
        },
    }
}

const month = "{{ param('month') }}"

function writeNumbers(policy: Policy): Readonly<Record<string, string>> {
    const { upgrade, downgrade, onChange, effectiveFrom } = policy
    const isReset = onChange.below === 'reset' ? `(${month} = ${effectiveFrom})` : 'false'
    return {
        is_upgrade_due: writeDue(upgrade.review),
        is_downgrade_due: writeDue(downgrade.review),
        upgrade_after: String(upgrade.after),
        upgrade_steps_max: String(upgrade.maxSteps ?? policy.tiers.length),
        is_best_of_wait: String(downgrade.to === 'best_of_wait'),
        grace: String(policy.grace),
        is_grandfathered: `(${month} < ${grandfatherEnd(policy)})`,
        is_below_reset: isReset,
        missing_keep: String(policy.missingKeep),
        stale_step: `case when ${writeDue(downgrade.review)} then 1 else 0 end`,
    }
}

/** Quarterly reviews fall on the closes of March, June, September and December. */
function writeDue(review: Review): string {
    return review === 'monthly' ? 'true' : `((${month} % 100) % 3 = 0)`
}

/** The wait of most tiers stands in the end, so that few levels are asked for. */
function writeWait(tiers: readonly Tier[], level: string): string {
    const [usual = 0] = tiers
        .map(({ wait }) => wait)
        .toSorted((left, right) => countOf(tiers, right) - countOf(tiers, left))
    const others = tiers.flatMap(({ wait }, index) =>
        wait === usual ? [] : [`when ${index} then ${wait}`],
    )
    return others.length === 0
        ? String(usual)
        : `case ${level} ${others.join(' ')} else ${usual} end`
}

function countOf(tiers: readonly Tier[], wait: number): number {
    return tiers.filter((tier) => tier.wait === wait).length
}

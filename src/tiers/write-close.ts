import { levelInForce } from './carried-state.ts'
import { type Policy, type Review, tierAt } from './policy.ts'
import { grandfatherEnd } from './review-calendar.ts'
import { writeFacts } from './write-facts.ts'

/**
 * The parts of a close that differ from policy to policy, as template text for the CTEs of
 * `models/tiers/assignments.sql`. Everything else there is one constant text.
 */
export type CloseTemplates = {
    /** One row per party of the month: measure, raw levels, floors and caps. */
    readonly facts: string
    /** One row: the rhythm of reviews and the numbers of the policy. */
    readonly params: string
    /** One row per tier id: those of the policy, and those that it replaces. */
    readonly ladder: string
}

/** Writes a policy as SQL for the whole base. */
export function writeClose(policy: Policy): CloseTemplates {
    return { facts: writeFacts(policy), params: writeParams(policy), ladder: writeLadder(policy) }
}

const month = "{{ param('month') }}"

function writeParams(policy: Policy): string {
    const { upgrade, downgrade, onChange, effectiveFrom } = policy
    const isReset = onChange.below === 'reset' ? `${month} = ${effectiveFrom}` : 'false'
    const columns = [
        `'${policy.ladder}' as ladder`,
        `${month} as close_month`,
        `${writeDue(upgrade.review)} as is_upgrade_due`,
        `${writeDue(downgrade.review)} as is_downgrade_due`,
        `${upgrade.after} as upgrade_after`,
        `${upgrade.maxSteps ?? policy.tiers.length} as upgrade_steps_max`,
        `${downgrade.to === 'best_of_wait'} as is_best_of_wait`,
        `${policy.grace} as grace`,
        `${month} < ${grandfatherEnd(policy)} as is_grandfathered`,
        `${isReset} as is_below_reset`,
        `${policy.missingKeep} as missing_keep`,
        `case when ${writeDue(downgrade.review)} then 1 else 0 end as stale_step`,
    ]
    return `select\n    ${columns.join(',\n    ')}`
}

/** Quarterly reviews fall on the closes of March, June, September and December. */
function writeDue(review: Review): string {
    return review === 'monthly' ? 'true' : `(${month} % 100) % 3 = 0`
}

/** Own ids stand for themselves; an id that was dropped stands for the one that replaces it. */
function writeLadder(policy: Policy): string {
    const own = policy.tiers.map(({ id }) => id)
    const dropped = Object.keys(policy.onChange.replaces).filter((id) => !own.includes(id))
    const rows = [...own, ...dropped].flatMap((id) => {
        const level = levelInForce(policy, id)
        if (level === null) return []
        const { id: tier, wait } = tierAt(policy, level)
        return [`('${id}', ${level}, '${tier}', ${wait})`]
    })
    return `select * from (values\n    ${rows.join(',\n    ')}\n) as steps (id, level, tier, wait)`
}

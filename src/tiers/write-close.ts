import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { nearFrom, nearUntil } from './outlook.ts'
import type { Policy, Review } from './policy.ts'
import { writeFacts } from './write-facts.ts'

/**
 * The parts of a close that differ from policy to policy, as template text for the CTEs of
 * `models/tiers/assignments.sql`. Everything else there is one constant text.
 */
export type CloseTemplates = {
    /** One row per party of the month: measure, raw levels, what it is qualified for. */
    readonly facts: string
    /** One row: the rhythm of reviews and the numbers of the policy. */
    readonly params: string
    /** One row per tier. */
    readonly ladder: string
}

/** Writes a policy as SQL for the whole base. */
export function writeClose(policy: Policy): CloseTemplates {
    return { facts: writeFacts(policy), params: writeParams(policy), ladder: writeLadder(policy) }
}

const month = "{{ param('month') }}"

function writeParams(policy: Policy): string {
    const { upgrade, downgrade } = policy
    const monthly = downgrade.review === 'monthly'
    const columns = [
        `'${policy.ladder}' as ladder`,
        `${month} as close_month`,
        `${writeDue(upgrade.review)} as is_upgrade_due`,
        `${writeDue(downgrade.review)} as is_downgrade_due`,
        `${upgrade.after} as upgrade_after`,
        `${upgrade.maxSteps ?? policy.tiers.length} as upgrade_steps_max`,
        `'${downgrade.to}' as downgrade_to`,
        `${monthly ? '1' : '3'} as closes_a_review`,
        `${monthly ? '1' : `3 - (${month} % 100) % 3`} as closes_to_review`,
        `${policy.grace} as grace`,
        `${policy.missingKeep} as missing_keep`,
        `${monthly ? '1' : `case when ${writeDue('quarterly')} then 1 else 0 end`} as stale_step`,
    ]
    return `select\n    ${columns.join(',\n    ')}`
}

/** Quarterly reviews fall on the closes of March, June, September and December. */
function writeDue(review: Review): string {
    return review === 'monthly' ? 'true' : `(${month} % 100) % 3 = 0`
}

function writeLadder(policy: Policy): string {
    const { near } = policy
    const rows = policy.tiers.map(({ id, atLeast, wait }, level) => {
        const from = atLeast === null || near === null ? null : nearFrom(atLeast, near)
        const until = atLeast === null || near === null ? null : nearUntil(atLeast, near)
        const amounts = [atLeast, from, until].map(writeMeasure).join(', ')
        return `(${level}, '${id}', ${wait}, ${amounts})`
    })
    const names = ['level', 'tier', 'wait', 'at_least', 'near_from', 'near_until'].join(', ')
    return `select * from (values\n    ${rows.join(',\n    ')}\n) as steps (${names})`
}

/** A threshold in the type of measures; the base tier has none. */
function writeMeasure(value: Decimal | null): string {
    return `cast(${value === null ? 'null' : formatDecimal(value)} as decimal(24,6))`
}

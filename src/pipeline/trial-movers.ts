import type { EarnedCause, GivenCause } from '#tiers/assignment.ts'
import type { Policy } from '#tiers/policy.ts'
import { type MoverReason, type TrialMover, type TrialSum, trialSums } from '#tiers/trial.ts'
import { writeTier } from '#tiers/write-levels.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { amountOf, directionOf, type FiguredSide, textOf } from './trial-figures.ts'

/** Where movers are read from. */
export type MoversSource = {
    readonly before: FiguredSide
    readonly after: FiguredSide
    /** SQL of the parties with their masked names. */
    readonly parties: string
    /** Whether restricted parties may be shown. */
    readonly isCompliance: boolean
}

/** The columns of a reason, as a stored close has them and as they are shown. */
const reasons = [
    ['level', 'tier'],
    ['earned_level', 'earned_tier'],
    ['earned_cause', 'earned_cause'],
    ['cause', 'cause'],
    ['rule', 'rule'],
    ['raw_level', 'raw_tier'],
    ['route', 'route'],
    ['measure', 'measure'],
] as const

/** SQL of the ids of the parties whose tiers differ, the largest first. */
export function moverIdsSql(source: Pick<MoversSource, 'isCompliance'>, limit: number): string {
    return `select party_id from trial_moves moved where ${listedSql(source)}
        order by ${order} limit ${limit}`
}

/** The largest first; among equals the lower id. */
const order = `moved.${trialSums[0].id} desc nulls last, moved.party_id`

/** SQL of what is listed of movers: of those with these ids, or null: of all. */
export function moversSql(source: MoversSource, ids: readonly bigint[] | null): string {
    const sides = (['before', 'after'] as const).flatMap((side) =>
        reasons.map(([stored, shown]) => {
            const cell = `${side}.${stored}`
            const { policy } = source[side]
            return `${stored === shown ? cell : writeTier(policy, cell)} as ${side}_${shown}`
        }),
    )
    const sums = trialSums.map(({ id }) => `moved.${id}`)
    // An engine finds a few ids without reading on; all of them it has to look up.
    const isAsked =
        ids === null
            ? `party_id in (select party_id from trial_moves where ${listedSql(source)})`
            : `party_id in (${ids.join(', ')})`
    const standing = ({ closes }: FiguredSide): string =>
        `(select * from ${closes.last(isAsked)} closed where earned_cause <> 'left')`
    return `select
            moved.party_id,
            parties.record_key,
            parties.name_masked as name,
            parties.branch,
            ${[...sums, ...sides].join(', ')}
        from (select * from trial_moves where ${isAsked}) moved
        left join (select * from (${source.parties}) all_parties where ${isAsked}) parties
            on parties.party_id = moved.party_id
        left join ${standing(source.before)} before on before.party_id = moved.party_id
        left join ${standing(source.after)} after on after.party_id = moved.party_id
        order by ${order}`
}

/** What makes a party one that is listed. */
export function listedSql({ isCompliance }: Pick<MoversSource, 'isCompliance'>): string {
    const differs = 'before_tier is distinct from after_tier'
    return isCompliance ? differs : `${differs} and not is_restricted`
}

/** A row of the movers as it is shown. */
export function moverOf(
    row: Row,
    policies: { readonly before: Policy; readonly after: Policy },
): TrialMover {
    const before = reasonOf(row, 'before')
    const after = reasonOf(row, 'after')
    const sums = trialSums.map(({ id }) => [id, amountOf(row[id] ?? null)])
    return {
        partyId: String(row.party_id),
        recordKey: textOf(row.record_key) ?? String(row.party_id),
        name: textOf(row.name),
        branch: textOf(row.branch),
        direction: directionOf({ from: before.tier, to: after.tier }, policies),
        sums: Object.fromEntries(sums) as Record<TrialSum, string | null>,
        before,
        after,
    }
}

function reasonOf(row: Row, side: 'before' | 'after'): MoverReason {
    const text = (name: (typeof reasons)[number][1]): string | null =>
        textOf(row[`${side}_${name}`])
    const route = row[`${side}_route`]
    return {
        tier: text('tier'),
        earnedTier: text('earned_tier'),
        earnedCause: text('earned_cause') as EarnedCause | null,
        cause: text('cause') as GivenCause | null,
        rule: text('rule'),
        rawTier: text('raw_tier'),
        route: route === null || route === undefined ? null : Number(route),
        measure: amountOf(row[`${side}_measure`] ?? null),
    }
}

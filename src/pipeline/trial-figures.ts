import { formatDecimal } from '#domain/decimal.ts'
import { levelInForce } from '#tiers/carried-state.ts'
import { nearFrom, nearUntil } from '#tiers/outlook.ts'
import { levelOf, type Policy, tierAt } from '#tiers/policy.ts'
import {
    type NearCount,
    type TierCount,
    type TrialCell,
    type TrialSize,
    type TrialSum,
    trialSums,
} from '#tiers/trial.ts'
import { writeTier } from '#tiers/write-levels.ts'
import type { Cell, Row, Warehouse } from '#warehouse/warehouse.ts'
import type { SideCloses } from './trial-closes.ts'

/** What the figures of a trial are read from. */
export type TrialFigures = {
    readonly warehouse: Warehouse
    readonly before: FiguredSide
    readonly after: FiguredSide
    /** SQL of the features of the last month. */
    readonly features: string
}

/** One side with the policy of its last month. */
export type FiguredSide = { readonly closes: SideCloses; readonly policy: Policy }

const moves = 'trial_moves'

/**
 * Puts the two sides beside each other, a row a party: the tier that each gives, the amounts that
 * are summed, what it is near to. The other figures are counted from it.
 */
export async function createMoves({
    warehouse,
    before,
    after,
    features,
}: TrialFigures): Promise<void> {
    const summed = trialSums.map(({ id, feature }) => `features.${feature} as ${id}`)
    await warehouse.rows(`create or replace temp table ${moves} as
        with before as (${standing(before)}),
        after as (${standing(after)}),
        features as (${features})
        select
            coalesce(before.party_id, after.party_id) as party_id,
            before.tier as before_tier,
            after.tier as after_tier,
            before.near as before_near,
            after.near as after_near,
            coalesce(before.is_restricted, false) or coalesce(after.is_restricted, false)
                as is_restricted,
            ${summed.join(', ')}
        from before
        full join after on after.party_id = before.party_id
        left join features on features.party_id = coalesce(before.party_id, after.party_id)`)
}

/** Whoever has left is on the ladder no more. */
function standing({ closes, policy }: FiguredSide): string {
    return `select party_id, ${writeTier(policy, 'level')} as tier, is_restricted,
            ${nearSql(policy)} as near
        from ${closes.last('true')} closed where earned_cause <> 'left'`
}

/**
 * The tier whose threshold a measure is near to, `up:gold` just below it and `down:gold` just
 * above: by measure and thresholds alone, and not for whoever still holds the tier above.
 */
function nearSql({ tiers, near }: Policy): string {
    if (near === null) return 'cast(null as varchar)'
    const cases = tiers.flatMap(({ id, atLeast }, level) => {
        const above = tiers[level + 1]
        const up =
            above?.atLeast == null
                ? []
                : [
                      `when raw_level = ${level}
                        and measure >= ${formatDecimal(nearFrom(above.atLeast, near))}
                        and measure < ${formatDecimal(above.atLeast)} then
                        case when earned_level is distinct from ${level + 1}
                            then 'up:${above.id}' end`,
                  ]
        const down =
            atLeast === null
                ? []
                : [
                      `when raw_level = ${level} and measure >= ${formatDecimal(atLeast)}
                        and measure < ${formatDecimal(nearUntil(atLeast, near))} then 'down:${id}'`,
                  ]
        return [...up, ...down]
    })
    return `case when route is not null then null ${cases.join(' ')} end`
}

/** The place of a tier in an order of tiers; whatever is not in it comes last. */
function placeIn(order: readonly string[], tier: string | null): number {
    const place = tier === null ? -1 : order.indexOf(tier)
    return place === -1 ? order.length : place
}

/** A close with the policy that it followed; `order` is that of the tiers in what is counted. */
export type CountedClose = {
    readonly relation: string
    readonly policy: Policy
    readonly order: readonly string[]
}

/** Parties by tier after the close of a month, in an order of tiers; without a tier last. */
export async function readCounts(
    warehouse: Warehouse,
    { relation, policy, order }: CountedClose,
): Promise<readonly TierCount[]> {
    const rows = await warehouse.rows(`select level, sum(weight) as parties
        from ${relation} closed where earned_cause <> 'left' group by level`)
    return rows
        .map(({ level, parties }) => ({
            tier: level === null ? null : tierAt(policy, Number(level)).id,
            parties: Number(parties),
        }))
        .sort((left, right) => placeIn(order, left.tier) - placeIn(order, right.tier))
}

/** Parties by the two tiers, in an order of tiers. */
export async function readMatrix(
    warehouse: Warehouse,
    order: readonly string[],
): Promise<readonly TrialCell[]> {
    const rows = await warehouse.rows(`select before_tier, after_tier, count(*) as parties,
            ${sumsSql()}
        from ${moves} group by before_tier, after_tier`)
    const place = (tier: string | null): number => placeIn(order, tier)
    return rows
        .map((row) => ({
            from: textOf(row.before_tier),
            to: textOf(row.after_tier),
            ...sizeOf(row),
        }))
        .sort(
            (left, right) =>
                place(left.from) - place(right.from) || place(left.to) - place(right.to),
        )
}

function sumsSql(): string {
    return trialSums.map(({ id }) => `coalesce(sum(${id}), 0) as ${id}`).join(', ')
}

/** Parties near the thresholds of a side's ladder, lowest tier first. */
export async function readNearCounts(
    warehouse: Warehouse,
    { side, tiers }: { readonly side: 'before' | 'after'; readonly tiers: Policy['tiers'] },
): Promise<readonly NearCount[]> {
    const near = `${side}_near`
    const rows = await warehouse.rows(`select ${near} as near, count(*) as parties
        from ${moves} where ${near} is not null group by ${near}`)
    const found = new Map(rows.map((row) => [row.near, Number(row.parties)]))
    return tiers
        .filter(({ atLeast }) => atLeast !== null)
        .map(({ id }) => ({
            tier: id,
            up: found.get(`up:${id}`) ?? 0,
            down: found.get(`down:${id}`) ?? 0,
        }))
}

/** Which way a party goes from one policy's tier to the other's. */
export type Direction = 'up' | 'down' | 'other'

/**
 * Compares tiers by their places in the ladder that is tried; a tier that it does not have counts
 * as the one that takes its place, else by its place in its own ladder.
 */
export function directionOf(
    move: { readonly from: string | null; readonly to: string | null },
    { before, after }: { readonly before: Policy; readonly after: Policy },
): Direction {
    const placed = levelInForce(after, move.from) ?? levelOf(before, move.from)
    const from = placed ?? -1
    const to = levelOf(after, move.to) ?? -1
    if (to > from) return 'up'
    return to < from ? 'down' : 'other'
}

/** Adds up the cells that a test lets through. */
export function sumCells(
    cells: readonly TrialCell[],
    isCounted: (cell: TrialCell) => boolean,
): TrialSize {
    const counted = cells.filter(isCounted)
    const sums = trialSums.map(({ id }) => [id, sumTexts(counted.map((cell) => cell.sums[id]))])
    return {
        parties: counted.reduce((sum, { parties }) => sum + parties, 0),
        sums: Object.fromEntries(sums) as TrialSize['sums'],
    }
}

function sumTexts(amounts: readonly string[]): string {
    const units = amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n)
    return formatDecimal({ units, scale: 2 })
}

function sizeOf(row: Row): TrialSize {
    const sums = trialSums.map(({ id }) => [id, amountOf(row[id] ?? null) ?? '0.00'])
    return {
        parties: Number(row.parties),
        sums: Object.fromEntries(sums) as Record<TrialSum, string>,
    }
}

/** An exact amount as text. */
export function amountOf(cell: Cell): string | null {
    if (cell === null) return null
    return typeof cell === 'object' ? formatDecimal(cell) : String(cell)
}

/** A cell that is a text or nothing. */
export function textOf(cell: Cell | undefined): string | null {
    return cell === null || cell === undefined ? null : String(cell)
}

import type { Decimal } from '#domain/decimal.ts'
import { addDecimal, compareDecimal, formatDecimal, parseDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import type { Migration, MoneyText, MonthOfTiers, Summary } from '#serving/summary.ts'

/** One tier's row in the month shown; `tier` null stands for the untiered. Shares are of one. */
export type TierFigures = {
    readonly tier: string | null
    readonly parties: number
    readonly assets: MoneyText
    /** Null where there are no parties, or no assets, to have a share of. */
    readonly partyShare: number | null
    readonly assetShare: number | null
    /** Parties in the close before; null in the first close. */
    readonly partiesBefore: number | null
}

/** Parties and assets added up. */
export type Sum = { readonly parties: number; readonly assets: MoneyText }

/** The top tiers that together hold at least half of the assets. */
export type TopHeavy = {
    readonly tier: string
    readonly partyShare: number
    readonly assetShare: number
}

/** What the views say of a summary beyond what stands in it; all of it is sums and shares. */
export type SummaryFigures = {
    readonly month: Month
    readonly total: Sum
    /** The sums of the close before; null in the first close. */
    readonly before: Sum | null
    /** Relative change of the assets; null where there is nothing to compare with. */
    readonly assetGrowth: number | null
    /** Highest tier first, the untiered last and only where there are any. */
    readonly rows: readonly TierFigures[]
    readonly topHeavy: TopHeavy | null
    readonly moves: Readonly<Record<MoveKind, Sum>>
    /** Parties that would fall but for their protection. */
    readonly protectedParties: number
}

/** How a migration goes: to a higher tier, to a lower one, in or out. */
export type MoveKind = 'up' | 'down' | 'entered' | 'left'

/** Adds up a summary. Throws where it holds no close: there is nothing to show then. */
export function figuresOf(summary: Summary): SummaryFigures {
    const close = summary.months.at(-1)
    if (close === undefined) throw new Error('a summary needs at least one close')
    const closeBefore = summary.months.at(-2) ?? null
    const total = sumOf(close.tiers)
    const before = closeBefore === null ? null : sumOf(closeBefore.tiers)
    const rows = rowsOf(summary, { close, closeBefore, total })
    return {
        month: close.month,
        total,
        before,
        assetGrowth: before === null ? null : growth(before.assets, total.assets),
        rows,
        topHeavy: topHeavyOf(rows),
        moves: moveSums(summary),
        protectedParties: close.causes.protected ?? 0,
    }
}

/** Whether a migration raises, lowers, brings or takes a party, by the order of the tiers. */
export function moveKindOf(summary: Summary, move: Pick<Migration, 'from' | 'to'>): MoveKind {
    if (move.from === null) return 'entered'
    if (move.to === null) return 'left'
    const rank = (id: string) => summary.tiers.findIndex((tier) => tier.id === id)
    return rank(move.to) > rank(move.from) ? 'up' : 'down'
}

/** The migrations in which a tier changed; who stayed may be among those handed over. */
export function movesOf(summary: Summary): readonly Migration[] {
    return summary.migrations.filter((move) => move.from !== move.to && move.parties > 0)
}

/** The exact sum of parties and assets. */
export function sumOf(sizes: readonly Sum[]): Sum {
    let parties = 0
    let assets: Decimal = { units: 0n, scale: 2 }
    for (const size of sizes) {
        parties += size.parties
        assets = addDecimal(assets, decimalOf(size.assets))
    }
    return { parties, assets: formatDecimal(assets) }
}

/** The difference of two amounts, exact. */
export function difference(amounts: {
    readonly of: MoneyText
    readonly less: MoneyText
}): MoneyText {
    const less = decimalOf(amounts.less)
    return formatDecimal(
        addDecimal(decimalOf(amounts.of), { units: -less.units, scale: less.scale }),
    )
}

/** Whether an amount reaches a threshold; the bound itself reaches it. */
export function reaches(amounts: {
    readonly amount: MoneyText
    readonly threshold: MoneyText
}): boolean {
    return compareDecimal(decimalOf(amounts.amount), decimalOf(amounts.threshold)) >= 0
}

/** `part / whole` as a plain number, good for widths and percentages; null where whole is 0. */
export function shareOf(amounts: {
    readonly part: MoneyText
    readonly whole: MoneyText
}): number | null {
    const whole = Number(amounts.whole)
    return whole === 0 ? null : Number(amounts.part) / whole
}

function rowsOf(
    summary: Summary,
    at: {
        readonly close: MonthOfTiers
        readonly closeBefore: MonthOfTiers | null
        readonly total: Sum
    },
): readonly TierFigures[] {
    const order = [...summary.tiers.map((tier) => tier.id).reverse(), null]
    return order.flatMap((tier) => {
        const size = sizeOf(at.close, tier)
        const before = at.closeBefore === null ? null : sizeOf(at.closeBefore, tier).parties
        if (tier === null && size.parties === 0 && (before ?? 0) === 0) return []
        const { parties, assets } = size
        const partyShare = at.total.parties === 0 ? null : parties / at.total.parties
        const assetShare = shareOf({ part: assets, whole: at.total.assets })
        return [{ tier, parties, assets, partyShare, assetShare, partiesBefore: before }]
    })
}

/** The size of one tier in a close; no parties where the close does not name it. */
export function sizeOf(close: MonthOfTiers, tier: string | null): Sum {
    return close.tiers.find((size) => size.tier === tier) ?? { parties: 0, assets: '0.00' }
}

/** What a customer of a tier holds on average, to the cent; null where there are none. */
export function averageOf({ parties, assets }: Sum): MoneyText | null {
    if (parties === 0) return null
    const { units, scale } = decimalOf(assets)
    return formatDecimal({ units: units / BigInt(parties), scale })
}

function topHeavyOf(rows: readonly TierFigures[]): TopHeavy | null {
    let partyShare = 0
    let assetShare = 0
    for (const row of rows) {
        if (row.tier === null || row.partyShare === null || row.assetShare === null) return null
        partyShare += row.partyShare
        assetShare += row.assetShare
        // A tier that holds half of all customers is not the few.
        if (partyShare >= 0.5) return null
        if (assetShare >= 0.5) return { tier: row.tier, partyShare, assetShare }
    }
    return null
}

function moveSums(summary: Summary): Readonly<Record<MoveKind, Sum>> {
    const of = (kind: MoveKind) =>
        sumOf(movesOf(summary).filter((move) => moveKindOf(summary, move) === kind))
    return { up: of('up'), down: of('down'), entered: of('entered'), left: of('left') }
}

function growth(before: MoneyText, after: MoneyText): number | null {
    const ratio = shareOf({ part: after, whole: before })
    return ratio === null ? null : ratio - 1
}

function decimalOf(money: MoneyText): Decimal {
    const value = parseDecimal(money)
    if (value === null) throw new Error(`${money} is no amount`)
    return value
}

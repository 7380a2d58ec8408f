import type { Migration } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import type { ReportView } from './report-view.ts'
import { count, idOf, tierClass, tierName } from './report-view.ts'
import { moveKindOf, movesOf } from './summary-figures.ts'

const width = 400
const ribbonsFrom = 108
const ribbonsTo = 292
const nodeWidth = 7
const nodeGap = 16
/** Thinner than this a ribbon cannot be seen. */
const thinnest = 1.2
const room = 250

type Side = 'from' | 'to'

/** A place where ribbons start or end: a tier, or the outside (null). */
type Node = {
    readonly tier: string | null
    readonly side: Side
    readonly parties: number
    readonly top: number
    readonly height: number
}
type Ribbon = Migration & { readonly thickness: number }

/**
 * Last month's moves as ribbons from the tier before to the tier after; whoever stayed is left
 * out, or nothing else could be seen.
 */
export function migrationFlow(view: ReportView): Markup {
    const ribbons = ribbonsOf(view)
    if (ribbons.length === 0) return noMarkup
    const starts = nodesOf(view, ribbons, 'from')
    const ends = nodesOf(view, ribbons, 'to')
    const height = Math.max(bottomOf(starts), bottomOf(ends)) + 8
    const name = idOf(view, 'flow')
    return html`
<svg class="chart flow" viewBox="0 0 ${width} ${round(height)}" role="img"
 aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${view.say('exports.migration.chart')}</title>
<desc id="${name}-desc">${view.say('exports.migration.description')}</desc>
<text class="axis end" x="${ribbonsFrom}" y="12">${view.say('exports.migration.before')}</text>
<text class="axis" x="${ribbonsTo}" y="12">${view.say('exports.migration.after')}</text>
${drawRibbons(view, ribbons, { starts, ends })}
${[...starts, ...ends].map((node) => drawNode(view, node))}
</svg>`
}

function ribbonsOf(view: ReportView): readonly Ribbon[] {
    const moves = movesOf(view.summary)
    const all = moves.reduce((sum, move) => sum + move.parties, 0)
    // Ribbons leave and arrive in the order of the ladder, so that few of them cross.
    const places = [...view.summary.tiers.map((tier) => tier.id).reverse(), null]
    const place = (tier: string | null) => places.indexOf(tier)
    return moves
        .map((move) => ({
            ...move,
            thickness: Math.max(thinnest, (room * move.parties) / all),
        }))
        .sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to))
}

function nodesOf(view: ReportView, ribbons: readonly Ribbon[], side: Side): readonly Node[] {
    const order = [...view.summary.tiers.map((tier) => tier.id).reverse(), null]
    let top = 26
    return order.flatMap((tier) => {
        const mine = ribbons.filter((ribbon) => ribbon[side] === tier)
        if (mine.length === 0) return []
        const parties = mine.reduce((sum, ribbon) => sum + ribbon.parties, 0)
        const height = mine.reduce((sum, ribbon) => sum + ribbon.thickness, 0)
        const node = { tier, side, parties, top, height }
        top += height + nodeGap
        return [node]
    })
}

function bottomOf(nodes: readonly Node[]): number {
    const last = nodes.at(-1)
    return last === undefined ? 0 : last.top + Math.max(14, last.height)
}

function drawRibbons(
    view: ReportView,
    ribbons: readonly Ribbon[],
    { starts, ends }: { readonly starts: readonly Node[]; readonly ends: readonly Node[] },
): readonly Markup[] {
    const used = { from: new Map<string | null, number>(), to: new Map<string | null, number>() }
    const take = (ribbon: Ribbon, side: Side) => {
        const node = (side === 'from' ? starts : ends).find((one) => one.tier === ribbon[side])
        const taken = used[side].get(ribbon[side]) ?? 0
        used[side].set(ribbon[side], taken + ribbon.thickness)
        return (node?.top ?? 0) + taken + ribbon.thickness / 2
    }
    const left = ribbonsFrom + nodeWidth
    const right = ribbonsTo - nodeWidth
    const middle = (left + right) / 2
    return ribbons.map((ribbon) => {
        const y1 = round(take(ribbon, 'from'))
        const y2 = round(take(ribbon, 'to'))
        const kind = moveKindOf(view.summary, ribbon)
        const label = view.say('exports.migration.move', {
            from: outsideName(view, ribbon.from, 'from'),
            to: outsideName(view, ribbon.to, 'to'),
            count: ribbon.parties,
            shown: count(view, ribbon.parties),
        })
        return html`<path class="ribbon ${kind}" stroke-width="${round(ribbon.thickness)}"
 d="M${left} ${y1}C${middle} ${y1} ${middle} ${y2} ${right} ${y2}"><title>${label}</title></path>`
    })
}

function drawNode(view: ReportView, { tier, side, parties, top, height }: Node): Markup {
    const isLeft = side === 'from'
    const x = isLeft ? ribbonsFrom : ribbonsTo - nodeWidth
    const textX = isLeft ? ribbonsFrom - 8 : ribbonsTo + 8
    return html`<rect class="${tierClass(view.summary, tier)}" x="${x}" y="${round(top)}"
 width="${nodeWidth}" height="${round(height)}"/><text class="${isLeft ? 'end' : 'start'}"
 x="${textX}" y="${round(top + height / 2)}" dy="4">${outsideName(view, tier, side)}
<tspan class="axis"> ${count(view, parties)}</tspan></text>`
}

/** A tier's name; null is the outside, which people come from as new and go to as gone. */
export function outsideName(view: ReportView, tier: string | null, side: Side): string {
    if (tier !== null) return tierName(view, tier)
    return view.say(side === 'from' ? 'exports.migration.new' : 'exports.migration.gone')
}

function round(value: number): number {
    return Math.round(value * 100) / 100
}

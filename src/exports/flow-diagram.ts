import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'

/** Which side of a flow something stands on. */
export type FlowSide = 'from' | 'to'

/** Customers who go from one place to another; a place is a tier, or null: none. */
export type FlowMove = {
    readonly from: string | null
    readonly to: string | null
    readonly parties: number
    /** Colours the ribbon. */
    readonly kind: 'up' | 'down' | 'entered' | 'left'
    /** Shown when it is pointed at. */
    readonly label: string
}

/** A flow with all its words. */
export type Flow = {
    /** An id that no other diagram of the page has. */
    readonly id: string
    readonly title: string
    readonly description: string
    readonly heads: Readonly<Record<FlowSide, string>>
    /** From top to bottom. */
    readonly places: readonly (string | null)[]
    readonly moves: readonly FlowMove[]
    readonly nameOf: (place: string | null, side: FlowSide) => string
    /** The class that colours a place. */
    readonly classOf: (place: string | null) => string
    readonly count: (parties: number) => string
}

const width = 400
const ribbonsFrom = 108
const ribbonsTo = 292
const nodeWidth = 7
const nodeGap = 16
/** Thinner than this a ribbon cannot be seen. */
const thinnest = 1.2
const room = 250

/** A place where ribbons start or end. */
type Node = {
    readonly place: string | null
    readonly side: FlowSide
    readonly parties: number
    readonly top: number
    readonly height: number
}
type Ribbon = FlowMove & { readonly thickness: number }

/** Moves as ribbons from the places on the left to those on the right; nothing without moves. */
export function flowDiagram(flow: Flow): Markup {
    const ribbons = ribbonsOf(flow)
    if (ribbons.length === 0) return noMarkup
    const starts = nodesOf(flow, ribbons, 'from')
    const ends = nodesOf(flow, ribbons, 'to')
    const height = Math.max(bottomOf(starts), bottomOf(ends)) + 8
    const { id, heads } = flow
    return html`
<svg class="chart flow" viewBox="0 0 ${width} ${round(height)}" role="img"
 aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${flow.title}</title>
<desc id="${id}-desc">${flow.description}</desc>
<text class="axis end" x="${ribbonsFrom}" y="12">${heads.from}</text>
<text class="axis" x="${ribbonsTo}" y="12">${heads.to}</text>
${drawRibbons(ribbons, { starts, ends })}
${[...starts, ...ends].map((node) => drawNode(flow, node))}
</svg>`
}

function ribbonsOf({ moves, places }: Flow): readonly Ribbon[] {
    const all = moves.reduce((sum, move) => sum + move.parties, 0)
    // Ribbons leave and arrive in the order of the places, so that few of them cross.
    const place = (one: string | null) => places.indexOf(one)
    return moves
        .map((move) => ({
            ...move,
            thickness: Math.max(thinnest, (room * move.parties) / all),
        }))
        .sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to))
}

function nodesOf(flow: Flow, ribbons: readonly Ribbon[], side: FlowSide): readonly Node[] {
    let top = 26
    return flow.places.flatMap((place) => {
        const mine = ribbons.filter((ribbon) => ribbon[side] === place)
        if (mine.length === 0) return []
        const parties = mine.reduce((sum, ribbon) => sum + ribbon.parties, 0)
        const height = mine.reduce((sum, ribbon) => sum + ribbon.thickness, 0)
        const node = { place, side, parties, top, height }
        top += height + nodeGap
        return [node]
    })
}

function bottomOf(nodes: readonly Node[]): number {
    const last = nodes.at(-1)
    return last === undefined ? 0 : last.top + Math.max(14, last.height)
}

function drawRibbons(
    ribbons: readonly Ribbon[],
    { starts, ends }: { readonly starts: readonly Node[]; readonly ends: readonly Node[] },
): readonly Markup[] {
    const used = { from: new Map<string | null, number>(), to: new Map<string | null, number>() }
    const take = (ribbon: Ribbon, side: FlowSide) => {
        const node = (side === 'from' ? starts : ends).find((one) => one.place === ribbon[side])
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
        const path = `M${left} ${y1}C${middle} ${y1} ${middle} ${y2} ${right} ${y2}`
        return html`<path class="ribbon ${ribbon.kind}" stroke-width="${round(ribbon.thickness)}"
 d="${path}"><title>${ribbon.label}</title></path>`
    })
}

function drawNode(flow: Flow, { place, side, parties, top, height }: Node): Markup {
    const isLeft = side === 'from'
    const x = isLeft ? ribbonsFrom : ribbonsTo - nodeWidth
    const textX = isLeft ? ribbonsFrom - 8 : ribbonsTo + 8
    return html`<rect class="${flow.classOf(place)}" x="${x}" y="${round(top)}"
 width="${nodeWidth}" height="${round(height)}"/><text class="${isLeft ? 'end' : 'start'}"
 x="${textX}" y="${round(top + height / 2)}" dy="4">${flow.nameOf(place, side)}
<tspan class="axis"> ${flow.count(parties)}</tspan></text>`
}

function round(value: number): number {
    return Math.round(value * 100) / 100
}

import type { AssetConcentration } from '#serving/report-summary.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { shareText } from './number-text.ts'
import type { ReportView } from './report-view.ts'
import { idOf } from './report-view.ts'

const [width, height] = [400, 330]
const plot = { left: 44, top: 12, right: 388, bottom: 288 }
/** Which of the richest are marked on the curve. */
const marked = 10

/**
 * The Lorenz curve: of the customers in order of their assets, poorest first, what so many of a
 * hundred hold together (M. O. Lorenz, 1905). Were all to hold the same it were the straight line.
 */
export function lorenzChart(view: ReportView, concentration: AssetConcentration): Markup {
    const { say } = view
    const id = idOf(view, 'lorenz')
    const curve = pointsOf(concentration)
    const path = curve.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
    const area = `${path}L${plot.right} ${plot.bottom}Z`
    const even = `M${plot.left} ${plot.bottom}L${plot.right} ${plot.top}`
    return html`
<svg class="chart lorenz" viewBox="0 0 ${width} ${height}" role="img"
 aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${say('exports.concentration.chart')}</title>
<desc id="${id}-desc">${say('exports.concentration.description')}</desc>
${[0, 25, 50, 75, 100].map(gridAt)}
<path class="curve-area" d="${area}"/>
<path class="even" d="${even}"/>
<path class="curve" d="${path}"/>
${mark(view, concentration)}
<text class="axis mid" x="${xOf(50)}" y="${height - 4}">${say('exports.concentration.axis')}</text>
<text class="axis end" x="${xOf(36)}" y="${yOf(0.41)}">${say('exports.concentration.even')}</text>
</svg>`
}

type Point = { readonly x: number; readonly y: number }

// The richest hundredth bends the curve hardest, just where twentieths end.
function pointsOf(concentration: AssetConcentration): readonly Point[] {
    const { lorenz, top } = concentration
    const known = new Map<number, number>([[0, 0]])
    for (const { percent, share } of lorenz) known.set(percent, share)
    const [richest] = top
    if (richest !== undefined && richest.share !== null) {
        known.set(beginOf(concentration, richest.percent), 1 - richest.share)
    }
    known.set(100, 1)
    return [...known]
        .toSorted(([one], [two]) => one - two)
        .map(([percent, share]) => ({ x: xOf(percent), y: yOf(share) }))
}

/** Where the richest so many of a hundred begin: their number is rounded up to whole customers. */
function beginOf({ parties }: AssetConcentration, percent: number): number {
    return 100 - (100 * Math.ceil((parties * percent) / 100)) / Math.max(parties, 1)
}

/** Where the richest tenth begins, with what it holds. */
function mark({ say, language }: ReportView, concentration: AssetConcentration): Markup {
    const share = concentration.top.find(({ percent }) => percent === marked)?.share ?? null
    if (share === null) return html``
    const [x, y] = [xOf(beginOf(concentration, marked)), yOf(1 - share)]
    const words = say('exports.concentration.mark', {
        percent: `${marked}%`,
        share: shareText(share, language),
    })
    return html`<line class="mark-line" x1="${x}" x2="${x}" y1="${y}" y2="${plot.top}"/>
<circle class="mark-dot" cx="${x}" cy="${y}" r="4"/>
<text class="total end" x="${x - 8}" y="${Math.max(y - 10, plot.top + 40)}">${words}</text>`
}

function gridAt(percent: number): Markup {
    const [x, y] = [xOf(percent), yOf(percent / 100)]
    return html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/>
<text class="axis end" x="${plot.left - 6}" y="${y}" dy="4">${percent}%</text>
<text class="axis mid" x="${x}" y="${plot.bottom + 18}">${percent}%</text>`
}

function xOf(percent: number): number {
    return round(plot.left + ((plot.right - plot.left) * percent) / 100)
}

function yOf(share: number): number {
    return round(plot.bottom - (plot.bottom - plot.top) * share)
}

function round(value: number): number {
    return Math.round(value * 100) / 100
}

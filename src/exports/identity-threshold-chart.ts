import type { ThresholdEstimate } from '#identity/evaluate/estimate-figures.ts'
import { bitsText } from './bits-text.ts'
import { place } from './identity-weights-chart.ts'
import { html, type Markup, noMarkup } from './markup.ts'
import { countText } from './number-text.ts'
import type { Spoken } from './report-view.ts'

const width = 720
const plot = { left: 48, right: 12, top: 14, bottom: 44, height: 300 } as const

/** Expected precision and recall by the weight from which on pairs are joined. */
export function thresholdChart(
    view: Spoken,
    about: {
        readonly points: readonly ThresholdEstimate[]
        readonly marks: readonly { readonly weight: number; readonly name: string }[]
        readonly label: string
    },
): Markup {
    const { points, marks, label } = about
    const [first, last] = [points[0], points.at(-1)]
    if (first === undefined || last === undefined || first === last) return noMarkup
    const inner = width - plot.left - plot.right
    const tall = plot.height - plot.top - plot.bottom
    const x = (weight: number): number =>
        plot.left + ((weight - first.weight) / (last.weight - first.weight)) * inner
    const y = (millionths: number): number => plot.top + (1 - millionths / 1_000_000) * tall
    const path = (of: (point: ThresholdEstimate) => number): string =>
        points.map((point) => `${place(x(point.weight))},${place(y(of(point)))}`).join(' ')
    const grid = [0, 250_000, 500_000, 750_000, 1_000_000].map(
        (share) => html`<line x1="${plot.left}" x2="${width - plot.right}" y1="${place(y(share))}"
 y2="${place(y(share))}" class="grid"/><text x="${plot.left - 8}" y="${place(y(share) + 4)}"
 class="axis end">${share / 10_000}%</text>`,
    )
    const ticks = points
        .filter((_, at) => at % Math.ceil(points.length / 8) === 0)
        .map(
            ({ weight, pairs }) => html`<text x="${place(x(weight))}" y="${plot.height - 24}"
 class="axis mid">${bitsText(weight, view.language)}</text><text x="${place(x(weight))}"
 y="${plot.height - 8}" class="axis mid">${countText(pairs, view.language)}</text>`,
        )
    const lines = marks.map(
        ({ weight, name }, at) => html`<line x1="${place(x(weight))}" x2="${place(x(weight))}"
 y1="${plot.top}" y2="${plot.top + tall}" class="mark-line"/><text x="${place(x(weight) + 4)}"
 y="${plot.top + 40 + 18 * at}" class="axis">${name}</text>`,
    )
    return html`<svg class="chart" viewBox="0 0 ${width} ${plot.height}" role="img"
 aria-label="${label}">${grid}${ticks}${lines}
<polyline points="${path(({ precision }) => precision)}" class="curve"/>
<polyline points="${path(({ recall }) => recall)}" class="spread-line"/>
</svg>`
}

import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { columnMonthText } from './month-text.ts'
import { monthsShown } from './months-chart.ts'
import { changeText } from './number-text.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, tierClass, tierName } from './report-view.ts'
import { sizeOf, sumOf } from './summary-figures.ts'

/**
 * Customers of each tier over the months: a line on the tier's own scale, for the base tier's
 * thousands would flatten the few at the top, with the numbers at both ends beside it.
 */
export function tierTrends(view: ReportView): Markup {
    const { say, summary, language } = view
    const months = summary.months.slice(-monthsShown)
    const first = months[0]
    const last = months.at(-1)
    if (first === undefined || last === undefined) throw new Error('no months')
    const rows = view.figures.rows.map(({ tier }) => {
        const counts = months.map((month) => sizeOf(month, tier).parties)
        const from = counts[0] ?? 0
        const to = counts.at(-1) ?? 0
        const colour = tierClass(summary, tier)
        return html`<tr><th scope="row"><span class="swatch ${colour}"></span>
${tierName(view, tier)}</th><td class="spark">${sparkline(counts, colour)}</td>
<td class="figure">${count(view, from)}</td><td class="figure">${count(view, to)}</td>
<td class="figure">${changeText(to - from, language)}</td></tr>`
    })
    return html`
<div class="scroll" role="region" tabindex="0" aria-label="${say('exports.months.trends')}">
<table class="trends"><caption>${say('exports.months.trends')}</caption>
<thead><tr><th scope="col">${say('exports.column.tier')}</th><td class="spark"></td>
<th scope="col" class="figure">${columnMonthText(first.month, language)}</th>
<th scope="col" class="figure">${columnMonthText(last.month, language)}</th>
<th scope="col" class="figure">${say('exports.column.change')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}

/** Every month's parties and assets, for whoever wants the numbers behind the columns. */
export function monthsTable(view: ReportView): Markup {
    const { say, summary, language } = view
    const order = view.figures.rows.map((row) => row.tier)
    const heads = order.map(
        (tier) => html`<th scope="col" class="figure">${tierName(view, tier)}</th>`,
    )
    const rows = summary.months.map((month) => {
        const total = sumOf(month.tiers)
        const cells = [...order.map((tier) => sizeOf(month, tier)), total].map(
            (size) =>
                html`<td class="figure"><data value="${size.parties}">${count(
                    view,
                    size.parties,
                )}</data><small>${amount(view, size.assets)}</small></td>`,
        )
        return html`<tr><th scope="row">${columnMonthText(month.month, language)}</th>${cells}</tr>`
    })
    return html`<details class="numbers"><summary>${say('exports.months.table')}</summary>
<div class="scroll" role="region" tabindex="0" aria-label="${say('exports.months.table')}">
<table><thead><tr><th scope="col">${say('exports.column.month')}</th>${heads}
<th scope="col" class="figure">${say('exports.total')}</th></tr></thead>
<tbody>${rows.reverse()}</tbody></table></div></details>`
}

function sparkline(counts: readonly number[], colour: string): Markup {
    const [width, height, edge] = [300, 26, 4]
    const least = Math.min(...counts)
    const spread = Math.max(...counts) - least
    const points = counts.map((value, index) => {
        const x = edge + ((width - 2 * edge) * index) / Math.max(1, counts.length - 1)
        const y = height - edge - (height - 2 * edge) * (spread ? (value - least) / spread : 0.5)
        return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    const [x, y] = (points.at(-1) ?? '0,0').split(',')
    return html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true"><polyline
 class="line ${colour}" points="${points.join(' ')}"/><circle class="${colour}" cx="${x ?? 0}"
 cy="${y ?? 0}" r="3"/></svg>`
}

import type { AssetConcentration } from '#serving/report-summary.ts'
import { lorenzChart } from './lorenz-chart.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { shareText } from './number-text.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { count, emphasise, money, section } from './report-view.ts'
import { unbuiltSection } from './unbuilt-section.ts'

/** How much of the assets rests on few: the Lorenz curve, and what the richest hold. */
export function concentrationSection(view: ReportView): Markup {
    const { concentration } = view.summary
    if (concentration === null) return unbuiltSection(view, 'concentration')
    const { partiesFor80, parties, total, gini } = concentration
    if (gini === null) return noMarkup
    const lead = emphasise(view, 'exports.concentration.lead', {
        count: partiesFor80,
        shown: count(view, partiesFor80),
        share: shareText(parties === 0 ? null : partiesFor80 / parties, view.language),
        all: count(view, parties),
        total: money(view, total),
        gini: gini.toFixed(2),
    })
    const body = [
        html`<div class="pair">${lorenzChart(view, concentration)}
<div>${topTable(view, concentration)}${curveTable(view, concentration)}</div></div>`,
    ]
    return section(view, { name: 'concentration', lead, body, terms: reportTerms.concentration })
}

function topTable(view: ReportView, { top, parties, total }: AssetConcentration): Markup {
    const { say, language } = view
    const rows = top.map(({ percent, share }) => {
        // The richest so many of a hundred, rounded up: one customer at least.
        const heads = Math.ceil((parties * percent) / 100)
        const width = ((share ?? 0) * 100).toFixed(1)
        return html`<tr><th scope="row">${say('exports.concentration.richest', {
            percent: `${percent}%`,
        })}</th><td class="figure">${count(view, heads)}</td>
<td class="bars"><span class="bar held" style="width:${width}%" aria-hidden="true"></span></td>
<td class="figure"><data value="${share ?? ''}">${shareText(share, language)}</data>
<small>${money(view, (Number(total) * (share ?? 0)).toFixed(2))}</small></td></tr>`
    })
    return html`<table class="top"><caption>${say('exports.concentration.top')}</caption>
<thead><tr><th scope="col">${say('exports.concentration.who')}</th>
<th scope="col" class="figure">${say('exports.column.customers')}</th><td class="bars"></td>
<th scope="col" class="figure">${say('exports.concentration.hold')}</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function curveTable({ say, language }: ReportView, { lorenz }: AssetConcentration): Markup {
    const rows = lorenz.map(
        ({ percent, share }) => html`<tr><th scope="row">${percent}%</th>
<td class="figure"><data value="${share}">${shareText(share, language)}</data></td></tr>`,
    )
    return html`<details class="numbers"><summary>${say('exports.numbers')}</summary>
<table><thead><tr><th scope="col">${say('exports.concentration.poorest')}</th>
<th scope="col" class="figure">${say('exports.concentration.hold')}</th></tr></thead>
<tbody>${rows}</tbody></table></details>`
}

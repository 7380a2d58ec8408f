import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { currencyText, shareText, thresholdText } from './number-text.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, idOf, tierClass, tierName } from './report-view.ts'
import type { TierFigures } from './summary-figures.ts'

/**
 * The tier pyramid: customers to the left, their assets to the right, both as shares on one
 * scale, so that the eye sees how much the few at the top hold. It is a table with bars in it,
 * which reads aloud, copies and prints as a table does.
 */
export function pyramidChart(view: ReportView): Markup {
    const { say, figures, language } = view
    const shares = figures.rows.flatMap((row) => [row.partyShare ?? 0, row.assetShare ?? 0])
    const widest = Math.max(...shares, Number.MIN_VALUE)
    const currency = currencyText({ language, currency: view.summary.bank.baseCurrency })
    return html`
<table class="pyramid" aria-labelledby="${idOf(view, 'pyramid')}">
<thead><tr>
<th scope="col" class="figure">${say('exports.column.customers')}</th>
<td class="plot left"></td>
<th scope="col" class="middle">${say('exports.column.tier')}</th>
<td class="plot"></td>
<th scope="col" class="figure">${say('exports.column.assets_in', { currency })}</th>
</tr></thead>
<tbody>${figures.rows.map((row) => tierRow(view, row, widest))}</tbody>
<tfoot><tr>
<td class="figure"><data value="${figures.total.parties}">${count(view, figures.total.parties)}
</data></td><td></td>
<th scope="row" class="middle">${say('exports.total')}</th>
<td></td><td class="figure">${amount(view, figures.total.assets)}</td>
</tr></tfoot>
</table>`
}

function tierRow(view: ReportView, row: TierFigures, widest: number): Markup {
    const { language } = view
    const atLeast = view.summary.tiers.find((tier) => tier.id === row.tier)?.atLeast ?? null
    const threshold =
        atLeast === null ? noMarkup : html`<small>≥ ${thresholdText(atLeast, language)}</small>`
    const bar = (share: number | null) => {
        const width = (((share ?? 0) / widest) * 100).toFixed(2)
        return html`<span class="bar ${tierClass(view.summary, row.tier)}"
 style="width:${width}%"></span>`
    }
    return html`
<tr><td class="figure"><data value="${row.parties}">${count(view, row.parties)}</data>
<small>${shareText(row.partyShare, language)}</small></td>
<td class="plot left">${row.parties === 0 ? noMarkup : bar(row.partyShare)}</td>
<th scope="row" class="middle">${tierName(view, row.tier)}${threshold}</th>
<td class="plot">${Number(row.assets) === 0 ? noMarkup : bar(row.assetShare)}</td>
<td class="figure">${amount(view, row.assets)}
<small>${shareText(row.assetShare, language)}</small></td></tr>`
}

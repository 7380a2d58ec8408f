import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { outsideName } from './migration-flow.ts'
import type { ReportView } from './report-view.ts'
import { count, money, tierName } from './report-view.ts'
import { moveKindOf, movesOf, sizeOf, sumOf } from './summary-figures.ts'

type Cell = { readonly from: string | null; readonly to: string | null }

/**
 * Who was where, and is where now: tiers before down the side, tiers after along the top.
 * The deeper a cell, the more moved; the middle line holds those who stayed.
 */
export function migrationMatrix(view: ReportView): Markup {
    const { say, summary } = view
    const order = [...summary.tiers.map((tier) => tier.id).reverse(), null]
    const most = Math.max(1, ...movesOf(summary).map((move) => move.parties))
    const heads = order.map(
        (tier) => html`<th scope="col" class="figure">${outsideName(view, tier, 'to')}</th>`,
    )
    const rows = order.map((from) => {
        const cells = order.map((to) => cellOf(view, { from, to }, most))
        return html`<tr><th scope="row">${outsideName(view, from, 'from')}</th>${cells}</tr>`
    })
    return html`
<div class="scroll" role="region" tabindex="0" aria-label="${say('exports.migration.matrix')}">
<table class="matrix"><caption>${say('exports.migration.matrix')}</caption>
<thead><tr><th scope="col">${say('exports.migration.from_to')}</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function cellOf(view: ReportView, cell: Cell, most: number): Markup {
    if (cell.from === cell.to) return stayedCell(view, cell.from)
    const { parties, assets } = sumOf(
        movesOf(view.summary).filter((one) => one.from === cell.from && one.to === cell.to),
    )
    if (parties === 0) return html`<td class="figure none">·</td>`
    // The square root keeps small moves visible beside one very large one.
    const depth = Math.round(6 + 26 * Math.sqrt(parties / most))
    const kind = moveKindOf(view.summary, cell)
    return html`<td class="figure heat ${kind}" style="--depth:${depth}%"
 title="${money(view, assets)}"><data value="${parties}">${count(view, parties)}</data></td>`
}

// Who stayed is not handed over: it is the tier's size now less all who came into it.
function stayedCell(view: ReportView, tier: string | null): Markup {
    const close = view.summary.months.at(-1)
    if (tier === null || close === undefined) return html`<td class="figure none"></td>`
    const came = sumOf(movesOf(view.summary).filter((move) => move.to === tier)).parties
    const stayed = sizeOf(close, tier).parties - came
    return html`<td class="figure stayed" title="${view.say('exports.migration.stayed', {
        tier: tierName(view, tier),
    })}">${count(view, Math.max(0, stayed))}</td>`
}

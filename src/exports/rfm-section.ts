import type { RfmCell } from '#serving/report-summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { shareText } from './number-text.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, emphasise, money, section } from './report-view.ts'
import { shareOf, sumOf } from './summary-figures.ts'
import { unbuiltSection } from './unbuilt-section.ts'
import { depthOf } from './value-section.ts'

const fifths = [5, 4, 3, 2, 1] as const

/** Fifths of recency down the side, of frequency along the top, coloured by assets. */
export function rfmSection(view: ReportView): Markup {
    const { rfm } = view.summary
    if (rfm === null) return unbuiltSection(view, 'rfm')
    if (rfm.every(({ recency }) => recency === null)) return noMarkup
    const { say } = view
    const total = sumOf(rfm).assets
    const rows = fifths.map(
        (recency) =>
            html`<tr><th scope="row">${recencyName(view, recency)}</th>${fifths
                .toReversed()
                .map((frequency) => cellOf(view, { rfm, recency, frequency, total }))}</tr>`,
    )
    const heads = fifths
        .toReversed()
        .map(
            (frequency) =>
                html`<th scope="col" class="figure">${frequencyName(view, frequency)}</th>`,
        )
    const table = html`
<div class="scroll" role="region" tabindex="0" aria-label="${say('exports.rfm.table')}">
<table class="matrix rfm"><caption>${say('exports.rfm.table')}</caption>
<thead><tr><th scope="col">${say('exports.rfm.corner')}</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`
    return section(view, {
        name: 'rfm',
        lead: leadOf(view, rfm),
        body: [table, unknownLine(view, rfm)],
        terms: reportTerms.rfm,
    })
}

function leadOf(view: ReportView, rfm: readonly RfmCell[]): Markup {
    const best = sumOf(
        rfm.filter((one) => isAtLeast(one.recency, 4) && isAtLeast(one.frequency, 4)),
    )
    const quiet = sumOf(rfm.filter(({ recency }) => recency !== null && recency <= 2))
    return emphasise(view, 'exports.rfm.lead', {
        best: count(view, best.parties),
        best_count: best.parties,
        best_assets: money(view, best.assets),
        quiet: count(view, quiet.parties),
        quiet_count: quiet.parties,
        quiet_assets: money(view, quiet.assets),
    })
}

function isAtLeast(fifth: number | null, least: number): boolean {
    return fifth !== null && fifth >= least
}

function cellOf(
    view: ReportView,
    at: {
        readonly rfm: readonly RfmCell[]
        readonly recency: number
        readonly frequency: number
        readonly total: string
    },
): Markup {
    const { rfm, recency, frequency, total } = at
    const cell = rfm.find((one) => one.recency === recency && one.frequency === frequency)
    if (cell === undefined) return html`<td class="figure none">·</td>`
    const share = shareOf({ part: cell.assets, whole: total }) ?? 0
    const monetary =
        cell.monetaryKnown === 0 ? '–' : (cell.monetarySum / cell.monetaryKnown).toFixed(1)
    const depth = depthOf({ of: cell.assets, among: rfm })
    const label = view.say('exports.rfm.monetary', {
        monetary,
        share: shareText(share, view.language),
    })
    return html`<td class="figure heat money" style="--depth:${depth}%" title="${label}">
<data value="${cell.parties}">${count(view, cell.parties)}</data><small>${amount(
        view,
        cell.assets,
    )}</small></td>`
}

function unknownLine(view: ReportView, rfm: readonly RfmCell[]): Markup {
    const known = rfm.filter(({ recency, frequency }) => recency !== null && frequency !== null)
    const unknown = sumOf(rfm).parties - sumOf(known).parties
    if (unknown === 0) return noMarkup
    return html`<p class="note">${view.say('exports.rfm.unknown', {
        count: unknown,
        shown: count(view, unknown),
    })}</p>`
}

function recencyName({ say }: ReportView, fifth: number): string {
    return say('exports.rfm.recency', { fifth })
}

function frequencyName({ say }: ReportView, fifth: number): string {
    return say('exports.rfm.frequency', { fifth })
}

import type { StageMove, StageSize } from '#serving/report-summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { changeText, currencyText, shareText } from './number-text.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, emphasise, money, section } from './report-view.ts'
import { shareOf, sumOf } from './summary-figures.ts'
import { unbuiltSection } from './unbuilt-section.ts'

const movesShown = 6
/** Stages in which less is to come unless somebody does something. */
const sinking: readonly (string | null)[] = ['declining', 'dormant', 'lost']

/** How many customers are in which stage of life with the bank, who came, and what is done. */
export function lifecycleSection(view: ReportView): Markup {
    const { lifecycle } = view.summary
    if (lifecycle === null) return unbuiltSection(view, 'lifecycle')
    const { stages, moves } = lifecycle
    const all = sumOf(stages)
    const sunk = sumOf(stages.filter(({ stage }) => sinking.includes(stage)))
    const lead = emphasise(view, 'exports.lifecycle.lead', {
        all: count(view, all.parties),
        count: sunk.parties,
        shown: count(view, sunk.parties),
        share: shareText(all.parties === 0 ? null : sunk.parties / all.parties, view.language),
        assets: money(view, sunk.assets),
    })
    const { say } = view
    const legend = html`<ul class="legend" aria-hidden="true">
<li><span class="swatch held"></span>${say('exports.column.customers')}</li>
<li><span class="swatch of-assets"></span>${say('exports.column.assets')}</li></ul>`
    const body = [legend, stageTable(view, stages), moveList(view, moves)]
    return section(view, { name: 'lifecycle', lead, body, terms: reportTerms.lifecycle })
}

function stageTable(view: ReportView, stages: readonly StageSize[]): Markup {
    const { say, language, summary } = view
    const all = sumOf(stages)
    const currency = currencyText({ language, currency: summary.bank.baseCurrency })
    const rows = stages.map((stage) => stageRow(view, stage, all))
    const title = say('exports.lifecycle.table')
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}">
<table class="stages"><thead><tr><th scope="col">${say('exports.column.stage')}</th>
<th scope="col" class="figure">${say('exports.column.customers')}</th><td class="bars"></td>
<th scope="col" class="figure">${say('exports.column.came')}</th>
<th scope="col" class="figure">${say('exports.column.went')}</th>
<th scope="col" class="figure">${say('exports.column.assets_in', { currency })}</th>
<th scope="col">${say('exports.column.management')}</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${say('exports.total')}</th>
<td class="figure"><data value="${all.parties}">${count(view, all.parties)}</data></td>
<td class="bars"></td><td></td><td></td>
<td class="figure">${amount(view, all.assets)}</td><td></td></tr></tfoot>
</table></div>`
}

function stageRow(
    view: ReportView,
    { stage, parties, assets, entered, left, mode, advice }: StageSize,
    all: { readonly parties: number; readonly assets: string },
): Markup {
    const { say, language } = view
    const share = all.parties === 0 ? 0 : parties / all.parties
    const held = shareOf({ part: assets, whole: all.assets }) ?? 0
    const colour = sinking.includes(stage) ? 'sinking' : ''
    const signed = (change: number): string => (change === 0 ? '–' : changeText(change, language))
    const managed =
        mode === null || advice === null
            ? noMarkup
            : html`${say(`features.value.${mode}`)}<small>${advice[language]}</small>`
    return html`<tr><th scope="row">${stageName(view, stage)}</th>
<td class="figure"><data value="${parties}">${count(view, parties)}</data>
<small>${shareText(share, language)}</small></td>
<td class="bars" aria-hidden="true"><span class="bar held ${colour}"
 style="width:${percent(share)}"></span><span class="bar of-assets ${colour}"
 style="width:${percent(held)}"></span></td>
<td class="figure">${signed(entered)}</td><td class="figure">${signed(-left)}</td>
<td class="figure">${amount(view, assets)}<small>${shareText(held, language)}</small></td>
<td class="advice">${managed}</td></tr>`
}

function moveList(view: ReportView, moves: readonly StageMove[]): Markup {
    const { say } = view
    if (moves.length === 0) return html`<p class="nobody">${say('exports.lifecycle.nobody')}</p>`
    const most = moves[0]?.parties ?? 1
    const items = moves.slice(0, movesShown).map(
        ({ before, stage, parties }) => html`<tr><th scope="row">${stageName(view, before)} →
 ${stageName(view, stage)}</th><td class="bars"><span class="bar held ${
     sinking.includes(stage) ? 'sinking' : ''
 }" style="width:${percent(parties / most)}" aria-hidden="true"></span></td>
<td class="figure"><data value="${parties}">${count(view, parties)}</data></td></tr>`,
    )
    return html`<table class="stage-moves"><caption>${say('exports.lifecycle.moves')}</caption>
<thead hidden><tr><th scope="col">${say('exports.column.stage')}</th><td></td>
<th scope="col">${say('exports.column.customers')}</th></tr></thead><tbody>${items}</tbody></table>`
}

function stageName({ say }: ReportView, stage: StageSize['stage']): string {
    return stage === null ? say('exports.lifecycle.unknown') : say(`features.value.${stage}`)
}

function percent(share: number): string {
    return `${(share * 100).toFixed(1)}%`
}

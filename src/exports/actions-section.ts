import type { ActionParty, ReportAction } from '#serving/report-summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { exactText } from './number-text.ts'
import { whoIs } from './party-tables.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, emphasiseChosen, section, tierName } from './report-view.ts'

/** What to do next: whom to speak with, by the money at stake, and the command that lists them. */
export function actionsSection(view: ReportView): Markup {
    const { actions } = view.summary
    const lead = emphasiseChosen(view, 'exports.actions.lead', {
        words: { count: actions.length, shown: count(view, actions.length) },
        choices: { scope: view.summary.scope.kind === 'bank' ? 'bank' : 'part' },
    })
    const items = actions.map((action) => actionItem(view, action))
    return section(view, {
        name: 'actions',
        lead,
        body: actions.length === 0 ? [] : [html`<ol class="actions">${items}</ol>`],
        terms: reportTerms.actions,
    })
}

function actionItem(view: ReportView, action: ReportAction): Markup {
    const { say, language } = view
    const { named, code, parties, first } = action
    const name = named?.name[language] ?? say(`exports.action.${code}.name`)
    const purpose = named?.purpose[language] ?? say(`exports.action.${code}.purpose`)
    const stake = say(`exports.stake.${action.basis}`)
    const told = say('exports.actions.first', {
        count: parties,
        shown: count(view, parties),
        first: first.length,
        first_shown: count(view, first.length),
        all: first.length === parties ? 'yes' : 'no',
    })
    // On paper a book's lists are the work itself; of a whole bank they would be examples.
    const lists = view.summary.scope.kind === 'bank' ? 'examples' : 'whole'
    // Assets of nobody known add up to nothing, which is not what is at stake.
    const isKnown = Number(action.amount) !== 0
    return html`
<li class="action">
<div class="what"><h3>${name} <span class="tag ${action.stake}">${say(
        `exports.actions.${action.stake}`,
    )}</span></h3><p>${purpose}</p></div>
<p class="how-much"><strong>${isKnown ? amount(view, action.amount) : '–'}</strong>
<small>${stake}</small></p>
<p class="how-many"><strong>${count(view, parties)}</strong><small>${say(
        'exports.column.customers',
    )}</small></p>
<details class="worked ${lists}"><summary>${told}</summary>
${first.length === 0 ? noMarkup : partyList(view, action)}
<p class="command"><code>tong ${action.command}</code></p></details>
</li>`
}

function partyList(view: ReportView, { first, basis }: ReportAction): Markup {
    const { say } = view
    const stake = say(`exports.stake.${basis}`)
    const rows = first.map(
        (party) => html`<tr><th scope="row">${whoIs(party)}</th>
<td class="word">${tierText(view, party)}</td>
<td class="figure" data-name="${stake}">${amountOf(view, party, basis)}</td></tr>`,
    )
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${say(
        'exports.column.customer',
    )}"><table class="parties"><thead><tr><th scope="col">${say('exports.column.customer')}</th>
<th scope="col" class="word">${say('exports.column.tier')}</th>
<th scope="col" class="figure">${stake}</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

// Not every customer of the bank is on this ladder: companies have one of their own.
function tierText(view: ReportView, { tier }: ActionParty): string {
    return tier === null ? '–' : tierName(view, tier)
}

function amountOf(
    { language }: ReportView,
    { amount: one }: ActionParty,
    basis: ReportAction['basis'],
): Markup {
    if (one === null) return html`–`
    const rounding = basis === 'missing' ? 'up' : 'down'
    return html`<data value="${one}">${exactText(one, language, rounding)}</data>`
}

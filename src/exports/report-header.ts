import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { monthText } from './month-text.ts'
import { changeText, growthText } from './number-text.ts'
import { answerWords, scopeName } from './report-answer.ts'
import { findingsOf } from './report-findings.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, emphasiseChosen, idOf, money, section } from './report-view.ts'

/** Title, the one sentence to take along, six figures, and the way to the sections. */
export function reportHeader(view: ReportView, sections: readonly string[]): Markup {
    const { say, summary, figures, language } = view
    const demo = summary.bank.demo
        ? html`<span class="badge">${say('exports.demo')}</span>`
        : noMarkup
    const ways = sections.map(
        (name) => html`<li><a href="#${idOf(view, name)}">${say(`exports.${name}.title`)}</a></li>`,
    )
    return html`
<header>
<p class="kicker">${summary.ladder.name[language]} · ${say('exports.report')} ${demo}</p>
<h1>${scopeName(view)} <span class="month">${monthText(figures.month, language)}</span></h1>
<p class="headline">${emphasiseChosen(view, 'exports.answer', answerWords(view))}</p>
<p class="kicker">${say('exports.key.on_ladder', { ladder: summary.ladder.name[language] })}</p>
<dl class="key-figures">${keyFigures(view)}</dl>
<nav aria-label="${say('exports.contents')}"><ul class="ways">${ways}</ul></nav>
</header>`
}

/** What stands out, the largest amounts first, each with the section that tells more. */
export function standoutSection(view: ReportView): Markup {
    const more = view.say('exports.standout.more')
    const items = findingsOf(view).map(({ sentence, amount: about, isThreat, section: name }) => {
        const weight = Number(about) === 0 ? html`–` : amount(view, about)
        return html`
<li><span class="weight ${isThreat ? 'down' : ''}">${weight}</span>
<span>${sentence} <a href="#${idOf(view, name)}">${more}</a></span></li>`
    })
    return section(view, {
        name: 'standout',
        lead: html`${view.say('exports.standout.lead')}`,
        body: [html`<ol class="standout">${items}</ol>`],
        terms: reportTerms.standout,
    })
}

function keyFigures(view: ReportView): readonly Markup[] {
    const { say, summary, figures, language } = view
    const { total, before, moves } = figures
    const compared = before === null ? null : changeText(total.parties - before.parties, language)
    const { up, down } = summary.near
    return [
        keyFigure(view, {
            name: 'customers',
            value: html`${count(view, total.parties)}`,
            note: compared === null ? '' : say('exports.key.against', { change: compared }),
        }),
        keyFigure(view, {
            name: 'assets',
            value: amount(view, total.assets),
            note:
                figures.assetGrowth === null
                    ? summary.bank.baseCurrency
                    : `${summary.bank.baseCurrency} · ${say('exports.key.against', {
                          change: growthText(figures.assetGrowth, language),
                      })}`,
        }),
        keyFigure(view, {
            name: 'upgraded',
            value: html`<span class="up">${count(view, moves.up.parties)}</span>`,
            note: money(view, moves.up.assets),
        }),
        keyFigure(view, {
            name: 'downgraded',
            value: html`<span class="down">${count(view, moves.down.parties)}</span>`,
            note: money(view, moves.down.assets),
        }),
        keyFigure(view, {
            name: 'protected',
            value: html`${count(view, figures.protectedParties)}`,
            note: say('exports.key.protected_note'),
        }),
        keyFigure(view, {
            name: 'near',
            value: html`${count(view, up.parties + down.parties)}`,
            note: say('exports.key.near_note', {
                up: count(view, up.parties),
                down: count(view, down.parties),
            }),
        }),
    ]
}

function keyFigure(
    view: ReportView,
    figure: { readonly name: string; readonly value: Markup; readonly note: string },
): Markup {
    const label = view.say(`exports.key.${figure.name}`)
    return html`<div><dt>${label}</dt><dd>${figure.value}<small>${figure.note}</small></dd></div>`
}

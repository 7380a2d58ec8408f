import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { monthText } from './month-text.ts'
import { changeText, growthText, shareText } from './number-text.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, emphasise, money, tierName } from './report-view.ts'

/** Title, the sentence an executive takes along, and six figures. */
export function reportHeader(view: ReportView): Markup {
    const { say, summary, figures, language } = view
    const demo = summary.bank.demo
        ? html`<span class="badge">${say('exports.demo')}</span>`
        : noMarkup
    return html`
<header>
<p class="kicker">${summary.ladder.name[language]} · ${say('exports.report')} ${demo}</p>
<h1>${monthText(figures.month, language)}</h1>
<p class="headline">${headline(view)}</p>
<dl class="key-figures">${keyFigures(view)}</dl>
</header>`
}

function headline(view: ReportView): readonly Markup[] {
    const { figures, language } = view
    const { total, moves, topHeavy } = figures
    const size = emphasise(view, 'exports.headline.size', {
        count: total.parties,
        shown: count(view, total.parties),
        assets: money(view, total.assets),
    })
    const moved =
        figures.before === null
            ? emphasise(view, 'exports.headline.first', {})
            : emphasise(view, 'exports.headline.moved', {
                  upgraded: count(view, moves.up.parties),
                  downgraded: count(view, moves.down.parties),
                  growth: growthText(figures.assetGrowth, language),
              })
    if (topHeavy === null) return [size, moved]
    const few = emphasise(view, 'exports.headline.few', {
        tier: tierName(view, topHeavy.tier),
        parties: shareText(topHeavy.partyShare, language),
        assets: shareText(topHeavy.assetShare, language),
    })
    return [size, moved, few]
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

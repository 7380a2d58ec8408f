import { type Language, languages, type Say } from '#domain/say.ts'
import type { Checkup } from '#serving/checkup.ts'
import { caseSection, nearSection } from './checkup-cases-section.ts'
import { otherSection } from './checkup-other-section.ts'
import {
    allCases,
    type CheckupView,
    changesShare,
    doubtTexts,
    fitShare,
    joined,
    poorFit,
    rangeText,
    ruleSentences,
    spanText,
    tableRemarks,
    waitText,
    wordOf,
} from './checkup-words.ts'
import { html, type Markup, noMarkup } from './markup.ts'
import { countText, moneyText, shareText, thresholdText } from './number-text.ts'
import { writePage } from './page-shell.ts'
import { amount, count, emphasise, section } from './report-view.ts'

/**
 * The check-up as a page: one HTML file, complete in itself, with every language inside and
 * `language` shown first. The same check-up always gives the same text.
 */
export function writeCheckupPage(
    checkup: Checkup,
    texts: Readonly<Record<Language, Say>>,
    language: Language,
): string {
    const bodies = languages.map((one) => {
        const view = { checkup, language: one, say: texts[one] }
        return {
            language: one,
            title: `${view.say('exports.checkup.title')} · ${checkup.table.file}`,
            body: bodyOf(view),
        }
    })
    return writePage({ bodies, shown: language, tiers: checkup.rule.tiers.length })
}

function bodyOf(view: CheckupView): Markup {
    return html`
${header(view)}
${ruleSection(view)}
${caseSection(view, 'too_low')}
${caseSection(view, 'too_high')}
${nearSection(view)}
${fitSection(view)}
${otherSection(view)}
${footer(view)}`
}

function header(view: CheckupView): Markup {
    const { checkup, say } = view
    return html`
<header>
<p class="kicker">${checkup.table.file} · ${spanText(view)}</p>
<h1>${say('exports.checkup.title')}</h1>
<p class="headline">${headline(view)}</p>
<dl class="key-figures">${keyFigures(view)}</dl>
</header>`
}

function headline(view: CheckupView): readonly Markup[] {
    const { checkup, language } = view
    const { cases } = allCases(checkup)
    const { concerned, table } = checkup
    const isPoor = fitShare(checkup) < poorFit
    const found = emphasise(view, `exports.checkup.headline.${isPoor ? 'poor' : 'found'}`, {
        share: shareText(fitShare(checkup), language),
        rows: countText(checkup.fit.rows, language),
    })
    const style = { language, currency: table.currency }
    const errors = emphasise(view, 'exports.checkup.headline.errors', {
        cases,
        shown: countText(cases, language),
        customers: countText(concerned.customers, language),
    })
    const open = emphasise(view, 'exports.checkup.headline.open', {
        count: concerned.open,
        shown: countText(concerned.open, language),
        assets: moneyText(concerned.assets, style),
    })
    return concerned.open === 0 ? [found, errors] : [found, errors, open]
}

function keyFigures(view: CheckupView): readonly Markup[] {
    const { checkup, language, say } = view
    const { totals, near, table } = checkup
    const low = totals.rise_missed.open + totals.dropped_early.open
    const high = totals.fall_forgotten.open + totals.raised_wrongly.open
    const all = allCases(checkup)
    const figure = (name: string, value: Markup, note: string): Markup =>
        html`<div><dt>${say(`exports.checkup.key.${name}`)}</dt>
<dd>${value}<small>${note}</small></dd></div>`
    const months = countText(all.months, language)
    const rows = countText(checkup.fit.rows, language)
    const changes = shareText(changesShare(checkup), language)
    return [
        figure(
            'fit',
            html`${shareText(fitShare(checkup), language)}`,
            say('exports.checkup.key.of_rows', { rows, changes }),
        ),
        figure(
            'cases',
            html`${count(view, all.cases)}`,
            say('exports.checkup.key.months', { months }),
        ),
        figure(
            'low',
            html`<span class="up">${count(view, low)}</span>`,
            say('exports.checkup.key.now'),
        ),
        figure(
            'high',
            html`<span class="down">${count(view, high)}</span>`,
            say('exports.checkup.key.now'),
        ),
        figure('assets', amount(view, checkup.concerned.assets), table.currency),
        figure(
            'near',
            html`${count(view, near.up.customers)}`,
            say('exports.checkup.key.near_note', { down: count(view, near.down.customers) }),
        ),
    ]
}

function ruleSection(view: CheckupView): Markup {
    const { checkup, language, say } = view
    const title = (name: string): string =>
        say(`exports.checkup.column.${name}`, { currency: checkup.table.currency })
    const rows = checkup.rule.tiers.map((tier, place) => {
        const { threshold, wait } = tier
        const doubts = doubtTexts(tier, say)
        const at = threshold === null ? '–' : thresholdText(threshold.atLeast, language)
        const figures = [
            ['threshold', html`${at}<small>${rangeText(tier, language)}</small>`],
            ['rises', html`${threshold === null ? '–' : count(view, threshold.cases)}`],
            ['runs', html`${wait === null ? '–' : count(view, wait.cases)}`],
        ] as const
        return html`<tr><th scope="row"><span class="swatch tier-${place}"></span>${tier.word}${
            doubts.length === 0
                ? noMarkup
                : html` <small class="down">${joined(doubts, language)}</small>`
        }</th>
<td class="word">${waitText(tier, view)}</td>
${figures.map(
    ([name, cell]) => html`<td class="figure" data-name="${title(name)}">${cell}</td>`,
)}</tr>`
    })
    const heads = ['tier', 'wait', 'threshold', 'rises', 'runs'].map((name, index) => {
        const kind = index < 2 ? 'word' : 'figure'
        return html`<th scope="col" class="${kind}">${title(name)}</th>`
    })
    const table = scroll(
        say('exports.checkup_rule.title'),
        html`<table class="parties rule"><thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table>`,
    )
    return section(view, {
        name: 'checkup_rule',
        lead: html`${joined(ruleSentences(view), view.language)}`,
        body: [table],
        terms: ['checkup_threshold', 'checkup_range', 'checkup_wait'],
    })
}

function fitSection(view: CheckupView): Markup {
    const { checkup, language, say } = view
    const { rule, fit } = checkup
    const heads = rule.tiers.map(({ word }) => html`<th scope="col" class="figure">${word}</th>`)
    const rows = rule.tiers.map(({ word }, given) => {
        const cells = rule.tiers.map((_, due) => {
            const found = fit.matrix.find((one) => one.given === given && one.due === due)
            const isSame = given === due
            return found === undefined
                ? html`<td class="figure none">·</td>`
                : html`<td class="figure ${isSame ? 'stayed' : 'down'}">${count(
                      view,
                      found.rows,
                  )}</td>`
        })
        return html`<tr><th scope="row">${word}</th>${cells}</tr>`
    })
    const caption = say('exports.checkup_fit.matrix')
    const table = scroll(
        caption,
        html`<table class="matrix"><caption>${caption}</caption>
<thead><tr><th scope="col">${say('exports.checkup_fit.given_due')}</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table>`,
    )
    const lead = emphasise(view, 'exports.checkup_fit.lead', {
        rows: shareText(fitShare(checkup), language),
        changes: shareText(changesShare(checkup), language),
        count: countText(fit.changes, language),
    })
    return section(view, {
        name: 'checkup_fit',
        lead,
        body: [table],
        terms: ['checkup_due', 'checkup_opening'],
    })
}

function scroll(label: string, table: Markup): Markup {
    return html`
<div class="scroll" role="region" tabindex="0" aria-label="${label}">${table}</div>`
}

function footer(view: CheckupView): Markup {
    const { checkup, say, language } = view
    const { table, rule } = checkup
    const source =
        table.measure.from === 'file'
            ? say('exports.checkup.measure_file')
            : say('exports.checkup.measure_ladder', { ladder: table.measure.ladder })
    const facts = [
        ['rows', countText(table.rows, language)],
        ['customers', countText(table.customers, language)],
        ['measure', source],
        ['tiers', rule.tiers.map((_, place) => wordOf(rule, place)).join(' < ')],
    ].map(
        ([name, value = '']) =>
            html`<div><dt>${say(`exports.checkup.line.${name}`)}</dt><dd>${value}</dd></div>`,
    )
    return html`
<footer>
<h2>${say('exports.checkup.footer')}</h2>
<dl class="provenance">${facts}</dl>
${tableRemarks(view).map((remark) => html`<p>${remark}</p>`)}
<p>${say('exports.checkup.nothing_published')}</p>
</footer>`
}

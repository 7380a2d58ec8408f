import { addMonths, formatMonth } from '#domain/month.ts'
import type { NearCase, TierCase } from '#serving/checkup.ts'
import { type CheckupView, wordOf } from './checkup-words.ts'
import { html, type Markup } from './markup.ts'
import { countText, exactText, moneyText, thresholdText } from './number-text.ts'
import { count, emphasise, section } from './report-view.ts'

const kindsOf = {
    too_low: ['rise_missed', 'dropped_early'],
    too_high: ['fall_forgotten', 'raised_wrongly'],
} as const

/** Who should have risen, or should have fallen: totals and the largest open cases. */
export function caseSection(view: CheckupView, side: 'too_low' | 'too_high'): Markup {
    const { checkup, language } = view
    const style = { language, currency: checkup.table.currency }
    const totals = kindsOf[side].map((kind) => checkup.totals[kind])
    const sum = (of: 'cases' | 'open' | 'months'): number =>
        totals.reduce((all, total) => all + total[of], 0)
    const lead = emphasise(view, `exports.checkup_${side}.lead`, {
        cases: sum('cases'),
        shown: countText(sum('cases'), language),
        months: countText(sum('months'), language),
        open: countText(sum('open'), language),
    })
    const kinds = kindsOf[side].map((kind) => {
        const total = checkup.totals[kind]
        return html`<tr><th scope="row">${view.say(`exports.checkup.kind.${kind}`)}</th>
<td class="figure">${count(view, total.cases)}</td>
<td class="figure">${count(view, total.months)}</td>
<td class="figure">${count(view, total.open)}</td>
<td class="figure">${moneyText(total.openAssets, style)}</td></tr>`
    })
    const heads = ['kind', 'cases', 'months', 'open_cases', 'open_assets'].map((name, index) =>
        headOf(view, { name, isFigure: index > 0 }),
    )
    const caption = view.say(`exports.checkup_${side}.kinds`)
    const table = html`
<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table><thead><tr>${heads}</tr></thead><tbody>${kinds}</tbody></table></div>`
    const open = side === 'too_low' ? checkup.tooLow : checkup.tooHigh
    return section(view, {
        name: `checkup_${side}`,
        lead,
        body: [table, caseTable(view, { cases: open, side })],
        terms: [...kindsOf[side].map((kind) => `checkup_${kind}`), 'checkup_open'],
    })
}

function caseTable(
    view: CheckupView,
    { cases, side }: { readonly cases: readonly TierCase[]; readonly side: string },
): Markup {
    const { checkup, language, say } = view
    const colour = side === 'too_low' ? 'up' : 'down'
    return cards(view, {
        caption: say('exports.checkup.largest'),
        columns: ['customer', 'given_due', 'average', 'since'],
        rows: cases.map((one) => [
            html`<span class="name">${one.customer}</span>`,
            html`<span class="${colour}">${wordOf(checkup.rule, one.given)} → ${wordOf(
                checkup.rule,
                one.due,
            )}</span><small>${say(`exports.checkup.kind.${one.kind}`)}</small>`,
            html`${exactText(one.measure, language)}`,
            html`${formatMonth(one.from)}<small>${say('exports.checkup.for_months', {
                count: one.months,
            })}</small>`,
        ]),
    })
}

/** Customers just under and just over a threshold in the last month. */
export function nearSection(view: CheckupView): Markup {
    const { checkup, language, say } = view
    const { near, table, rule } = checkup
    const style = { language, currency: table.currency }
    const lead = emphasise(view, 'exports.checkup_near.lead', {
        up: countText(near.up.customers, language),
        gap: moneyText(near.up.gap, style),
        down: countText(near.down.customers, language),
        assets: moneyText(near.down.assets, style),
        month: formatMonth(addMonths(table.last, -rule.shift)),
    })
    const tableOf = (direction: NearCase['direction']): Markup =>
        cards(view, {
            caption: say(`exports.checkup.near.${direction}`),
            columns: ['customer', 'near_tier', 'average', 'gap'],
            rows: near.some
                .filter((one) => one.direction === direction)
                .slice(0, 10)
                .map((one) => nearCells(view, one)),
        })
    return section(view, {
        name: 'checkup_near',
        lead,
        body: [html`<div class="pair">${tableOf('up')}${tableOf('down')}</div>`],
        terms: ['checkup_near'],
    })
}

function nearCells({ checkup, language }: CheckupView, one: NearCase): readonly Markup[] {
    const tier = checkup.rule.tiers[one.tier]
    const isUp = one.direction === 'up'
    const at = tier?.threshold?.atLeast
    return [
        html`<span class="name">${one.customer}</span>`,
        html`<span class="${isUp ? 'up' : 'down'}">${tier?.word ?? ''} ${isUp ? '↑' : '↓'}</span>
<small>≥ ${at === undefined ? '–' : thresholdText(at, language)}</small>`,
        html`${exactText(one.measure, language)}`,
        html`${exactText(one.gap, language, isUp ? 'up' : 'down')}`,
    ]
}

// On a phone a row becomes a card, in which each figure needs the name of its column beside it.
function cards(
    view: CheckupView,
    table: {
        readonly caption: string
        readonly columns: readonly string[]
        readonly rows: readonly (readonly Markup[])[]
    },
): Markup {
    const { caption, columns } = table
    if (table.rows.length === 0) {
        const nobody = view.say('exports.nobody')
        return html`<div><h3>${caption}</h3><p class="nobody">${nobody}</p></div>`
    }
    const heads = columns.map((name, index) => headOf(view, { name, isFigure: index > 1 }))
    const rows = table.rows.map(([who, ...cells]) => {
        const rest = cells.map(
            (cell, index) =>
                html`<td class="${index === 0 ? 'word' : 'figure'}"
 data-name="${titleOf(view, columns[index + 1] ?? '')}">${cell}</td>`,
        )
        return html`<tr><th scope="row">${who ?? html``}</th>${rest}</tr>`
    })
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table class="parties"><caption>${caption}</caption><thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function headOf(
    view: CheckupView,
    { name, isFigure }: { readonly name: string; readonly isFigure: boolean },
): Markup {
    return html`<th scope="col" class="${isFigure ? 'figure' : 'word'}">${titleOf(view, name)}</th>`
}

function titleOf({ checkup, say }: CheckupView, name: string): string {
    return say(`exports.checkup.column.${name}`, { currency: checkup.table.currency })
}

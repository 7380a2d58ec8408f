import type { TierCount } from '#tiers/trial.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { columnMonthText } from './month-text.ts'
import { changeText } from './number-text.ts'
import { count, section } from './report-view.ts'
import { placesOf, type TrialView, trialTierClass, trialTierName } from './trial-view.ts'

/** How many customers each tier has month by month, under both policies. */
export function trialMonthsSection(view: TrialView): Markup {
    const { say } = view
    return section(view, {
        name: 'trial_months',
        lead: html`${say('exports.trial_months.lead')}`,
        body: [linesTable(view), monthsTable(view)],
        terms: ['near_up', 'near_down', 'untiered'],
    })
}

/** A tier a line, on its own scale: the base tier's thousands would flatten the few at the top. */
function linesTable(view: TrialView): Markup {
    const { trial, say, language } = view
    const rows = placesOf(view).map((tier) => {
        const before = trial.months.map((month) => partiesOf(month.before, tier))
        const after = trial.months.map((month) => partiesOf(month.after, tier))
        const [from, to] = [before.at(-1) ?? 0, after.at(-1) ?? 0]
        const colour = trialTierClass(view, tier)
        return html`<tr><th scope="row"><span class="swatch ${colour}"></span>
${trialTierName(view, tier)}</th><td class="spark">${lines({ before, after, colour })}</td>
<td class="figure">${count(view, from)}</td><td class="figure">${count(view, to)}</td>
<td class="figure">${changeText(to - from, language)}</td>
<td class="figure">${near(view, { tier, way: 'up' })}</td>
<td class="figure">${near(view, { tier, way: 'down' })}</td></tr>`
    })
    const head = (key: string): Markup => html`<th scope="col" class="figure">${say(key)}</th>`
    const caption = say('exports.trial_months.caption')
    return html`
<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table class="trends"><caption>${caption}</caption>
<thead><tr><th scope="col">${say('exports.column.tier')}</th><td class="spark"></td>
${head('exports.trial.before')}${head('exports.trial.after')}${head('exports.column.change')}
${head('exports.trial_months.near_up')}${head('exports.trial_months.near_down')}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function near(
    view: TrialView,
    { tier, way }: { readonly tier: string | null; readonly way: 'up' | 'down' },
): string {
    const of = (side: 'before' | 'after'): string | null => {
        const found = view.trial.near[side].find((one) => one.tier === tier)
        return found === undefined ? null : count(view, found[way])
    }
    const [old, now] = [of('before'), of('after')]
    return old === now ? (now ?? '') : `${old ?? '–'} → ${now ?? '–'}`
}

function partiesOf(counts: readonly TierCount[], tier: string | null): number {
    return counts.find((one) => one.tier === tier)?.parties ?? 0
}

function lines({
    before,
    after,
    colour,
}: {
    readonly before: readonly number[]
    readonly after: readonly number[]
    readonly colour: string
}): Markup {
    const [width, height, edge] = [300, 34, 4]
    const least = Math.min(...before, ...after)
    const spread = Math.max(...before, ...after) - least
    const pointsOf = (counts: readonly number[]): readonly string[] =>
        counts.map((value, index) => {
            const part = counts.length === 1 ? 0.5 : index / (counts.length - 1)
            const x = edge + (width - 2 * edge) * part
            const y =
                height - edge - (height - 2 * edge) * (spread ? (value - least) / spread : 0.5)
            return `${x.toFixed(1)},${y.toFixed(1)}`
        })
    const points = pointsOf(after)
    const [x = '0', y = '0'] = (points.at(-1) ?? '').split(',')
    return html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true"><polyline class="line"
 style="fill:none;stroke:var(--other);stroke-dasharray:4 3"
 points="${pointsOf(before).join(' ')}"/><polyline class="line ${colour}"
 points="${points.join(' ')}"/><circle class="${colour}" cx="${x}" cy="${y}" r="3"/></svg>`
}

/** All months in numbers: as it is → as it would be, where the two differ. */
function monthsTable(view: TrialView): Markup {
    const { trial, say, language } = view
    const places = placesOf(view)
    const heads = places.map(
        (tier) => html`<th scope="col" class="figure">${trialTierName(view, tier)}</th>`,
    )
    const rows = trial.months.map(({ month, before, after }) => {
        const cells = places.map((tier) => {
            const [from, to] = [partiesOf(before, tier), partiesOf(after, tier)]
            const text = from === to ? count(view, to) : `${count(view, from)} → ${count(view, to)}`
            const tone = from === to ? '' : to > from ? 'up' : 'down'
            return html`<td class="figure ${tone}">${text}</td>`
        })
        return html`<tr><th scope="row">${columnMonthText(month, language)}</th>${cells}</tr>`
    })
    const title = say('exports.months.table')
    return html`<details class="numbers"><summary>${title}</summary>
<div class="scroll" role="region" tabindex="0" aria-label="${title}">
<table><thead><tr><th scope="col">${say('exports.column.month')}</th>${heads}</tr></thead>
<tbody>${rows.reverse()}</tbody></table></div></details>`
}

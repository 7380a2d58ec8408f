import { catalogue } from '#features/catalogue.ts'
import type { FeatureSpread, SpreadCounts } from '#serving/feature-spread.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { amountText, shareText } from './number-text.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { count, emphasise, idOf, money, section } from './report-view.ts'

/** The size of a picture in its own units; style gives it its width on the page. */
const picture = { width: 280, height: 96, base: 80 }

/** Small histograms of the main features; left out where no warehouse was asked for them. */
export function distributionsSection(view: ReportView): Markup {
    const spreads = view.summary.spreads.filter(isSpread)
    if (spreads.length === 0) return noMarkup
    const hasBefore = spreads.some(({ before }) => before !== null)
    const beforeKey = html`<li><span class="swatch spread-before"></span>${view.say(
        'exports.distributions.before',
    )}</li>`
    const legend = html`<ul class="legend" aria-hidden="true">
<li><span class="swatch spread-now"></span>${view.say('exports.distributions.now')}</li>
<li><span class="swatch spread-median"></span>${view.say('exports.distributions.median_bin')}</li>
${hasBefore ? beforeKey : noMarkup}</ul>`
    return section(view, {
        name: 'distributions',
        lead: leadOf(view, spreads),
        body: [legend, html`<div class="spreads">${spreads.map((one) => figure(view, one))}</div>`],
        terms: reportTerms.distributions,
    })
}

/** Where all have the same, now as before, one block would say less than nothing. */
function isSpread({ now, before }: FeatureSpread): boolean {
    const filled = ({ counts }: SpreadCounts): number => counts.filter((one) => one > 0).length
    return filled(now) > 1 || (before !== null && filled(before) > 1)
}

/** What half of the customers have, of the first feature, which is an amount. */
function leadOf(view: ReportView, spreads: readonly FeatureSpread[]): Markup {
    const [first] = spreads
    const median = first?.now.median ?? null
    if (first === undefined || median === null)
        return html`${view.say('exports.distributions.how')}`
    return html`${emphasise(view, 'exports.distributions.lead', {
        name: view.say(`features.${first.feature}.name`),
        median: money(view, median),
    })}${view.say('exports.distributions.how')}`
}

function figure(view: ReportView, spread: FeatureSpread): Markup {
    const { say } = view
    const { feature, now, before } = spread
    const id = idOf(view, `spread-${feature}`)
    const medians = say('exports.distributions.medians', {
        now: valueText(view, spread, now.median),
        before: before === null ? 'none' : valueText(view, spread, before.median),
    })
    const unknown =
        now.unknown === 0
            ? noMarkup
            : html` · ${say('exports.distributions.unknown', {
                  share: shareText(now.unknown / Math.max(now.parties, 1), view.language),
              })}`
    return html`
<figure aria-labelledby="${id}">
<figcaption id="${id}">${say(`features.${feature}.name`)}
<small>${medians}${unknown}</small></figcaption>
${histogram(view, spread)}
<details class="numbers"><summary>${say('exports.distributions.numbers')}</summary>
${binsTable(view, spread)}</details>
</figure>`
}

/** Bars of this month; the month before as a step over them. The table behind says it in words. */
function histogram(view: ReportView, spread: FeatureSpread): Markup {
    const { now, before } = spread
    const shares = sharesOf(now)
    const earlier = before === null ? [] : sharesOf(before)
    const most = Math.max(...shares, ...earlier, Number.MIN_VALUE)
    const step = picture.width / Math.max(shares.length, 1)
    const heightOf = (share: number): number => (share / most) * (picture.base - 4)
    const middle = medianBin(now)
    const bars = shares.map((share, bin) => {
        const height = share > 0 ? Math.max(heightOf(share), 1) : 0
        const place = `x="${fixed(bin * step + 1)}" y="${fixed(picture.base - height)}"`
        const size = `width="${fixed(step - 2)}" height="${fixed(height)}"`
        const name = bin === middle ? 'spread-median' : 'spread-now'
        return { markup: `<rect class="${name}" ${place} ${size}/>` }
    })
    const line = earlier
        .map((share, bin) => {
            const y = fixed(picture.base - heightOf(share))
            const [from, to] = [fixed(bin * step), fixed((bin + 1) * step)]
            return `${bin === 0 ? 'M' : 'L'}${from} ${y}L${to} ${y}`
        })
        .join('')
    const path = line === '' ? noMarkup : html`<path class="spread-line" d="${line}"/>`
    return html`
<svg class="spread" viewBox="0 0 ${picture.width} ${picture.height}" aria-hidden="true">
${bars}${path}
<line class="grid" x1="0" x2="${picture.width}" y1="${picture.base}" y2="${picture.base}"/>
<text class="axis" x="0" y="${picture.height - 2}">${binText(view, spread, 0)}</text>
<text class="axis end" x="${picture.width}" y="${picture.height - 2}">${binText(
        view,
        spread,
        shares.length - 1,
    )}</text>
</svg>`
}

function fixed(value: number): string {
    return value.toFixed(1)
}

function sharesOf({ counts, parties }: SpreadCounts): readonly number[] {
    return counts.map((one) => (parties === 0 ? 0 : one / parties))
}

/** The bin in which half of the known values are reached; null where nothing is known. */
function medianBin({ counts }: SpreadCounts): number | null {
    const known = counts.reduce((sum, one) => sum + one, 0)
    let upTo = 0
    for (const [bin, one] of counts.entries()) {
        upTo += one
        if (known > 0 && upTo * 2 >= known) return bin
    }
    return null
}

function binsTable(view: ReportView, spread: FeatureSpread): Markup {
    const { say, language } = view
    const { now, before } = spread
    const shareOf = (of: SpreadCounts, parties: number): string =>
        shareText(of.parties === 0 ? null : parties / of.parties, language)
    const earlierText = (parties: number | null): string =>
        before === null || parties === null ? '–' : shareOf(before, parties)
    const row = (label: string, parties: number, earlier: number | null): Markup => html`
<tr><th scope="row">${label}</th>
<td class="figure"><data value="${parties}">${count(view, parties)}</data></td>
<td class="figure">${shareOf(now, parties)}</td>
<td class="figure">${earlierText(earlier)}</td></tr>`
    const rows = now.counts.map((parties, bin) =>
        row(binText(view, spread, bin), parties, before?.counts[bin] ?? null),
    )
    const unknown = row(
        say('exports.distributions.unknown_row'),
        now.unknown,
        before?.unknown ?? null,
    )
    return html`
<table><thead><tr><th scope="col">${say('exports.distributions.column.value')}</th>
<th scope="col" class="figure">${say('exports.column.customers')}</th>
<th scope="col" class="figure">${say('exports.distributions.now')}</th>
<th scope="col" class="figure">${say('exports.distributions.before')}</th></tr></thead>
<tbody>${rows}${unknown}</tbody></table>`
}

function binText(view: ReportView, spread: FeatureSpread, bin: number): string {
    const { edges } = spread
    const edge = edges[bin]
    if (edge !== undefined) return `≤ ${valueText(view, spread, String(edge))}`
    return edges.length === 0 ? '' : `> ${valueText(view, spread, String(edges.at(-1)))}`
}

function valueText(view: ReportView, { feature }: FeatureSpread, value: string | null): string {
    if (value === null) return '–'
    const known = catalogue.get(feature)
    if (known?.unit === 'share') return shareText(Number(value), view.language)
    return known?.type === 'money'
        ? amountText(value, view.language)
        : count(view, Math.round(Number(value)))
}

import { type ValueBand, type ValueCell, valueBands } from '#serving/report-summary.ts'
import type { MoneyText } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { shareText } from './number-text.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { amount, count, emphasise, money, section, tierClass, tierName } from './report-view.ts'
import { type Sum, shareOf, sumOf } from './summary-figures.ts'
import { unbuiltSection } from './unbuilt-section.ts'

/** Tiers down the side, bands of value along the top: whose service does not fit the value. */
export function valueSection(view: ReportView): Markup {
    const { values } = view.summary
    if (values === null) return unbuiltSection(view, 'value')
    const tiers = [...view.summary.tiers.map(({ id }) => id).reverse(), null]
    const bands = valueBands.filter((band) => sumIn(values, { band }).parties > 0)
    return section(view, {
        name: 'value',
        lead: leadOf(view, values),
        body: [
            html`
<div class="scroll" role="region" tabindex="0" aria-label="${view.say('exports.value.table')}">
<table class="matrix values"><caption>${view.say('exports.value.table')}</caption>
<thead><tr><th scope="col">${view.say('exports.column.tier')}</th>${bands.map(
                (band) => html`<th scope="col" class="figure">${bandName(view, band)}</th>`,
            )}<th scope="col" class="figure">${view.say('exports.total')}</th></tr></thead>
<tbody>${tiers.map((tier) => tierRow(view, { values, tier, bands }))}</tbody>
<tfoot><tr><th scope="row">${view.say('exports.total')}</th>${bands.map((band) =>
                totalCell(view, sumIn(values, { band })),
            )}${totalCell(view, sumOf(values))}</tr></tfoot></table></div>`,
        ],
        terms: reportTerms.value,
    })
}

/** Of high value and in a tier of the lower half: the service does not know them yet. */
function leadOf(view: ReportView, values: readonly ValueCell[]): Markup {
    const { tiers } = view.summary
    const lower = tiers.slice(0, Math.ceil(tiers.length / 2)).map(({ id }) => id)
    const upper = tiers.slice(Math.ceil(tiers.length / 2)).map(({ id }) => id)
    const hidden = sumOf(
        values.filter(({ tier, band }) => band === 'high' && lower.includes(tier ?? '')),
    )
    const idle = sumOf(
        values.filter(({ tier, band }) => band === 'ordinary' && upper.includes(tier ?? '')),
    )
    const top = tiers[lower.length - 1]
    return emphasise(view, 'exports.value.lead', {
        high: sumIn(values, { band: 'high' }).parties,
        count: hidden.parties,
        shown: count(view, hidden.parties),
        assets: money(view, hidden.assets),
        tier: tierName(view, top?.id ?? null),
        idle: idle.parties,
        idle_shown: count(view, idle.parties),
        idle_assets: money(view, idle.assets),
    })
}

type Place = { readonly tier?: string | null; readonly band?: ValueBand }

function sumIn(values: readonly ValueCell[], place: Place): Sum {
    return sumOf(
        values.filter(
            ({ tier, band }) =>
                (place.tier === undefined || place.tier === tier) &&
                (place.band === undefined || place.band === band),
        ),
    )
}

function tierRow(
    view: ReportView,
    {
        values,
        tier,
        bands,
    }: {
        readonly values: readonly ValueCell[]
        readonly tier: string | null
        readonly bands: readonly ValueBand[]
    },
): Markup {
    const whole = sumIn(values, { tier })
    if (tier === null && whole.parties === 0) return html``
    const cells = bands.map((band) => {
        const cell = sumIn(values, { tier, band })
        if (cell.parties === 0) return html`<td class="figure none">·</td>`
        const share = shareOf({ part: cell.assets, whole: sumOf(values).assets }) ?? 0
        const depth = depthOf({ of: cell.assets, among: values })
        return html`<td class="figure heat money" style="--depth:${depth}%"
 title="${shareText(share, view.language)}"><data value="${cell.parties}">${count(
     view,
     cell.parties,
 )}</data><small>${amount(view, cell.assets)}</small></td>`
    })
    return html`<tr><th scope="row"><span class="swatch ${tierClass(
        view.summary,
        tier,
    )}"></span>${tierName(view, tier)}</th>${cells}${totalCell(view, whole)}</tr>`
}

function totalCell(view: ReportView, { parties, assets }: Sum): Markup {
    return html`<td class="figure"><data value="${parties}">${count(view, parties)}</data>
<small>${amount(view, assets)}</small></td>`
}

function bandName({ say }: ReportView, band: ValueBand): string {
    return say(band === null ? 'exports.value.unscored' : `features.value.${band}`)
}

/**
 * How deep a cell is coloured, in hundredths: by the square root of its part of the largest, which
 * keeps small holdings visible beside one very large one.
 */
export function depthOf({
    of,
    among,
}: {
    readonly of: MoneyText
    readonly among: readonly { readonly assets: MoneyText }[]
}): number {
    const most = Math.max(...among.map(({ assets }) => Number(assets)))
    return Number(of) <= 0 ? 0 : Math.round(4 + 40 * Math.sqrt(Number(of) / most))
}

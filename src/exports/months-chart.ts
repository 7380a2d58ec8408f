import type { MonthOfTiers } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { monthText, shortMonthText } from './month-text.ts'
import { amountText } from './number-text.ts'
import type { ReportView } from './report-view.ts'
import { idOf, money, tierClass, tierName } from './report-view.ts'
import { sumOf } from './summary-figures.ts'

/** More columns than this are too thin to read; the latest ones are shown. */
export const monthsShown = 24

type Frame = {
    readonly view: ReportView
    readonly months: readonly MonthOfTiers[]
    readonly width: number
    readonly height: number
    readonly left: number
    readonly top: number
    readonly bottom: number
    /** The value at the top of the plot. */
    readonly most: number
    /** The width of a month with the space around its column. */
    readonly step: number
}

/**
 * Assets by tier, month by month, as stacked columns with the highest tier on top.
 * `shape` is the form for wide pages or for phones; style shows one of the two.
 */
export function monthsChart(view: ReportView, shape: 'wide' | 'narrow'): Markup {
    const frame = frameOf(view, shape)
    const { months, width, height } = frame
    const name = idOf(view, `months-${shape}`)
    const latest = months.at(-1)
    if (latest === undefined) return noMarkup
    const description = view.say('exports.months.description', {
        from: monthText(months[0]?.month ?? latest.month, view.language),
        to: monthText(latest.month, view.language),
        assets: money(view, sumOf(latest.tiers).assets),
    })
    return html`
<svg class="chart ${shape}" viewBox="0 0 ${width} ${height}" role="img"
 aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${view.say('exports.months.chart')}</title>
<desc id="${name}-desc">${description}</desc>
${grid(frame)}
${months.map((month, index) => column(frame, month, index))}
</svg>`
}

function frameOf(view: ReportView, shape: 'wide' | 'narrow'): Frame {
    const months = view.summary.months.slice(-monthsShown)
    const totals = months.map((month) => Number(sumOf(month.tiers).assets))
    const [width, height] = shape === 'wide' ? [1000, 300] : [360, 260]
    const left = 52
    return {
        view,
        months,
        width,
        height,
        left,
        top: 22,
        bottom: 40,
        most: niceTop(Math.max(...totals, 1)),
        step: (width - left) / Math.max(months.length, 6),
    }
}

function grid(frame: Frame): readonly Markup[] {
    const { view, most, left, width } = frame
    return [0, 1, 2, 3, 4].map((quarter) => {
        const y = yOf(frame, (most * quarter) / 4)
        const label = amountText(String((most * quarter) / 4), view.language)
        return html`<line class="grid" x1="${left}" x2="${width}" y1="${y}" y2="${y}"/>
<text class="axis end" x="${left - 8}" y="${y}" dy="4">${trimZeros(label)}</text>`
    })
}

function column(frame: Frame, month: MonthOfTiers, index: number): Markup {
    const { view, step, left } = frame
    const width = Math.min(step * 0.62, 44)
    const x = left + step * index + (step - width) / 2
    let below = 0
    const pieces = [null, ...view.summary.tiers.map((tier) => tier.id)].map((tier) => {
        const assets = month.tiers.find((size) => size.tier === tier)?.assets ?? '0'
        if (Number(assets) <= 0) return noMarkup
        const bottom = yOf(frame, below)
        below += Number(assets)
        const top = yOf(frame, below)
        const label = `${tierName(view, tier)} · ${money(view, assets)}`
        // A hair of paper between two tiers tells them apart without colour.
        const gap = bottom - top > 3 ? 1 : 0
        return html`<rect class="${tierClass(view.summary, tier)}" x="${round(x)}" y="${top}"
 width="${round(width)}" height="${round(Math.max(0, bottom - top - gap))}"><title>${label}
</title></rect>`
    })
    return html`<g>${pieces}${columnTexts(frame, month, index)}</g>`
}

function columnTexts(frame: Frame, month: MonthOfTiers, index: number): readonly Markup[] {
    const { view, months, step, left, height } = frame
    const x = round(left + step * (index + 0.5))
    const text = (y: number, style: string, words: string) =>
        html`<text class="${style} mid" x="${x}" y="${round(y)}">${words}</text>`
    const texts: Markup[] = []
    // Labels are counted from the last month back, which is the one people look for.
    const every = Math.ceil(34 / step)
    if ((months.length - 1 - index) % every === 0) {
        texts.push(text(height - 22, 'axis', shortMonthText(month.month, view.language)))
        if (startsYear(frame, index, every)) {
            texts.push(text(height - 6, 'axis', String(Math.trunc(month.month / 100))))
        }
    }
    if (index === months.length - 1 || index === 0) {
        const total = sumOf(month.tiers).assets
        const above = round(yOf(frame, Number(total)) - 7)
        const words = amountText(total, view.language)
        // The first and the last column are narrower than their number may be.
        const inside = Math.min(Math.max(x, left + 26), frame.width - 26)
        texts.push(html`<text class="total mid" x="${inside}" y="${above}">${words}</text>`)
    }
    return texts
}

// The year stands under the first label that lies in it.
function startsYear(frame: Frame, index: number, every: number): boolean {
    const earlier = frame.months[index - every]
    const here = frame.months[index]
    if (earlier === undefined || here === undefined) return true
    return Math.trunc(earlier.month / 100) !== Math.trunc(here.month / 100)
}

function yOf(frame: Frame, value: number): number {
    const room = frame.height - frame.top - frame.bottom
    return round(frame.top + room * (1 - value / frame.most))
}

// The smallest of 1, 1.2, 1.6, 2 … times a power of ten that holds the value: quarters of
// it are short numbers.
function niceTop(value: number): number {
    const power = 10 ** Math.floor(Math.log10(value))
    const steps = [1, 1.2, 1.6, 2, 2.4, 2.8, 3.2, 4, 4.8, 6, 8, 10]
    return (steps.find((step) => step * power >= value) ?? 10) * power
}

function trimZeros(label: string): string {
    return label.replace(/\.0+(?=\D|$)/, '').replace(/(\.\d*?[1-9])0+(?=\D|$)/, '$1')
}

function round(value: number): number {
    return Math.round(value * 100) / 100
}

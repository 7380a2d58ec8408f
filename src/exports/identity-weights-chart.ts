import type { WeighedField } from '#identity/learn/match-model.ts'
import { sayLevel } from '#identity/say-comparison.ts'
import { bitsText } from './bits-text.ts'
import { html, type Markup } from './markup.ts'
import type { Spoken } from './report-view.ts'

/** Width of the chart and of its words, in its own units. */
const width = 720
const words = 270
const figures = 62
const row = 22

/**
 * All weights as bars from a middle line, field by field: what speaks against to the left, what
 * speaks for to the right. Levels that were never seen weigh nothing and are left out.
 */
export function weightsChart(
    view: Spoken,
    { fields, label }: { readonly fields: readonly WeighedField[]; readonly label: string },
): Markup {
    const seen = fields.map(({ id, levels }) => ({
        id,
        levels: levels.filter(({ weight }) => weight !== 0),
    }))
    const all = seen.flatMap(({ levels }) => levels.map(({ weight }) => weight))
    const most = Math.max(...all, 1000)
    const least = Math.min(...all, -1000)
    const from = words + figures
    const unit = (width - from - 8) / (most - least)
    const middle = from - least * unit
    let line = 0
    const lines: Markup[] = []
    for (const { id, levels } of seen) {
        line++
        lines.push(html`<text x="0" y="${line * row}" class="total">${id}</text>`)
        for (const level of levels) {
            line++
            const y = line * row
            const length = Math.abs(level.weight) * unit
            const x = level.weight < 0 ? middle - length : middle
            const name = sayLevel(level.id, view.say)
            const bits = bitsText(level.weight, view.language)
            lines.push(html`<g><title>${name}: ${bits}</title>
<text x="14" y="${y}">${cut(name)}</text>
<text x="${from - 10}" y="${y}" class="end axis">${bits}</text>
<rect x="${place(x)}" y="${y - 11}" width="${place(Math.max(length, 1))}" height="12" class="${
                level.weight < 0 ? 'tier-0' : 'tier-1'
            }"/></g>`)
        }
    }
    const height = (line + 1) * row
    return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img"
 aria-label="${label}">
<line x1="${place(middle)}" x2="${place(middle)}" y1="6" y2="${height - 8}" class="grid"/>${lines}
</svg>`
}

/** So many letters have room; all of them stand in the title. */
function cut(text: string): string {
    const wide = [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0)
    if (wide <= 42) return text
    let left = 40
    let kept = ''
    for (const letter of text) {
        left -= letter > '\u2e7f' ? 2 : 1
        if (left < 0) break
        kept += letter
    }
    return `${kept}…`
}

/** A coordinate to a tenth of a unit. */
export function place(value: number): string {
    return String(Math.round(value * 10) / 10)
}

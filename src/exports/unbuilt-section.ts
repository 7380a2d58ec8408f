import { formatMonth } from '#domain/month.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { type ReportSection, reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { section } from './report-view.ts'

/** A section whose models no run has built: one sentence, and the command that builds them. */
export function unbuiltSection(view: ReportView, name: ReportSection): Markup {
    const month = formatMonth(view.figures.month)
    const command = `tong run --select "features.*" "scores.*" --as-of ${month}`
    return section(view, {
        name,
        lead: html`${view.say('exports.unbuilt')}`,
        body: [html`<p class="command"><code>${command}</code></p>`],
        terms: reportTerms[name],
    })
}

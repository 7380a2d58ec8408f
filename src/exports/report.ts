import type { Language, Say } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import type { Summary } from '#serving/summary.ts'
import { distributionsSection } from './distributions-section.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { monthText } from './month-text.ts'
import { writePage } from './page-shell.ts'
import { reportHeader } from './report-header.ts'
import {
    findingsSection,
    migrationSection,
    monthsSection,
    movedSection,
    nearSection,
    protectedSection,
    provenanceFooter,
    pyramidSection,
} from './report-sections.ts'
import type { ReportView } from './report-view.ts'
import { figuresOf } from './summary-figures.ts'

/**
 * Writes the report of a close: one HTML file, complete in itself, with every language inside
 * and `language` shown first. Returns the text of the file. Throws where the summary holds no
 * close. The same summary always gives the same text.
 */
export function writeReport(
    summary: Summary,
    texts: Readonly<Record<Language, Say>>,
    language: Language,
): string {
    const figures = figuresOf(summary)
    const views = languages.map((one) => ({ summary, figures, language: one, say: texts[one] }))
    const bodies = views.map((view) => ({
        language: view.language,
        title: titleOf(view),
        body: pageOf(view),
    }))
    return writePage({ bodies, shown: language, tiers: summary.tiers.length })
}

function pageOf(view: ReportView): Markup {
    return html`
${reportHeader(view)}
${pyramidSection(view)}
${monthsSection(view)}
${migrationSection(view)}
${movedSection(view)}
${nearSection(view)}
${protectedSection(view)}
${distributionsSection(view)}
${findingsSection(view)}
${provenanceFooter(view)}`
}

function titleOf(view: ReportView): string {
    const ladder = view.summary.ladder.name[view.language]
    const month = monthText(view.figures.month, view.language)
    return `${ladder} · ${view.say('exports.report')} · ${month}`
}

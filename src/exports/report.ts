import type { Language, Say } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import { actionsSection } from './actions-section.ts'
import { concentrationSection } from './concentration-section.ts'
import { distributionsSection } from './distributions-section.ts'
import { lifecycleSection } from './lifecycle-section.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { monthText } from './month-text.ts'
import { writePage } from './page-shell.ts'
import { scopeName } from './report-answer.ts'
import { reportHeader, standoutSection } from './report-header.ts'
import { reportQualitySection } from './report-quality-section.ts'
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
import { type ReportSection, reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { reportViewOf } from './report-view.ts'
import { rfmSection } from './rfm-section.ts'
import { valueSection } from './value-section.ts'

/**
 * Writes the report of a close: one HTML file, complete in itself, with every language inside
 * and `language` shown first. Returns the text of the file. Throws where the summary holds no
 * close. The same summary always gives the same text.
 */
export function writeReport(
    summary: ReportSummary,
    texts: Readonly<Record<Language, Say>>,
    language: Language,
): string {
    const views = languages.map((one) => reportViewOf(summary, { language: one, say: texts[one] }))
    const bodies = views.map((view) => ({
        language: view.language,
        title: titleOf(view),
        body: pageOf(view),
    }))
    return writePage({ bodies, shown: language, tiers: summary.tiers.length })
}

/** The sections in their order: what is the matter, what to do, and then what lies behind it. */
const sections: Readonly<Record<ReportSection, (view: ReportView) => Markup>> = {
    standout: standoutSection,
    actions: actionsSection,
    pyramid: pyramidSection,
    concentration: concentrationSection,
    months: monthsSection,
    migration: migrationSection,
    moved: movedSection,
    near: nearSection,
    protected: protectedSection,
    lifecycle: lifecycleSection,
    value: valueSection,
    rfm: rfmSection,
    distributions: distributionsSection,
    report_quality: reportQualitySection,
    findings: findingsSection,
}

function pageOf(view: ReportView): Markup {
    const written = Object.entries(sections).map(([name, write]) => ({
        name: name as ReportSection,
        markup: write(view),
    }))
    // A section that has nothing to tell falls away, and so does the way to it.
    const shown = written.filter(({ markup }) => markup.markup !== '')
    const names = shown.map(({ name }) => name)
    return html`
${reportHeader(view, names)}
${shown.map(({ markup }) => markup)}
${appendix(view, names)}
${provenanceFooter(view)}`
}

/** All meanings once more, together, for paper alone: there nothing can be opened. */
function appendix({ say }: ReportView, names: readonly ReportSection[]): Markup {
    const terms = [...new Set(names.flatMap((name): readonly string[] => reportTerms[name]))]
    const items = terms.map(
        (term) =>
            html`<dt>${say(`exports.term.${term}`)}</dt><dd>${say(`exports.meaning.${term}`)}</dd>`,
    )
    return html`<section class="appendix" aria-hidden="true">
<h2>${say('exports.meaning.title')}</h2><dl>${items}</dl></section>`
}

function titleOf(view: ReportView): string {
    const ladder = view.summary.ladder.name[view.language]
    const month = monthText(view.figures.month, view.language)
    return `${scopeName(view)} · ${ladder} · ${view.say('exports.report')} · ${month}`
}

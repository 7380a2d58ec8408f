import type { Language, Say } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import type { Summary } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { html, ownCode } from './markup.ts'
import { monthText } from './month-text.ts'
import { reportHeader } from './report-header.ts'
import { reportScript } from './report-script.ts'
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
import { reportStyle } from './report-style.ts'
import type { ReportView } from './report-view.ts'
import { figuresOf } from './summary-figures.ts'

/** Nothing is fetched, framed or sent: the browser itself holds the page to that. */
const contentPolicy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "script-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
].join('; ')

/** How the languages call themselves on the switch. */
const ownNames: Readonly<Record<Language, string>> = {
    'zh-CN': '简体中文',
    'zh-TW': '繁體中文',
    en: 'English',
}

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
    const shown = views.find((view) => view.language === language)
    const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${shown === undefined ? 'Tong' : titleOf(shown)}</title>
<style>${ownCode(reportStyle(summary.tiers.length))}</style>
</head>
<body>
<span class="mark" aria-hidden="true">砼</span><span class="brand">Tong</span>
${languages.map((one) => languageChoice(one, one === language))}
${views.map((view) => pageOf(view))}
<script>${ownCode(reportScript)}</script>
</body>
</html>
`
    return page.markup
}

// Radio buttons before the pages they choose: style alone shows the page of the one checked.
function languageChoice(language: Language, checked: boolean): Markup {
    const state = checked ? html` checked` : html``
    return html`<input type="radio" name="language" value="${language}"
 id="choose-${language}"${state}><label for="choose-${language}" lang="${language}">${
     ownNames[language]
 }</label>`
}

function pageOf(view: ReportView): Markup {
    return html`
<main class="page" lang="${view.language}" data-title="${titleOf(view)}">
${reportHeader(view)}
${pyramidSection(view)}
${monthsSection(view)}
${migrationSection(view)}
${movedSection(view)}
${nearSection(view)}
${protectedSection(view)}
${findingsSection(view)}
${provenanceFooter(view)}
</main>`
}

function titleOf(view: ReportView): string {
    const ladder = view.summary.ladder.name[view.language]
    const month = monthText(view.figures.month, view.language)
    return `${ladder} · ${view.say('exports.report')} · ${month}`
}

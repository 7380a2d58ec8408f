import type { Language, Say } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import type {
    BatchQuality,
    QualityIssue,
    QualityReport,
    TableQuality,
} from '#serving/quality-report.ts'
import { type Dimension, dimensions } from '#sources/quality.ts'
import type { Grades } from '#sources/quality-summary.ts'
import { html, type Markup, noMarkup } from './markup.ts'
import { countText } from './number-text.ts'
import { writePage } from './page-shell.ts'
import {
    dimensionName,
    failedText,
    freshText,
    gradeText,
    issueText,
    placeOf,
    remedyText,
} from './quality-words.ts'
import { emphasise, idOf, type Spoken, section } from './report-view.ts'

/** What the page on quality shows. */
export type ShownQuality = {
    readonly report: QualityReport
    readonly trend: readonly BatchQuality[]
}

type QualityView = Spoken & ShownQuality

/** More than this nobody reads on a page; `tong quality --json` has all. */
const issuesShown = 50
const batchesShown = 60

/** What is counted when a batch is taken; freshness is judged on a day. */
const counted = dimensions.filter((one) => one !== 'fresh')

/**
 * Writes the page on the quality of the delivered data: one HTML file, complete in itself, with
 * every language inside and `language` shown first. The same report always gives the same text.
 */
export function writeQualityPage(
    shown: ShownQuality,
    texts: Readonly<Record<Language, Say>>,
    language: Language,
): string {
    const bodies = languages.map((one) => {
        const view: QualityView = { ...shown, language: one, say: texts[one] }
        return { language: one, title: texts[one]('exports.quality.title'), body: bodyOf(view) }
    })
    return writePage({ bodies, shown: language, tiers: 1 })
}

function bodyOf(view: QualityView): Markup {
    return html`${header(view)}
${issuesSection(view)}
${tablesSection(view)}
${trendSection(view)}`
}

function header(view: QualityView): Markup {
    const { report, say, language } = view
    const { asOf, tables, issues, grades } = report
    const systems = new Set(tables.map(({ system }) => system)).size
    const records = tables.reduce((sum, { read }) => sum + read, 0)
    const rejected = tables.reduce((sum, one) => sum + one.rejected, 0)
    const late = tables.filter(({ freshness }) => freshness?.isLate === true).length
    const headline = emphasise(view, 'exports.quality.headline', {
        systems: countText(systems, language),
        tables: countText(tables.length, language),
        records: countText(records, language),
        issues: issues.length,
        shown: countText(issues.length, language),
        late,
        late_shown: countText(late, language),
    })
    const day = asOf === null ? noMarkup : html` · ${say('exports.quality.as_of', { day: asOf })}`
    const ofRecords = say('exports.quality.of_records', { records: countText(records, language) })
    const figures = [
        ...dimensions.map((one) => keyFigure(view, one, grades)),
        html`<div><dt>${say('exports.quality.column.rejected')}</dt>
<dd>${countText(rejected, language)}<small>${ofRecords}</small></dd></div>`,
    ]
    return html`
<header>
<p class="kicker">${say('exports.quality.kicker')}${day}</p>
<h1>${say('exports.quality.title')}</h1>
<p class="headline">${headline}</p>
<dl class="key-figures">${figures}</dl>
</header>`
}

function keyFigure(view: QualityView, dimension: Dimension, grades: Grades): Markup {
    const { say, language } = view
    const { millionths, worst } = grades[dimension]
    const isFresh = dimension === 'fresh'
    const text =
        isFresh && millionths !== null
            ? say(millionths === 0 ? 'exports.quality.not_in_time' : 'exports.quality.in_time')
            : gradeText(millionths, language)
    const isWhole = millionths === null || millionths === 1_000_000
    const note =
        worst === null || isWhole ? '' : say('exports.quality.lowest', { place: shortPlace(worst) })
    return html`<div><dt>${dimensionName(dimension, view)}</dt><dd>${
        isWhole ? html`${text}` : html`<span class="down">${text}</span>`
    }<small>${note}</small></dd></div>`
}

function shortPlace({ table, field }: NonNullable<Grades[Dimension]['worst']>): string {
    return field === null ? table : `${table}.${field}`
}

function issuesSection(view: QualityView): Markup {
    const { report, say, language } = view
    const shown = report.issues.slice(0, issuesShown)
    const share = say('exports.quality.column.share')
    const rows = shown.map((issue: QualityIssue) => {
        const failed = failedText(issue, language)
        const place = html`<span class="name">${placeOf(issue)}</span>`
        return html`<tr><th scope="row">${place}<small>${issueText(issue, view)}</small></th>
<td class="word">${remedyText(issue.check, view)}</td>
<td class="figure" data-name="${share}"><span class="down">${failed}</span></td></tr>`
    })
    const lead = say('exports.quality_issues.lead', {
        shown: countText(shown.length, language),
        all: countText(report.issues.length, language),
    })
    const words = ['place', 'remedy'].map((one) => head(view, one, 'word'))
    const heads = [...words, head(view, 'share', 'figure')]
    const label = say('exports.quality_issues.title')
    const body =
        shown.length === 0
            ? html`<p class="nobody">${say('exports.quality.sound')}</p>`
            : grid({ label, kind: 'parties', heads, rows })
    const name = 'quality_issues'
    return plainSection(view, { name, lead: shown.length === 0 ? '' : lead, body })
}

function tablesSection(view: QualityView): Markup {
    const { report, say, language } = view
    const rows = report.tables.map((table: TableQuality) => {
        const grades = counted.map((one) => gradeCell(view, table, one))
        return html`<tr><th scope="row">${table.system}.${table.table}</th>
<td class="figure">${countText(table.read, language)}</td>
<td class="figure">${countText(table.rejected, language)}</td>${grades}
<td>${freshText(table, view)}</td></tr>`
    })
    const heads = [
        head(view, 'table', 'word'),
        ...['records', 'rejected'].map((one) => head(view, one, 'figure')),
        ...dimensionHeads(view),
        html`<th scope="col">${dimensionName('fresh', view)}</th>`,
    ]
    return section(view, {
        name: 'quality_tables',
        lead: html`${say('exports.quality_tables.lead')}`,
        body: [grid({ label: say('exports.quality_tables.title'), kind: 'tables', heads, rows })],
        terms: dimensions.map((one) => `quality_${one}`),
    })
}

function gradeCell(
    { language }: QualityView,
    { grades, isMeasured }: TableQuality,
    dimension: Dimension,
): Markup {
    const { millionths } = grades[dimension]
    const text = isMeasured ? gradeText(millionths, language) : '?'
    if (millionths === null || !isMeasured) return html`<td class="figure none">${text}</td>`
    const width = (millionths / 10_000).toFixed(1)
    return html`<td class="figure"><data value="${millionths}">${text}</data>
<span class="gauge" aria-hidden="true"><span style="width:${width}%"></span></span></td>`
}

function trendSection(view: QualityView): Markup {
    const { trend, say, language } = view
    const rows = trend.slice(-batchesShown).map((batch) => {
        const grades = counted.map((one) => {
            const grade = gradeText(batch.grades[one].millionths, language)
            return html`<td class="figure">${grade}</td>`
        })
        return html`<tr><th scope="row">${batch.system}</th>
<td class="figure">${batch.batchNo}</td><td>${batch.importedAt.slice(0, 10)}</td>
<td>${batch.reach ?? '–'}</td><td class="figure">${countText(batch.read, language)}</td>
<td class="figure">${countText(batch.rejected, language)}</td>${grades}</tr>`
    })
    const words = ['system', 'batch', 'imported', 'reach', 'records', 'rejected']
    const figures = ['batch', 'records', 'rejected']
    const heads = [
        ...words.map((one) => head(view, one, figures.includes(one) ? 'figure' : 'word')),
        ...dimensionHeads(view),
    ]
    const label = say('exports.quality_trend.title')
    return plainSection(view, {
        name: 'quality_trend',
        lead: say('exports.quality_trend.lead'),
        body: grid({ label, kind: 'tables', heads, rows }),
    })
}

function head({ say }: QualityView, column: string, kind: 'word' | 'figure'): Markup {
    return html`<th scope="col" class="${kind}">${say(`exports.quality.column.${column}`)}</th>`
}

function dimensionHeads(view: QualityView): readonly Markup[] {
    return counted.map((one) => {
        return html`<th scope="col" class="figure">${dimensionName(one, view)}</th>`
    })
}

/** A section whose figures need no meaning of their own. */
function plainSection(
    view: QualityView,
    parts: { readonly name: string; readonly lead: string; readonly body: Markup },
): Markup {
    const heading = idOf(view, parts.name)
    return html`
<section aria-labelledby="${heading}">
<h2 id="${heading}">${view.say(`exports.${parts.name}.title`)}</h2>
<p class="lead">${parts.lead}</p>
${parts.body}
</section>`
}

/** A table that scrolls by itself where it is too wide; rows of `parties` are cards on a phone. */
function grid(table: {
    readonly label: string
    readonly kind: 'parties' | 'tables'
    readonly heads: readonly Markup[]
    readonly rows: readonly Markup[]
}): Markup {
    const { label, kind, heads, rows } = table
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
<table class="${kind}"><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
}

import type { QualityReport, TableQuality } from '#serving/quality-report.ts'
import { type Dimension, dimensions } from '#sources/quality.ts'
import { type Grades, lowestOf, worstGrades } from '#sources/quality-summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { dimensionName, failedText, gradeText, issueText, placeOf } from './quality-words.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { count, emphasise, section } from './report-view.ts'

const counted: readonly Dimension[] = dimensions.filter((one) => one !== 'fresh')
const issuesShown = 8

/** How good the delivered data is, by source system, and what is worst; left out of a part. */
export function reportQualitySection(view: ReportView): Markup {
    const { quality } = view.summary
    if (quality === null) return noMarkup
    const { tables, issues } = quality
    const late = tables.filter(({ freshness }) => freshness?.isLate === true).length
    const lead = emphasise(view, 'exports.report_quality.lead', {
        all: tables.length,
        tables: count(view, tables.length),
        issues: issues.length,
        shown: count(view, issues.length),
        late,
        late_shown: count(view, late),
        // Where no contract says when data is due, nothing is in time either.
        due: tables.filter(({ grades }) => grades.fresh.millionths !== null).length,
    })
    return section(view, {
        name: 'report_quality',
        lead,
        body: [systemsTable(view, tables), issueTable(view, quality)],
        terms: reportTerms.report_quality,
    })
}

function systemsTable(view: ReportView, tables: readonly TableQuality[]): Markup {
    const { say } = view
    const systems = [...Map.groupBy(tables, ({ system }) => system)].map(([system, own]) => ({
        system,
        own,
        grades: worstGrades(own.map(({ grades }) => grades)),
    }))
    const rows = systems
        .toSorted((one, two) => lowestOf(one.grades) - lowestOf(two.grades))
        .map(({ system, own, grades }) => systemRow(view, { system, own, grades }))
    const heads = ['records', 'rejected'].map(
        (one) => html`<th scope="col" class="figure">${say(`exports.quality.column.${one}`)}</th>`,
    )
    const graded = counted.map(
        (one) => html`<th scope="col" class="figure">${dimensionName(one, view)}</th>`,
    )
    const title = say('exports.report_quality.systems')
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}">
<table class="tables"><caption>${title}</caption><thead><tr>
<th scope="col">${say('exports.quality.column.system')}</th>${heads}${graded}
<th scope="col">${dimensionName('fresh', view)}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function systemRow(
    view: ReportView,
    {
        system,
        own,
        grades,
    }: {
        readonly system: string
        readonly own: readonly TableQuality[]
        readonly grades: Grades
    },
): Markup {
    const { language, say } = view
    const sum = (of: (table: TableQuality) => number): number =>
        own.reduce((all, table) => all + of(table), 0)
    const cells = counted.map((one) => {
        const { millionths } = grades[one]
        const text = gradeText(millionths, language)
        if (millionths === null) return html`<td class="figure none">${text}</td>`
        const width = (millionths / 10_000).toFixed(1)
        return html`<td class="figure"><data value="${millionths}">${text}</data>
<span class="gauge" aria-hidden="true"><span style="width:${width}%"></span></span></td>`
    })
    const fresh = grades.fresh.millionths
    const words =
        fresh === null
            ? '–'
            : say(fresh === 0 ? 'exports.quality.not_in_time' : 'exports.quality.in_time')
    return html`<tr><th scope="row">${system}</th>
<td class="figure">${count(
        view,
        sum(({ read }) => read),
    )}</td><td class="figure">${count(
        view,
        sum(({ rejected }) => rejected),
    )}</td>${cells}<td>${words}</td></tr>`
}

function issueTable(view: ReportView, { issues }: QualityReport): Markup {
    const { say, language } = view
    if (issues.length === 0) return noMarkup
    const rows = issues
        .slice(0, issuesShown)
        .map(
            (issue) =>
                html`<tr><th scope="row">${placeOf(issue)}<small>${issueText(
                    issue,
                    view,
                )}</small></th><td class="figure"><span class="down">${failedText(
                    issue,
                    language,
                )}</span></td></tr>`,
        )
    const title = say('exports.report_quality.worst', {
        shown: count(view, rows.length),
        all: count(view, issues.length),
    })
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}">
<table class="tables"><caption>${title}</caption><thead><tr>
<th scope="col">${say('exports.quality.column.place')}</th>
<th scope="col" class="figure">${say('exports.quality.column.share')}</th></tr></thead>
<tbody>${rows}</tbody></table></div><p class="command"><code>tong quality</code></p>`
}

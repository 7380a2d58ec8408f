import { formatMonth } from '#domain/month.ts'
import { scopeFlag } from '#serving/scope-flag.ts'
import type { MonthOfTiers } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { migrationFlow } from './migration-flow.ts'
import { migrationMatrix } from './migration-matrix.ts'
import { monthText } from './month-text.ts'
import { monthsChart, monthsShown } from './months-chart.ts'
import { changeText, currencyText, growthText } from './number-text.ts'
import { movedTable, nearTable, protectedTable } from './party-tables.ts'
import { pyramidChart } from './pyramid-chart.ts'
import { reportTerms } from './report-terms.ts'
import type { ReportView } from './report-view.ts'
import { count, emphasise, money, section, tierClass, tierName } from './report-view.ts'
import { averageOf, shareOf, sizeOf, sumOf } from './summary-figures.ts'
import { monthsTable, tierTrends } from './tier-trends.ts'

/** Customers and assets by tier. */
export function pyramidSection(view: ReportView): Markup {
    const scope = view.summary.scope.kind
    return section(view, {
        name: 'pyramid',
        lead: html`${oneForMany(view)}${view.say('exports.pyramid.how_to_read', { scope })}`,
        body: [
            pyramidChart(view),
            scope === 'bank'
                ? noMarkup
                : html`<p class="note">${view.say('exports.part_note')}</p>`,
        ],
        terms: reportTerms.pyramid,
    })
}

// How many customers of the base tier it takes to hold what one of the top tier holds.
function oneForMany(view: ReportView): Markup {
    const tiered = view.figures.rows.filter((row) => row.tier !== null && row.parties > 0)
    const [top, base] = [tiered[0], tiered.at(-1)]
    if (top === undefined || base === undefined || top === base) return noMarkup
    const [of, less] = [averageOf(top), averageOf(base)]
    const ratio = of === null || less === null ? null : shareOf({ part: of, whole: less })
    if (of === null || ratio === null) return noMarkup
    return emphasise(view, 'exports.pyramid.one_for_many', {
        tier: tierName(view, top.tier),
        average: money(view, of),
        many: count(view, Math.round(ratio)),
        base: tierName(view, base.tier),
    })
}

/** The tiers month by month. */
export function monthsSection(view: ReportView): Markup {
    const { figures, language, summary } = view
    const currency = currencyText({ language, currency: summary.bank.baseCurrency })
    const legend = figures.rows.map(
        (row) =>
            html`<li><span class="swatch ${tierClass(summary, row.tier)}"></span>${tierName(
                view,
                row.tier,
            )}</li>`,
    )
    const charts = [
        html`<p class="chart-title">${view.say('exports.months.chart')}
 (${currency})</p><ul class="legend" aria-hidden="true">${legend}</ul>`,
        monthsChart(view, 'wide'),
        monthsChart(view, 'narrow'),
        tierTrends(view),
        monthsTable(view),
    ]
    return section(view, {
        name: 'months',
        lead: topTierGrowth(view),
        // One column alone shows no change, and its numbers stand in the pyramid.
        body: figures.before === null ? [] : charts,
        terms: reportTerms.months,
    })
}

function topTierGrowth(view: ReportView): Markup {
    const months = view.summary.months.slice(-monthsShown)
    const [first, last] = [months[0], months.at(-1)]
    const top = view.figures.rows[0]?.tier ?? null
    if (top === null || first === undefined || last === undefined || first === last) {
        return emphasise(view, 'exports.months.lead_first', {})
    }
    const parties = sizeOf(last, top).parties
    return emphasise(view, 'exports.months.lead', {
        tier: tierName(view, top),
        count: parties,
        shown: count(view, parties),
        change: changeText(parties - sizeOf(first, top).parties, view.language),
        growth: growthText(growthBetween(first, last), view.language),
        since: monthText(first.month, view.language),
    })
}

function growthBetween(first: MonthOfTiers, last: MonthOfTiers): number | null {
    const [part, whole] = [sumOf(last.tiers).assets, sumOf(first.tiers).assets]
    const ratio = shareOf({ part, whole })
    return ratio === null ? null : ratio - 1
}

/** Where customers went in the last close. */
export function migrationSection(view: ReportView): Markup {
    const { figures, say } = view
    const { moves } = figures
    const terms = reportTerms.migration
    if (figures.before === null) {
        const lead = html`${say('exports.migration.lead_first')}`
        return section(view, { name: 'migration', lead, body: [], terms })
    }
    const lead = emphasise(view, 'exports.migration.lead', {
        upgraded: count(view, moves.up.parties),
        downgraded: count(view, moves.down.parties),
        entered: count(view, moves.entered.parties),
        left: count(view, moves.left.parties),
    })
    const key = html`<ul class="legend" aria-hidden="true">
<li><span class="swatch up"></span>${say('exports.key.upgraded')}</li>
<li><span class="swatch down"></span>${say('exports.key.downgraded')}</li>
<li><span class="swatch other"></span>${say('exports.migration.in_and_out')}</li></ul>`
    const body = [
        html`<div class="pair"><div>${key}${migrationFlow(view)}</div>
${migrationMatrix(view)}</div>`,
    ]
    return section(view, { name: 'migration', lead, body, terms })
}

/** The largest moves, and why; left out in a first close, in which nobody can have moved. */
export function movedSection(view: ReportView): Markup {
    if (view.figures.before === null) return noMarkup
    const { upgraded, downgraded } = view.summary.months.at(-1)?.causes ?? {}
    return section(view, {
        name: 'moved',
        lead: html`${view.say('exports.moved.lead')}`,
        body: [
            html`<div class="pair">${movedTable(view, 'upgraded')}${movedTable(
                view,
                'downgraded',
            )}</div>`,
            listNote(view, { list: 'movers', all: (upgraded ?? 0) + (downgraded ?? 0) }),
        ],
        terms: reportTerms.moved,
    })
}

/** Customers who keep a tier they no longer reach. */
export function protectedSection(view: ReportView): Markup {
    const { protectedParties } = view.figures
    return section(view, {
        name: 'protected',
        lead: emphasise(view, 'exports.protected.lead', {
            count: protectedParties,
            shown: count(view, protectedParties),
        }),
        body:
            protectedParties === 0
                ? []
                : [
                      protectedTable(view),
                      listNote(view, { list: 'protected', all: protectedParties }),
                  ],
        terms: reportTerms.protected,
    })
}

/** Customers just below and just above a threshold. */
export function nearSection(view: ReportView): Markup {
    const { up, down } = view.summary.near
    const lead = html`${emphasise(view, 'exports.near.lead_up', {
        count: up.parties,
        shown: count(view, up.parties),
        gap: money(view, up.gap),
    })}${emphasise(view, 'exports.near.lead_down', {
        count: down.parties,
        shown: count(view, down.parties),
        assets: money(view, down.assets),
    })}`
    return section(view, {
        name: 'near',
        lead,
        body: [
            html`<div class="pair">${nearTable(view, 'up')}${nearTable(view, 'down')}</div>`,
            listNote(view, { list: 'near', all: up.parties + down.parties }),
        ],
        terms: reportTerms.near,
    })
}

/** What was found in the data on the way; left out of a part where nothing was. */
export function findingsSection(view: ReportView): Markup {
    const { summary, say } = view
    const found = summary.findings.filter((finding) => finding.count > 0)
    // Of a part of the bank nobody has looked for most of them: silence would be praise.
    if (found.length === 0 && summary.scope.kind !== 'bank') return noMarkup
    const items = found.map(
        (finding) =>
            html`<li>${say(`exports.finding.${finding.code}`, {
                count: finding.count,
                shown: count(view, finding.count),
                unit: summary.bank.baseCurrency,
            })}</li>`,
    )
    return section(view, {
        name: 'findings',
        lead: html`${say(found.length === 0 ? 'exports.findings.none' : 'exports.findings.lead')}`,
        body: found.length === 0 ? [] : [html`<ul class="findings">${items}</ul>`],
        terms: reportTerms.findings,
    })
}

/** From what, by which rules and with which program the figures were made. */
export function provenanceFooter(view: ReportView): Markup {
    const { summary, say } = view
    const facts = {
        run: summary.run.runId,
        ...(summary.featuresRun !== null && { features: summary.featuresRun }),
        as_of: summary.run.asOf,
        policy: summary.run.policyKey,
        systems: summary.bank.systems.join(', '),
        code: summary.run.codeVersion,
        engine: summary.run.engine,
    }
    const items = Object.entries(facts).map(
        ([name, value]) =>
            html`<div><dt>${say(`exports.provenance.${name}`)}</dt><dd>${value}</dd></div>`,
    )
    return html`
<footer><h2>${say('exports.provenance.title')}</h2>
<dl class="provenance">${items}</dl>
<p>${say('exports.provenance.promise')}</p></footer>`
}

/** How many there are in all, and the command that lists every one of them. */
function listNote(
    view: ReportView,
    { list, all }: { readonly list: string; readonly all: number },
): Markup {
    if (all === 0) return noMarkup
    const { ladder, scope } = view.summary
    const month = formatMonth(view.figures.month)
    const words = view.say('exports.list_note', { count: all, shown: count(view, all) })
    return html`<p class="command">${words}<code>tong list ${list} --ladder ${
        ladder.id
    } --month ${month}${scopeFlag(scope)}</code></p>`
}

import type { Language, Say } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import type { KeyEstimate, ThresholdEstimate } from '#identity/evaluate/estimate-figures.ts'
import { type MatchModel, weightOfChance } from '#identity/learn/match-model.ts'
import { sayWarning } from '#identity/say-warning.ts'
import { thresholdChart } from './identity-threshold-chart.ts'
import { weightsChart } from './identity-weights-chart.ts'
import { html, type Markup, noMarkup } from './markup.ts'
import { countText } from './number-text.ts'
import { writePage } from './page-shell.ts'
import { emphasise, idOf, type Spoken } from './report-view.ts'

/** What the page on a model of identity shows. */
export type ShownIdentity = {
    readonly model: MatchModel
    readonly thresholds: { readonly accept: number; readonly review: number }
    readonly figures: {
        readonly records: number
        readonly clusters: number
        readonly pairs: number
        readonly joined: number
        readonly toReview: number
    }
    readonly estimates: readonly ThresholdEstimate[]
    /** The blocking keys, and what they find; place by place. */
    readonly keys: readonly {
        readonly key: string
        readonly pairs: number
        readonly skippedRecords: number
    }[]
    readonly found: KeyEstimate
    /** Values held by too many records, masked already. */
    readonly placeholders: readonly {
        readonly field: string
        readonly value: string
        readonly holders: number
    }[]
}

type IdentityView = Spoken & ShownIdentity

/** More than this nobody reads on a page. */
const placeholdersShown = 40

/**
 * Writes the page on what was learned about who is the same: one HTML file, complete in itself,
 * with every language inside and `language` shown first. It shows no value of a record but masked
 * placeholders.
 */
export function writeIdentityPage(
    shown: ShownIdentity,
    texts: Readonly<Record<Language, Say>>,
    language: Language,
): string {
    const bodies = languages.map((one) => {
        const view: IdentityView = { ...shown, language: one, say: texts[one] }
        return { language: one, title: texts[one]('exports.identity.title'), body: bodyOf(view) }
    })
    return writePage({ bodies, shown: language, tiers: 2 })
}

function bodyOf(view: IdentityView): Markup {
    return html`${header(view)}
${weightsSection(view)}
${thresholdSection(view)}
${keysSection(view)}
${sessionsSection(view)}
${warningsSection(view)}
${placeholdersSection(view)}`
}

function header(view: IdentityView): Markup {
    const { figures, language, say, model } = view
    const headline = emphasise(view, 'exports.identity.headline', {
        records: countText(figures.records, language),
        clusters: countText(figures.clusters, language),
    })
    const shown = [
        ['pairs', figures.pairs],
        ['joined', figures.joined],
        ['to_review', figures.toReview],
        ['rounds', model.rounds],
    ] as const
    const list = shown.map(
        ([name, value]) => html`<div><dt>${say(`exports.identity.figure.${name}`)}</dt>
<dd>${countText(value, language)}</dd></div>`,
    )
    return html`
<header>
<h1>${say('exports.identity.title')}</h1>
<p class="headline">${headline}</p>
<dl class="key-figures">${list}</dl>
</header>`
}

function part(
    view: IdentityView,
    { name, body }: { readonly name: string; readonly body: Markup },
): Markup {
    const heading = idOf(view, name)
    return html`
<section aria-labelledby="${heading}">
<h2 id="${heading}">${view.say(`exports.identity.${name}.title`)}</h2>
<p class="lead">${view.say(`exports.identity.${name}.lead`)}</p>
${body}
</section>`
}

function weightsSection(view: IdentityView): Markup {
    const label = view.say('exports.identity.weights.title')
    const body = weightsChart(view, { fields: view.model.fields, label })
    return part(view, { name: 'weights', body })
}

function thresholdSection(view: IdentityView): Markup {
    const { say, thresholds, estimates } = view
    const chart = thresholdChart(view, {
        points: estimates,
        marks: [
            { weight: weightOfChance(thresholds.accept), name: say('exports.identity.accept') },
            { weight: weightOfChance(thresholds.review), name: say('exports.identity.review') },
        ],
        label: say('exports.identity.thresholds.title'),
    })
    const legend = html`<ul class="legend"><li><span class="swatch spread-median"></span>${say(
        'exports.identity.precision',
    )}</li><li><span class="swatch down"></span>${say('exports.identity.recall')}</li></ul>`
    return part(view, { name: 'thresholds', body: html`${legend}${chart}` })
}

function keysSection(view: IdentityView): Markup {
    const { keys, found, language } = view
    const rows = keys.map(({ key, pairs, skippedRecords }, at) => {
        const { matches = 0, alone = 0 } = found.keys[at] ?? {}
        const cells = [pairs, matches, alone, skippedRecords].map(
            (value) => html`<td class="figure">${countText(value, language)}</td>`,
        )
        return html`<tr><th scope="row">${key}</th>${cells}</tr>`
    })
    const names = ['key', 'pairs', 'matches', 'alone', 'skipped'] as const
    const missed = emphasise(view, 'exports.identity.keys.missed', {
        matches: countText(found.matches, language),
        missed: countText(found.missed, language),
    })
    const body = html`${table(view, { section: 'keys', names, rows })}<p class="note">${missed}</p>`
    return part(view, { name: 'keys', body })
}

function sessionsSection(view: IdentityView): Markup {
    const { model, language, say } = view
    const rows = model.sessions.map((session) => {
        const { key, matches, iterations, isConverged, isUsed } = session
        const state = isUsed ? (isConverged ? 'settled' : 'moving') : 'unused'
        return html`<tr><th scope="row">${key}</th>
<td class="figure">${countText(matches, language)}</td>
<td class="figure">${countText(iterations, language)}</td>
<td class="word">${say(`exports.identity.sessions.${state}`)}</td></tr>`
    })
    const names = ['key', 'matches', 'iterations', 'state'] as const
    return part(view, { name: 'sessions', body: table(view, { section: 'sessions', names, rows }) })
}

function table(
    { say }: IdentityView,
    parts: {
        readonly section: string
        readonly names: readonly string[]
        readonly rows: readonly Markup[]
    },
): Markup {
    const { section, names, rows } = parts
    const heads = names.map((name) => {
        const kind = ['key', 'state', 'field', 'value'].includes(name) ? 'word' : 'figure'
        return html`<th scope="col" class="${kind}">${say(`exports.identity.column.${name}`)}</th>`
    })
    const label = say(`exports.identity.${section}.title`)
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function warningsSection(view: IdentityView): Markup {
    const { model, say } = view
    const sentences = model.warnings
        .filter(({ kind }) => kind !== 'level_unseen')
        .map((one) => html`<li>${sayWarning(one, say)}</li>`)
    const body =
        sentences.length === 0
            ? html`<p class="nobody">${say('exports.identity.warnings.none')}</p>`
            : html`<ul class="findings">${sentences}</ul>`
    return part(view, { name: 'warnings', body })
}

function placeholdersSection(view: IdentityView): Markup {
    const { placeholders, language } = view
    if (placeholders.length === 0) return noMarkup
    const rows = placeholders
        .toSorted((one, other) => other.holders - one.holders)
        .slice(0, placeholdersShown)
        .map(
            ({ field, value, holders }) => html`<tr><th scope="row">${field}</th>
<td class="word">${value}</td><td class="figure">${countText(holders, language)}</td></tr>`,
        )
    const names = ['field', 'value', 'holders'] as const
    const body = table(view, { section: 'placeholders', names, rows })
    return part(view, { name: 'placeholders', body })
}

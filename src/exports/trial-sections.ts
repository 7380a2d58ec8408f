import type { TrialCell, TrialMover } from '#tiers/trial.ts'
import { reasonOfMove } from '#tiers/trial-reason.ts'
import { flowDiagram } from './flow-diagram.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { amountText, exactText, thresholdText } from './number-text.ts'
import { partyTable, whoIs } from './party-tables.ts'
import { count, emphasise, idOf, section } from './report-view.ts'
import {
    assetsText,
    kindOf,
    placesOf,
    type TrialView,
    trialTierClass,
    trialTierName,
} from './trial-view.ts'

/** Who would stand where instead of where: as ribbons, and in numbers. */
export function trialMovesSection(view: TrialView): Markup {
    const { trial, say } = view
    const { up, down } = trial.moved
    const lead = emphasise(view, 'exports.trial_moves.lead', {
        up: count(view, up.parties),
        up_assets: assetsText(view, up),
        down: count(view, down.parties),
        down_assets: assetsText(view, down),
    })
    const key = html`<ul class="legend" aria-hidden="true">
<li><span class="swatch up"></span>${say('exports.trial.higher')}</li>
<li><span class="swatch down"></span>${say('exports.trial.lower')}</li></ul>`
    const isMoved = trial.matrix.some(({ from, to }) => from !== to)
    const flow = isMoved
        ? html`<div>${key}${trialFlow(view)}</div>`
        : html`<p class="nobody">${say('exports.nobody')}</p>`
    return section(view, {
        name: 'trial_moves',
        lead,
        body: [html`<div class="pair">${flow}${trialMatrix(view)}</div>`],
        terms: ['trial', 'assets', 'trial_same_start'],
    })
}

function trialFlow(view: TrialView): Markup {
    const { trial, say } = view
    const name = (tier: string | null): string => trialTierName(view, tier)
    return flowDiagram({
        id: idOf(view, 'trial-flow'),
        title: say('exports.trial.flow'),
        description: say('exports.trial.flow_description'),
        heads: { from: say('exports.trial.before'), to: say('exports.trial.after') },
        places: placesOf(view),
        moves: trial.matrix
            .filter(({ from, to }) => from !== to)
            .map((cell) => ({
                ...cell,
                kind: kindOf(view, cell),
                label: say('exports.migration.move', {
                    from: name(cell.from),
                    to: name(cell.to),
                    count: cell.parties,
                    shown: count(view, cell.parties),
                }),
            })),
        nameOf: name,
        classOf: (tier) => trialTierClass(view, tier),
        count: (parties) => count(view, parties),
    })
}

/** Customers and their assets by both tiers; the deeper a cell, the more move. */
function trialMatrix(view: TrialView): Markup {
    const { trial, say } = view
    const places = placesOf(view).filter((tier) =>
        trial.matrix.some(({ from, to }) => from === tier || to === tier),
    )
    const moved = trial.matrix.filter(({ from, to }) => from !== to)
    const most = Math.max(1, ...moved.map(({ parties }) => parties))
    const heads = places.map(
        (tier) => html`<th scope="col" class="figure">${trialTierName(view, tier)}</th>`,
    )
    const rows = places.map((from) => {
        const cells = places.map((to) => {
            const cell = trial.matrix.find((one) => one.from === from && one.to === to)
            return cell === undefined
                ? html`<td class="figure none">·</td>`
                : matrixCell(view, { cell, most })
        })
        return html`<tr><th scope="row">${trialTierName(view, from)}</th>${cells}</tr>`
    })
    return html`
<div class="scroll" role="region" tabindex="0" aria-label="${say('exports.trial.matrix')}">
<table class="matrix"><caption>${say('exports.trial.matrix')}</caption>
<thead><tr><th scope="col">${say('exports.trial.from_to')}</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function matrixCell(
    view: TrialView,
    { cell, most }: { readonly cell: TrialCell; readonly most: number },
): Markup {
    const assets = html`<small>${amountText(cell.sums.assets, view.language)}</small>`
    const parties = html`<data value="${cell.parties}">${count(view, cell.parties)}</data>`
    const exact = exactText(cell.sums.assets, view.language)
    if (cell.from === cell.to) {
        return html`<td class="figure stayed" title="${exact}">${parties}${assets}</td>`
    }
    // The square root keeps small moves visible beside one very large one.
    const depth = Math.round(6 + 26 * Math.sqrt(cell.parties / most))
    return html`<td class="figure heat ${kindOf(view, cell)}" style="--depth:${depth}%"
 title="${exact}">${parties}${assets}</td>`
}

/** The largest customers who would stand elsewhere, each with the reason. */
export function moversSection(view: TrialView): Markup {
    const { trial, say } = view
    const rows = trial.movers.map((mover) => [
        whoIs(mover),
        html`<span class="${mover.direction}">${trialTierName(view, mover.before.tier)} →
 ${trialTierName(view, mover.after.tier)}</span><small>${reasonText(view, mover)}</small>`,
        measureOf(view, mover.before.measure),
        measureOf(view, mover.after.measure),
        measureOf(view, mover.sums.assets),
    ])
    const lead = say('exports.trial_movers.lead', {
        shown: count(view, trial.movers.length),
        all: count(view, trial.moversListed),
    })
    const table = partyTable(view, {
        caption: 'exports.trial_movers.caption',
        columns: ['customer', 'move', 'measure_now', 'measure_tried', 'assets'],
        rows,
    })
    return section(view, {
        name: 'trial_movers',
        lead: html`${lead}`,
        body: [table],
        terms: ['measure', 'threshold'],
    })
}

function measureOf({ language }: TrialView, measure: string | null): Markup {
    return measure === null
        ? html`–`
        : html`<data value="${measure}">${exactText(measure, language)}</data>`
}

function reasonText(view: TrialView, mover: TrialMover): string {
    const { code, tier, threshold, rule } = reasonOfMove(mover, view.trial)
    return view.say(`tiers.trial.${code}`, {
        tier: trialTierName(view, tier),
        threshold: threshold === null ? '–' : thresholdText(threshold, view.language),
        rule: rule ?? '–',
    })
}

/** Which rules were tried, and what a trial promises. */
export function trialFooter({ trial, say, language }: TrialView): Markup {
    const facts = [
        [say('exports.trial.after'), trial.after.versions.join(', ')],
        [say('exports.trial.before'), trial.before.versions.join(', ')],
        [say('exports.trial.thresholds'), thresholds(trial.after.tiers)],
        [say('exports.trial.thresholds_now'), thresholds(trial.before.tiers)],
    ]
    const items = facts.map(
        ([name = '', value = '']) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
    )
    return html`
<footer><h2>${say('exports.provenance.title')}</h2>
<dl class="provenance">${items}</dl>
<p>${say('exports.trial.promise')}</p></footer>`

    function thresholds(tiers: TrialView['trial']['after']['tiers']): string {
        return tiers
            .flatMap(({ name, atLeast }) =>
                atLeast === null ? [] : [`${name[language]} ${thresholdText(atLeast, language)}`],
            )
            .join(' · ')
    }
}

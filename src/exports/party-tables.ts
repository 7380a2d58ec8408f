import type { MoneyText, MovedParty, NearParty } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { html, noMarkup } from './markup.ts'
import { exactText, thresholdText } from './number-text.ts'
import type { ReportView, Spoken } from './report-view.ts'
import { count, tierName } from './report-view.ts'
import { difference, moveKindOf, reaches, shareOf } from './summary-figures.ts'

/** Customers near a threshold, in the order in which they come. */
export function nearTable(view: ReportView, direction: NearParty['direction']): Markup {
    const { language, summary } = view
    const rounding = direction === 'up' ? 'up' : 'down'
    const parties = summary.near.parties.filter((party) => party.direction === direction)
    return partyTable(view, {
        caption: `exports.near.${direction}`,
        columns: ['customer', 'tier', direction === 'up' ? 'missing' : 'cushion'],
        rows: parties.map((party) => {
            const measure = exactText(party.measure, language)
            const threshold = thresholdText(party.threshold.at, language)
            return [
                whoIs(party),
                html`${tierSteps(view, party)}
<small class="exact">${measure} / ${threshold}</small>${
                    direction === 'up' ? gauge(party) : noMarkup
                }`,
                html`<data value="${party.gap}">${exactText(party.gap, language, rounding)}</data>`,
            ]
        }),
    })
}

/** The largest upgrades or downgrades, each with its reason in words. */
export function movedTable(view: ReportView, direction: 'upgraded' | 'downgraded'): Markup {
    const parties = view.summary.moved.filter((party) => party.cause === direction)
    const colour = direction === 'upgraded' ? 'up' : 'down'
    return partyTable(view, {
        caption: `exports.moved.${direction}`,
        columns: ['customer', 'move', 'measure'],
        rows: parties.map((party) => [
            whoIs(party),
            html`<span class="${colour}">${tierName(view, party.from)} → ${tierName(
                view,
                party.to,
            )}</span><small>${reasonOf(view, party)}</small>`,
            html`${measureOf(view, party.measure)}`,
        ]),
    })
}

/** Customers who stand below their tier and keep it for now, with the reviews they have left. */
export function protectedTable(view: ReportView): Markup {
    const parties = view.summary.moved.filter((party) => party.reviewsLeft !== null)
    return partyTable(view, {
        caption: 'exports.protected.caption',
        columns: ['customer', 'tier_held', 'measure', 'short', 'reviews_left'],
        rows: parties.map((party) => protectedCells(view, party)),
    })
}

function protectedCells(view: ReportView, party: MovedParty): readonly Markup[] {
    const { language, say } = view
    const tier = party.to ?? party.from
    const at = thresholdOf(view, tier)
    const short =
        at === null || party.measure === null ? null : difference({ of: at, less: party.measure })
    const left = party.reviewsLeft ?? 0
    return [
        whoIs(party),
        html`${tierName(view, tier)}${
            at === null ? noMarkup : html`<small>≥ ${thresholdText(at, language)}</small>`
        }`,
        html`${measureOf(view, party.measure)}`,
        html`${short === null ? '–' : exactText(short, language, 'up')}`,
        html`${say('exports.protected.left', { count: left, shown: count(view, left) })}`,
    ]
}

/**
 * A table of customers, its texts `exports.column.<column>`. The first two columns are words, all
 * others figures. On a phone a row becomes a card, in which each figure needs the name of its
 * column beside it.
 */
export function partyTable(
    view: Spoken,
    table: {
        readonly caption: string
        readonly columns: readonly string[]
        readonly rows: readonly (readonly Markup[])[]
    },
): Markup {
    const caption = view.say(table.caption)
    if (table.rows.length === 0) {
        const nobody = view.say('exports.nobody')
        return html`<div><h3>${caption}</h3><p class="nobody">${nobody}</p></div>`
    }
    const names = table.columns.map((column) => view.say(`exports.column.${column}`))
    const kind = (index: number) => (index < 2 ? 'word' : 'figure')
    const rows = table.rows.map(([who = noMarkup, ...cells]) => {
        const rest = cells.map(
            (cell, index) =>
                html`<td class="${kind(index + 1)}"
 data-name="${names[index + 1] ?? ''}">${cell}</td>`,
        )
        return html`<tr><th scope="row">${who}</th>${rest}</tr>`
    })
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table class="parties"><caption>${caption}</caption><thead><tr>${names.map(
        (name, index) => html`<th scope="col" class="${kind(index)}">${name}</th>`,
    )}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

/** A customer as people know it: its masked name where there is one, branch and record key. */
export function whoIs(party: {
    readonly name: string | null
    readonly recordKey: string
    readonly branch: string | null
}): Markup {
    const branch = party.branch === null ? noMarkup : html`<small>${party.branch}</small>`
    const { name, recordKey } = party
    if (name === null) return html`<span class="name">${recordKey}</span>${branch}`
    return html`<span class="name">${name}</span>${branch}<small class="id">${recordKey}</small>`
}

// Near is measured from where the party stands; the tier it holds may be another, by protection.
function tierSteps(view: ReportView, party: NearParty): Markup {
    const held = tierName(view, party.tier)
    const near = tierName(view, party.threshold.tier)
    if (party.direction === 'down') {
        const isHeld = party.tier === party.threshold.tier
        const words = isHeld ? near : view.say('exports.near.held', { near, tier: held })
        return html`<span class="down">${words} ↓</span>`
    }
    const rises =
        moveKindOf(view.summary, { from: party.tier, to: party.threshold.tier }) !== 'down'
    const words = rises ? `${held} → ${near}` : view.say('exports.near.held', { near, tier: held })
    return html`<span class="up">${words}</span>`
}

function gauge(party: NearParty): Markup {
    const share = shareOf({ part: party.measure, whole: party.threshold.at }) ?? 0
    const width = (Math.min(1, Math.max(0, share)) * 100).toFixed(1)
    return html`<span class="gauge" aria-hidden="true"><span style="width:${width}%"></span></span>`
}

/**
 * Why a party moved, as far as its figures tell: the threshold it reached or fell below. One
 * that rose below the threshold did so by another of the policy's routes.
 */
function reasonOf(view: ReportView, party: MovedParty): string {
    const up = party.cause === 'upgraded'
    const tier = up ? party.to : party.from
    const at = thresholdOf(view, tier)
    const met =
        at !== null && party.measure !== null && reaches({ amount: party.measure, threshold: at })
    const reason = up ? (met ? 'reached' : 'other_route') : met ? 'other_fall' : 'fell_below'
    return view.say(`exports.reason.${reason}`, {
        tier: tierName(view, tier),
        threshold: at === null ? '–' : thresholdText(at, view.language),
    })
}

function thresholdOf(view: ReportView, id: string | null): MoneyText | null {
    return view.summary.tiers.find((tier) => tier.id === id)?.atLeast ?? null
}

function measureOf(view: ReportView, measure: MoneyText | null): string {
    return measure === null ? '–' : exactText(measure, view.language)
}

import { formatMonth } from '#domain/month.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { countText, shareText } from './number-text.ts'
import { emphasise } from './report-view.ts'
import { assetsText, type TrialView, versionsText } from './trial-view.ts'

/** Title, the sentence to take along, and the figures of a trial. */
export function trialHeader(view: TrialView): Markup {
    const { trial, say, language } = view
    const months = say('exports.trial.months_tried', {
        from: formatMonth(trial.from),
        to: formatMonth(trial.to),
    })
    return html`
<header>
<p class="kicker">${trial.name[language]} · ${say('exports.trial.title')} · ${months}</p>
<h1>${versionsText(trial.after.versions)}</h1>
<p class="headline">${headline(view)}</p>
<dl class="key-figures">${keyFigures(view)}</dl>
</header>`
}

function headline(view: TrialView): readonly Markup[] {
    const { trial, language } = view
    const { up, down, other, same } = trial.moved
    const moved = up.parties + down.parties + other.parties
    const all = countText(moved + same.parties, language)
    const against = versionsText(trial.before.versions)
    if (moved === 0) return [emphasise(view, 'exports.trial.headline_nobody', { all, against })]
    return [
        emphasise(view, 'exports.trial.headline', {
            all,
            against,
            count: moved,
            moved: countText(moved, language),
            up: countText(up.parties, language),
            down: countText(down.parties, language),
        }),
    ]
}

function keyFigures(view: TrialView): readonly Markup[] {
    const { trial, say, language } = view
    const { up, down, other, same } = trial.moved
    const all = up.parties + down.parties + other.parties + same.parties
    const share = (parties: number): string => shareText(all === 0 ? null : parties / all, language)
    const nearBy = (side: 'before' | 'after', way: 'up' | 'down'): number =>
        trial.near[side].reduce((sum, near) => sum + near[way], 0)
    const near = (way: 'up' | 'down'): Markup =>
        figure(say(`exports.trial.near_${way}`), {
            value: html`${countText(nearBy('after', way), language)}`,
            note: say('exports.trial.now', { count: countText(nearBy('before', way), language) }),
        })
    return [
        figure(say('exports.key.customers'), {
            value: html`${countText(all, language)}`,
            note: say('exports.trial.on_ladder'),
        }),
        figure(say('exports.trial.higher'), {
            value: html`<span class="up">${countText(up.parties, language)}</span>`,
            note: `${share(up.parties)} · ${assetsText(view, up)}`,
        }),
        figure(say('exports.trial.lower'), {
            value: html`<span class="down">${countText(down.parties, language)}</span>`,
            note: `${share(down.parties)} · ${assetsText(view, down)}`,
        }),
        figure(say('exports.trial.same'), {
            value: html`${countText(same.parties, language)}`,
            note: `${share(same.parties)} · ${assetsText(view, same)}`,
        }),
        near('up'),
        near('down'),
    ]
}

function figure(
    name: string,
    { value, note }: { readonly value: Markup; readonly note: string },
): Markup {
    return html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`
}

import { type CheckupView, wordOf } from './checkup-words.ts'
import { html, type Markup, noMarkup } from './markup.ts'
import { amount, count, emphasise, section } from './report-view.ts'

/** What another policy would have given in the last month, beside what was given. */
export function otherSection(view: CheckupView): Markup {
    const { checkup, language, say } = view
    const { other, rule } = checkup
    if (other === null) return noMarkup
    const heads = other.tiers.map(
        ({ name }) => html`<th scope="col" class="figure">${name[language]}</th>`,
    )
    const rows = rule.tiers.map((_, given) => {
        const cells = other.tiers.map(({ id }) => {
            const found = other.matrix.find((one) => one.given === given && one.tier === id)
            return found === undefined
                ? html`<td class="figure none">·</td>`
                : html`<td class="figure">${count(view, found.customers)}<small>${amount(
                      view,
                      found.assets,
                  )}</small></td>`
        })
        return html`<tr><th scope="row">${wordOf(rule, given)}</th>${cells}</tr>`
    })
    const caption = say('exports.checkup_other.matrix')
    const keys = other.dropped.join(', ')
    const dropped =
        keys === '' ? noMarkup : html`<p>${say('exports.checkup_other.dropped', { keys })}</p>`
    const table = html`
<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table class="matrix"><caption>${caption}</caption>
<thead><tr><th scope="col">${say('exports.checkup_other.given_other')}</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>${dropped}`
    return section(view, {
        name: 'checkup_other',
        lead: emphasise(view, 'exports.checkup_other.lead', {
            name: other.name[language],
            policy: other.policy,
        }),
        body: [table],
        terms: ['checkup_other'],
    })
}

import type { Language, Say, TextParams } from '#domain/say.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import type { MoneyText, Summary } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { escapeHtml, html } from './markup.ts'
import { amountText, countText, moneyText } from './number-text.ts'
import { figuresOf, type SummaryFigures } from './summary-figures.ts'

/** All that a section of the report looks at: the figures and one language to say them in. */
export type ReportView = {
    readonly summary: ReportSummary
    readonly figures: SummaryFigures
    readonly language: Language
    readonly say: Say
}

/** A view of a summary in one language. Throws where the summary holds no close. */
export function reportViewOf(summary: ReportSummary, spoken: Spoken): ReportView {
    return { summary, figures: figuresOf(summary), ...spoken }
}

/** The name of a tier; null stands for the untiered. A tier nobody knows keeps its id. */
export function tierName(
    view: Spoken & { readonly summary: Pick<Summary, 'tiers'> },
    id: string | null,
): string {
    if (id === null) return view.say('exports.tier.untiered')
    return view.summary.tiers.find((tier) => tier.id === id)?.name[view.language] ?? id
}

/** The class that colours a tier, by its place in the ladder. */
export function tierClass(summary: Pick<Summary, 'tiers'>, id: string | null): string {
    const place = summary.tiers.findIndex((tier) => tier.id === id)
    return place < 0 ? 'tier-none' : `tier-${place}`
}

/** A language and its texts: all that words alone look at. */
export type Spoken = Pick<ReportView, 'language' | 'say'>

/** An element id that no other language's copy of the page has. */
export function idOf(view: Spoken, name: string): string {
    return `${view.language}-${name}`
}

/** A whole number as people read it. */
export function count(view: Spoken, value: number): string {
    return countText(value, view.language)
}

/** A short amount; the exact one stands in `value`, for machines, and shows when pointed at. */
export function amount(view: Spoken, money: MoneyText): Markup {
    return html`<data value="${money}" title="${money}">${amountText(money, view.language)}</data>`
}

/** A short amount with its currency, for sentences. */
export function money(view: ReportView, amountOfMoney: MoneyText): string {
    return moneyText(amountOfMoney, {
        language: view.language,
        currency: view.summary.bank.baseCurrency,
    })
}

// Private-use characters that no text of ours holds; a bank's text is rid of them.
const strongStart = '\ue000'
const strongEnd = '\ue001'

/** A sentence whose text parameters stand out. Numbers choose the plural and stay plain. */
export function emphasise(view: Spoken, key: string, words: TextParams): Markup {
    return emphasiseChosen(view, key, { words, choices: {} })
}

/** Parameters that are read, and codes that choose among the words of a sentence. */
export type ChosenWords = { readonly words: TextParams; readonly choices: TextParams }

/** The same with parameters that choose among words, and so must stay as they are. */
export function emphasiseChosen(
    view: Spoken,
    key: string,
    { words, choices }: ChosenWords,
): Markup {
    const marked = Object.entries(words).map(([name, value]) => [
        name,
        typeof value === 'string'
            ? strongStart + value.replaceAll(/[\ue000\ue001]/g, '') + strongEnd
            : value,
    ])
    const sentence = escapeHtml(view.say(key, { ...Object.fromEntries(marked), ...choices }))
    return {
        markup: sentence.replaceAll(strongStart, '<strong>').replaceAll(strongEnd, '</strong>'),
    }
}

/** A section with its heading, the one sentence to remember, and what its figures mean. */
export function section(
    view: Spoken,
    parts: {
        /** The middle of its text keys, `exports.<name>.title` and so on. */
        readonly name: string
        readonly lead: Markup
        readonly body: readonly Markup[]
        /** Terms with a text `exports.term.<term>` and a meaning `exports.meaning.<term>`. */
        readonly terms: readonly string[]
    },
): Markup {
    const { say } = view
    const heading = idOf(view, parts.name)
    const terms = parts.terms.map(
        (term) =>
            html`<dt>${say(`exports.term.${term}`)}</dt><dd>${say(`exports.meaning.${term}`)}</dd>`,
    )
    return html`
<section aria-labelledby="${heading}">
<h2 id="${heading}">${say(`exports.${parts.name}.title`)}</h2>
<p class="lead">${parts.lead}</p>
${parts.body}
<details class="meaning"><summary>${say('exports.meaning.title')}</summary>
<dl>${terms}</dl></details>
</section>`
}

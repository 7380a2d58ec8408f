import type { Language, Say } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import { type Trial, trialTiers } from '#tiers/trial.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { writePage } from './page-shell.ts'
import { trialHeader } from './trial-header.ts'
import { trialMonthsSection } from './trial-months.ts'
import { moversSection, trialFooter, trialMovesSection } from './trial-sections.ts'
import type { TrialView } from './trial-view.ts'

/**
 * Writes the page of a trial: one HTML file, complete in itself, with every language inside and
 * `language` shown first. Returns the text of the file; the same trial always gives the same.
 */
export function writeTrialPage(
    trial: Trial,
    texts: Readonly<Record<Language, Say>>,
    language: Language,
): string {
    const tiers = trialTiers(trial)
    const bodies = languages.map((one) => {
        const view: TrialView = { trial, tiers, language: one, say: texts[one] }
        return { language: one, title: titleOf(view), body: bodyOf(view) }
    })
    return writePage({ bodies, shown: language, tiers: tiers.length })
}

function bodyOf(view: TrialView): Markup {
    return html`${trialHeader(view)}
${trialMovesSection(view)}
${trialMonthsSection(view)}
${moversSection(view)}
${trialFooter(view)}`
}

function titleOf({ trial, language, say }: TrialView): string {
    return `${trial.name[language]} · ${say('exports.trial.title')}`
}

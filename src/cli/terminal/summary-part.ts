import type { Language, Say } from '#domain/say.ts'
import type { SummaryFigures } from '#exports/summary-figures.ts'
import type { Summary } from '#serving/summary.ts'
import type { Paint } from './paint.ts'
import { plainText } from './text-fit.ts'

/** What the parts of the view look at. */
export type SummaryPart = {
    readonly summary: Summary
    readonly figures: SummaryFigures
    readonly say: Say
    readonly language: Language
    readonly width: number
    readonly paint: Paint
}

/** The name of a tier on one line; null stands for the untiered. */
export function tierNameOf(
    { summary, say, language }: Pick<SummaryPart, 'summary' | 'say' | 'language'>,
    id: string | null,
): string {
    if (id === null) return say('exports.tier.untiered')
    return plainText(summary.tiers.find((tier) => tier.id === id)?.name[language] ?? id)
}

import { writeIdentityPage } from '#exports/identity-page.ts'
import { estimateKeys, estimateThresholds } from '#identity/evaluate/estimate-figures.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { countWeights } from '#pipeline/identity/count-weights.ts'
import type { Matching } from '#pipeline/identity/match-records.ts'
import type { MatchingDesk } from '#pipeline/identity/matching.ts'
import { loadSays } from '#runtime/texts.ts'
import type { Frame } from './run-command.ts'
import { type MatchingFigures, maskedOf } from './terminal/matching-text.ts'

/** The text of the page about what was learned, in all languages. */
export async function modelPage(
    { language }: Frame,
    desk: MatchingDesk,
    {
        matching,
        comparison,
        figures,
    }: {
        readonly matching: Matching
        readonly comparison: Comparison
        readonly figures: MatchingFigures
    },
): Promise<string> {
    const { model, keys, placeholders, records } = matching
    const counts = await countWeights(desk, { keys: keys.length })
    const shown = {
        ...{ model, figures, keys },
        thresholds: comparison.thresholds,
        estimates: estimateThresholds(counts, (model.partners * records) / 2),
        found: estimateKeys(counts, keys.length),
        placeholders: placeholders.map((one) => maskedOf(one, comparison)),
    }
    return writeIdentityPage(shown, loadSays(), language)
}
